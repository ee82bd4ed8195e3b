"""Which part of a picture may change, where the author marked it: a black and white picture beside the photo, or a part of it erased.

Words alone make no mask and pixels alone make none either: a drawing in black and white is a picture like any other until the author,
or a planner who read the author in another language, speaks of a mask.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.domain.conversation import Pressed, Said
from agent.domain.generation import DARK_PART, Evidence, GenerationContext, Plan, Reference, SlotName
from agent.errors import BadImage, NotFound
from agent.image_prompt import prompt_of
from agent.translation.catalogue import N_, _
from agent.turn_context import Services, TurnContext

CANDIDATES_MAX = 4
"""Pictures of one request that are looked at for a mask."""
NO_MASK = N_(
    "I found no mask in what you sent (a black and white picture of the photo's shape, or a photo with a part erased), "
    "so any part of it may have changed."
)
_PART = r"(?:areas?|parts?|regions?|bits?|spots?|pixels?)"
_ASKED = re.compile(
    rf"\bmasked\s+{_PART}|\binpaint|\bas\s+(?:a|the|its|my)\s+mask\b|\b(?:in|inside|within|outside(?:\s+of)?)\s+the\s+mask\b|\bmaskiert|"
    r"\bmasqu[ée]e|\bzone\s+du\s+masque|\benmascarad|\bmascarad|蒙版|遮罩|マスク(?:した)?(?:部分|領域|範囲)|마스크\s*(?:영역|부분)",
    re.IGNORECASE,
)
"""Speaks of a mask and of nothing else: where none is found, that is said."""
_MARKED = re.compile(
    rf"\b(?:white|black|transparent|erased|marked|cut[- ]out|blank|empty|painted[- ]over)\s+{_PART}|\b(?:I|I've|I have)\s+erased\b",
    re.IGNORECASE,
)
"""May speak of a mask: whether it does, the pixels tell."""
_WHERE = re.compile(
    rf"[\s,;:]{{0,8}}\b(?:but\s+)?(?:only\s+|just\s+)?(?:in|inside|within|on|outside(?:\s+of)?)\s+(?:the|its|this|that)\s+"
    rf"(?:mask\b|(?:masked|white|black|transparent|erased|marked|cut[- ]out|blank|empty|painted[- ]over)\s+{_PART})[\s,;:]*",
    re.IGNORECASE,
)
_DARK = re.compile(rf"\bblack\s+{_PART}|\boutside(?:\s+of)?\s+the\s+mask\b", re.IGNORECASE)


async def masked(services: Services, ctx: TurnContext, plan: Plan, text: str) -> Plan:
    """The plan with the mask among its references (role mask), if its author marked a part; with a note where one is spoken of and
    none is there."""
    named = [ref.image for ref in plan.context.references if ref.role == "mask"]
    attached = _attached(ctx)
    asked = bool(named or _ASKED.search(text))
    if plan.panels or not (asked or _MARKED.search(text)):
        return plan
    dark = _DARK.search(text) is not None
    for base, mark in _pairs(plan.context, named, attached)[: CANDIDATES_MAX * 2]:
        if await _is_mask(services, base, mark, dark=dark):
            return replace(plan, context=_with_mask(plan.context, base, mark, dark=dark))
    context = _without(plan.context, named)
    notes = (*plan.notes, _(NO_MASK)) if asked and (context.base or attached) else plan.notes
    return replace(plan, context=context, notes=notes)


def _attached(ctx: TurnContext) -> Sequence[str]:
    """The pictures of this request, and then those of the message it replies to."""
    turn = ctx.turn
    own = turn.request.images if isinstance(turn.request, Said | Pressed) else ()
    return list(dict.fromkeys([*own, *(turn.replied.images if turn.replied else ())]))[:CANDIDATES_MAX]


def _pairs(
    context: GenerationContext, named: Sequence[str], attached: Sequence[str]
) -> list[tuple[str, str]]:
    """What may be the picture and what its mask, likeliest first: the picture that is changed with another one, then one with a part
    erased, and last the picture that is changed as the mask of another one (sent in the wrong order)."""
    marks = list(dict.fromkeys([*named, *attached]))
    bases = list(dict.fromkeys([*([context.base] if context.base else []), *attached]))
    pairs = [(base, mark) for base in bases[:1] for mark in marks if mark != base]
    pairs += [(base, base) for base in bases]
    return pairs + [
        (base, mark) for base in bases[1:] for mark in marks if mark != base and mark not in named[1:]
    ]


async def _is_mask(services: Services, base: str, mark: str, *, dark: bool) -> bool:
    try:
        picture = await services.images.load(base)
        marking = picture if mark == base else await services.images.load(mark)
        return await services.gate.mask(marking, base=picture, dark=dark) is not None
    except (NotFound, BadImage):
        return False


def _with_mask(context: GenerationContext, base: str, mark: str, *, dark: bool) -> GenerationContext:
    """The base comes first and the mask last. What was taken for a picture to go by and is the mask is none: the planner's own words,
    which point at it, are made anew from the slots."""
    spoken_of = context.prompt in ("", prompt_of(context))  # not a planner's own words, but made of the slots
    label = next((ref.label for ref in context.references if ref.image == base), "")
    others = [
        ref
        for ref in context.references
        if ref.role not in ("base", "mask") and ref.image not in (base, mark)
    ]
    pointed = [ref.image for ref in context.references if ref.role != "mask"]
    same = context.base == base and (mark == base or mark not in pointed)
    references = (
        Reference(image=base, role="base", label=label or "the picture to change"),
        *others,
        Reference(image=mark, role="mask", label=DARK_PART if dark and mark != base else ""),
    )
    context = replace(context, base=base, references=references, prompt=context.prompt if same else "")
    return _unspoken(context) if spoken_of else context


def _unspoken(context: GenerationContext) -> GenerationContext:
    """Without the words for where to draw: the mask itself says it, and an image model would draw a mask.

    >>> from agent.domain.generation import Evidence
    >>> said = Evidence(value="a red door, only in the masked area", method="said")
    >>> _unspoken(GenerationContext(slots={"subject": said})).value("subject")
    'a red door'
    """
    slots: dict[SlotName, Evidence] = {}
    for name, evidence in context.slots.items():
        value = _WHERE.sub(" ", evidence.value).strip(" ,;:.")
        slots[name] = replace(evidence, value=value) if value else evidence
    return replace(context, slots=slots, prompt="")


def _without(context: GenerationContext, named: Sequence[str]) -> GenerationContext:
    """What a planner took for a mask and is none is left out."""
    if not named:
        return context
    return replace(context, references=tuple(ref for ref in context.references if ref.role != "mask"))
