"""Why?: what was said, assumed, recalled, found and asked for a picture, to the one who presses."""

from dataclasses import replace

from agent.domain.conversation import Button, Picture
from agent.domain.generation import Evidence, Made, Method
from agent.image_prompt import layout_in_words
from agent.outcomes import Outcome, button, links_in, told
from agent.policy.people_in_plans import without_forgotten
from agent.translation.catalogue import N_, _, pgettext
from agent.translation.numbers import decimal, money
from agent.turn_context import Services, TurnContext
from agent.wording.names import slot_name, source_words, variation_words

_HEADINGS: dict[Method, str] = {
    "said": N_("You said"),
    "ask": N_("You answered"),
    "recall": N_("I remembered"),
    "search": N_("I looked up"),
    "reason": N_("I worked out"),
    "assume": N_("I assumed"),
}
_OF_ANOTHER: dict[Method, str] = {"said": N_("They said"), "ask": N_("They answered")}
FORGET_BUTTONS_MAX = 4
"""Memories of one picture that get a Forget button in Why?; the rest is in /memory."""


async def why(services: Services, ctx: TurnContext, picture: Picture) -> Outcome:
    """The explanation. What the owner's memory gave is named to the owner only."""
    own = picture.author == ctx.turn.author.id
    context = without_forgotten(picture.context)
    lines: list[str] = []
    for method, heading in _HEADINGS.items():
        entries = [(slot, e) for slot, e in context.slots.items() if e.method == method]
        if entries:
            lines.append(f"**{_(heading if own else _OF_ANOTHER.get(method, heading))}**")
            lines += [_line(slot, evidence, own=own) for slot, evidence in entries]
    if context.made is not None:
        lines.append(_made(context.made))
        if own and context.made.together:
            # Names that stand in its author's own request, and in nobody else's Why?.
            lines.append(
                _("Shown to it small, in one picture: {things}", things=", ".join(context.made.together))
            )
    if own and context.prompt:
        prompt = f"{context.prompt} {layout_in_words(context)}"
        lines += [_("**The image model was told**"), prompt.strip()]
    replied = ctx.turn.replied
    shown_in = replied.id if replied is not None and replied.pictures else picture.message
    file, report = (
        button("as_file", pgettext("button", "File"), image=picture.id),
        button("report", pgettext("button", "Report"), message=shown_in),
    )
    buttons = (file, *(_forget_buttons(picture) if own else ()), report)
    answer = told(
        "\n".join(lines) or _("There is nothing to explain: it was drawn just as it was said."),
        *buttons,
        private=True,
    )
    return replace(answer, links=links_in([context]))


def _made(made: Made) -> str:
    """
    >>> _made(Made(model="nano-2", name="fast", seconds=12.34, usd=0.0336))
    '**Drawn by** fast (nano-2) in 12.3 s for $0.0336'
    """
    named = made.name if made.name in ("", made.model) else f"{made.name} ({made.model})"
    model, seconds = named or made.model, decimal(made.seconds, 1)
    if made.usd:
        return _(
            "**Drawn by** {model} in {seconds} s for {price}",
            model=model,
            seconds=seconds,
            price=money(made.usd, 4),
        )
    return _("**Drawn by** {model} in {seconds} s for nothing", model=model, seconds=seconds)


def _line(slot: str, evidence: Evidence, *, own: bool) -> str:
    if (evidence.memories or evidence.method == "recall") and not own:
        return _("{slot}: something the one it was drawn for had me remember", slot=slot_name(slot))
    if evidence.source and evidence.method in ("recall", "search", "assume"):
        return _(
            "{slot}: {value} ({source})",
            slot=slot_name(slot),
            value=evidence.value,
            source=source_words(evidence.source),
        )
    return _("{slot}: {value}", slot=slot_name(slot), value=variation_words(evidence.value))


def _forget_buttons(picture: Picture) -> tuple[Button, ...]:
    used = {e.memory: e.value for e in picture.context.slots.values() if e.memory}
    used |= {one.memory: one.sentence() for one in picture.context.characters() if one.memory}
    chosen = list(used.items())[:FORGET_BUTTONS_MAX]
    return tuple(
        button("forget", pgettext("button", "Forget “{words}”", words=value[:24]), memory=memory)
        for memory, value in chosen
    )
