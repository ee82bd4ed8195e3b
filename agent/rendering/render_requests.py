"""From a context to the image model's request: sizes, references with their bytes, the pictures of a series; whether a transparent ground
is wanted, in any language that the bot reads; and HD, a picture once more as large as an image model can make it."""

import asyncio
import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from agent.domain.cast import evidence_of
from agent.domain.characters import characters_in
from agent.domain.conversation import Picture, Turn
from agent.domain.formats import format_size
from agent.domain.generation import (
    DARK_PART,
    Evidence,
    GenerationContext,
    ImageData,
    Panel,
    Plan,
    Reference,
    RenderRequest,
    SlotName,
)
from agent.domain.image_models import ModelCard, dearest
from agent.errors import NotFound
from agent.image_prompt import by_use, prompt_of
from agent.limits import PICTURES_PER_TURN_MAX
from agent.rendering.likenesses import PeopleShown
from agent.translation.numbers import money
from agent.turn_context import Services, TurnContext
from agent.wording.names import ANGLES

REFERENCES_MAX = 14
"""Pictures handed to an image model: as many as the most able ones take. What counts most comes first, for those that take fewer."""
_SLOTS: tuple[SlotName, ...] = ("format", "setting", "composition", "style", "exclude", "subject")
# Each list is of one part of speech over all the languages, inflected as it stands beside the others.
_GROUND = (
    r"(?:(?:back)?grounds?|backdrops?|hintergr(?:u|ü)nde?s?|fondos?|fundos?|fonds?|arrière-plans?|sfond[oi]|achtergrond(?:en)?|tł[oaeu]m?"
    r"|фон\w{0,2}|тл[оа]|arka ?plan\w*|bakgrund\w*|baggrund\w*|bakgrunn\w*|tausta\w*|háttér\w*|pozadí\w*|latar belakang|خلفية|पृष्ठभूमि"
    r"|背景|배경)"
)
_WITHOUT = (
    r"(?:no|without|w/o|ohne|kein(?:e[nmrs]?)?|sin|sans|sem|senza|zonder|geen|bez|без|uden|utan|uten|ilman|tanpa"
    r"|بدون|无|無|没有|沒有|不要)"
)
_ARTICLE = r"(?:(?:a|an|any|the|einen?|einem|el|la|un|una|de|le|d['’]|o|um|lo|uno|een|het)\s*)?"
_CLEAR = (
    r"(?:transparen\w*|see-?through|durchsichtig\w*|doorzichtig\w*|прозрачн\w*|прозор\w*|przezroczyst\w*|şeffaf|saydam"
    r"|genomskinlig\w*|läpinäkyv\w*|átlátszó|průhledn\w*|trasparent\w*|شفاف|شفافة|पारदर्शी|透明|투명)"
)
_BETWEEN = r"\s*(?:な|の|的|한|png|alpha)?\s*"
_NO_GROUND = re.compile(
    rf"(?<!\w){_WITHOUT}\s*{_ARTICLE}{_GROUND}(?!\w)|{_GROUND}(?:なし|無し|\s*없\w*|sız|suz|\s+nélkül)|去背"
    rf"|{_CLEAR}{_BETWEEN}{_GROUND}|{_GROUND}{_BETWEEN}{_CLEAR}|{_CLEAR}\s+png\b|\bcut-?out\b|\bfreigestellt\w*|\bdétouré\w*|\bscontornat\w*",
    re.IGNORECASE,
)
"""Said of the ground itself."""
_CLEAR_ALONE = re.compile(rf"(?<!\w){_CLEAR}(?!\w)", re.IGNORECASE)
_CLAUSE = re.compile(rf"(?:^|[,;.])\s*{_CLEAR}\s*(?=$|[,;.])", re.IGNORECASE)
"""In words about a subject only where it stands by itself: a glass or a raincoat may be transparent too."""
_ONLY_GROUND = re.compile(rf"\s*{_ARTICLE}{_GROUND}\s*", re.IGNORECASE)
_STICKER = re.compile(
    r"\bstickers?\b|\baufkleber\b|\bpegatinas?\b|\bautocollants?\b|\badesiv[oi]\b|\bfigurinhas?\b|\bнаклейк\w*|\bстикер\w*|\bnaklejk\w*"
    r"|ステッカー|贴纸|貼紙|스티커",
    re.IGNORECASE,
)
LABEL = "HD"


