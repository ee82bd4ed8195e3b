"""Why?: what was said, assumed, recalled, found and asked for a picture, to the one who presses."""

from dataclasses import replace

from agent.domain.conversation import Button, Picture
from agent.domain.generation import Evidence, Made, Method
from agent.outcomes import Outcome, button, links_in, told
from agent.policy.sharing import without_forgotten
from agent.turn_context import Services, TurnContext

_HEADINGS: dict[Method, str] = {
    "said": "You said",
    "ask": "You answered",
    "recall": "I remembered",
    "search": "I looked up",
    "reason": "I worked out",
    "assume": "I assumed",
}
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
            heading = heading if own or method not in ("said", "ask") else heading.replace("You", "They")
            lines.append(f"**{heading}**")
            lines += [_line(slot, evidence, own=own) for slot, evidence in entries]
    if context.made is not None:
        lines.append(f"**Drawn by** {_made(context.made)}")
    if own and context.prompt:
        lines += ["**The image model was told**", context.prompt]
    file = button("as_file", "File", image=picture.id)
    buttons = (file, *_forget_buttons(picture)) if own else (file,)
    answer = told(
        "\n".join(lines) or "There is nothing to explain: it was drawn just as it was said.",
        *buttons,
        private=True,
    )
    return replace(answer, links=links_in([context]))


def _made(made: Made) -> str:
    """
    >>> _made(Made(model="nano-2", name="fast", seconds=12.34, usd=0.0336))
    'fast (nano-2) in 12.3 s for $0.0336'
    """
    named = made.name if made.name in ("", made.model) else f"{made.name} ({made.model})"
    price = f"for ${made.usd:.4f}" if made.usd else "for nothing"
    return f"{named or made.model} in {made.seconds:.1f} s {price}"


def _line(slot: str, evidence: Evidence, *, own: bool) -> str:
    if (evidence.memories or evidence.method == "recall") and not own:
        return f"{slot}: something the one it was drawn for had me remember"
    source = (
        f" ({evidence.source})"
        if evidence.source and evidence.method in ("recall", "search", "assume")
        else ""
    )
    return f"{slot}: {evidence.value}{source}"


def _forget_buttons(picture: Picture) -> tuple[Button, ...]:
    used = {e.memory: e.value for e in picture.context.slots.values() if e.memory}
    used |= {one.memory: one.sentence() for one in picture.context.characters() if one.memory}
    chosen = list(used.items())[:FORGET_BUTTONS_MAX]
    return tuple(button("forget", f"Forget “{value[:24]}”", memory=memory) for memory, value in chosen)