def seed_of(text: str) -> int:
    """A seed that is the same for the same turn, so that a resumed turn draws the same picture."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") & 0x7FFFFFFF


def contexts_of(plan: Plan, turn: str) -> tuple[GenerationContext, ...]:
    """One context a picture, each with its seed and prompt, panels merged in."""
    fresh = replace(plan.context, hd=False, made=None)
    base = fresh if fresh.seed else replace(fresh, seed=seed_of(turn))
    if not plan.panels:
        return (replace(base, prompt=base.prompt or prompt_of(base)),)
    found: list[GenerationContext] = []
    for number, panel in enumerate(plan.panels[:PICTURES_PER_TURN_MAX]):
        slots: dict[SlotName, Evidence] = {
            name: _of_panel(name, value, panel, base) for name, value in panel.slots.items()
        }
        # Without slots of its own a panel is a variant: the first as it was asked for, the others arranged differently.
        variant = seen_otherwise(base, number - 1) if number and not panel.slots else base.fill(slots)
        seed = base.seed if panel.slots else seed_of(f"{turn}/{number}")
        context = replace(variant, panel=panel.label, seed=seed, prompt="")
        found.append(replace(context, prompt=prompt_of(context, panel)))
    return tuple(found)


def seen_otherwise(context: GenerationContext, number: int) -> GenerationContext:
    """The `number`th variation: told apart by more than chance, within the composition that its author asked for."""
    said = context.slots.get("composition")
    angle = ANGLES[number % len(ANGLES)]
    value = f"{said.value}, {angle}" if said and said.method == "said" else angle
    return context.fill({"composition": Evidence(value=value, method="reason", source="a variation")})


def _of_panel(name: SlotName, value: str, panel: Panel, base: GenerationContext) -> Evidence:
    """Whom a panel names is who the whole series tells of."""
    if name == "character":
        return evidence_of(characters_in(value, base.characters()), method="said", source=panel.label)
    return Evidence(value=value, method="said", source=panel.label)


async def request_of(
    services: Services,
    ctx: TurnContext,
    people: PeopleShown,
    *,
    extra: Sequence[Reference] = (),
    draft: bool = False,
) -> RenderRequest:
    """The request for the picture of these people, with the bytes of every reference that is still there."""
    context = people.context
    every = by_use([*(ref for ref in context.references if ref.role != "mask"), *people.references, *extra])
    ordered = every[:REFERENCES_MAX]
    loaded = await asyncio.gather(
        *(people.load(services, ctx, reference) or _load(services, reference) for reference in ordered)
    )
    base = await _base(services, context)
    found = {ref.image: image for ref, image in zip(ordered, loaded, strict=True) if ref.role == "base"}
    base_image = next(iter(found.values()), None)
    width, height = _size(context, base_image)
    gone = {ref.image for ref, image in zip(ordered, loaded, strict=True) if image is None}
    return RenderRequest(
        context=_without(context, gone) if gone else context,
        quality=context.quality,
        hd=context.hd,
        transparent=wants_transparency(context),
        width=width,
        height=height,
        references=tuple(
            (ref, image) for ref, image in zip(ordered, loaded, strict=True) if image is not None
        ),
        left_out=every[REFERENCES_MAX:],
        mask=await _mask(services, context, base_image),
        base_context=base.context if base else None,
        draft=draft,
        author_hash=services.author_hash(ctx.turn.author.id),
    )


def _without(context: GenerationContext, gone: Collection[str]) -> GenerationContext:
    """The context in words that speak of no picture that is not handed over."""
    references = tuple(ref for ref in context.references if ref.image not in gone)
    base = None if context.base in gone else context.base
    context = replace(context, references=references, base=base)
    return replace(context, prompt=prompt_of(context))


async def _load(services: Services, reference: Reference) -> ImageData | None:
    """A reference forgotten meanwhile is left out: the picture is drawn from words."""
    try:
        return await services.images.load(reference.image)
    except NotFound:
        return None


def _size(context: GenerationContext, base: ImageData | None) -> tuple[int, int]:
    """The format that was asked for; a picture that is changed keeps its own shape otherwise."""
    wanted = context.value("format")
    if base is None or wanted or not (base.width and base.height):
        return format_size(wanted)
    return format_size(f"{base.width / base.height:.3f}:1")


async def _mask(services: Services, context: GenerationContext, base: ImageData | None) -> ImageData | None:
    """What marks the part of the base that may change; None where there is no base, or no such mark."""
    mark = next((ref for ref in context.references if ref.role == "mask"), None)
    if mark is None or base is None or (picture := await _load(services, mark)) is None:
        return None
    return await services.gate.mask(picture, base=base, dark=mark.label == DARK_PART)


async def _base(services: Services, context: GenerationContext) -> Picture | None:
    if context.base is None:
        return None
    found = await services.threads.pictures([context.base])
    return found[0] if found else None


def is_sticker(context: GenerationContext) -> bool:
    """Whether it is a sticker by its format.

    >>> from agent.domain.generation import Evidence
    >>> is_sticker(GenerationContext(slots={"format": Evidence(value="sticker 1:1", method="said")}))
    True
    """
    return _STICKER.search(context.value("format")) is not None


def wants_transparency(context: GenerationContext) -> bool:
    """Whether the picture is to stand on nothing: said of its ground in any slot, or it is a sticker."""
    return is_sticker(context) or any(_says_so(slot, context.value(slot)) for slot in _SLOTS)


def _says_so(slot: SlotName, value: str) -> bool:
    if slot == "exclude":
        return any(_ONLY_GROUND.fullmatch(part) for part in re.split(r"[,;]|、", value))
    if slot == "subject":
        return bool(_NO_GROUND.search(value) or _CLAUSE.search(value))
    return bool(_NO_GROUND.search(value) or _CLEAR_ALONE.search(value))


def enlarged(picture: Picture, turn: Turn) -> GenerationContext:
    """The context of the same picture, larger: the picture is its only reference."""
    base = Reference(image=picture.id, role="base", label="the picture to enlarge")
    context = picture.context
    return replace(
        context,
        base=picture.id,
        references=(base,),
        hd=True,
        made=None,
        panel="",
        seed=context.seed or seed_of(turn.id),
    )


def hd_label(cards: Sequence[ModelCard], context: GenerationContext, wished: Sequence[str] = ()) -> str:
    """The button's words with the price of the model that would draw it; "" where no model enlarges, or the picture is enlarged
    already. `cards`: those that may draw here; `wished`: names of the person's model and the channel's."""
    able = [card for card in cards if card.abilities.enlarges]
    if not able or context.hd:
        return ""
    price_unknown = dearest(tuple(cards))
    prices = {card.name: card.price(price_unknown, hd=True) for card in able}
    chosen = next((name for name in (context.model, *wished) if name in prices), "")
    usd = prices[chosen] if chosen else min(prices.values())
    return f"{LABEL} ({money(usd)})" if usd >= 0.005 else LABEL
