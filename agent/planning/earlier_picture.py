"""An earlier picture that is to be changed: "make the picture from yesterday black and white"."""

import re
from dataclasses import dataclass, replace

from agent.domain.conversation import Picture
from agent.errors import ModelUnavailable
from agent.limits import RECALLED_MAX
from agent.policy.sharing import borrowed
from agent.turn_context import Services, TurnContext

_PICTURE = r"(?:picture|image|drawing|photo|pic|one)"
_DAY = (
    r"(?:yesterday|last (?:night|week|month|year|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|the other day"
    r"|this morning|(?:\d{1,3}|a|an|one|two|three|four|five|six) (?:day|week|month|year)s? ago)"
)
_CALLED = re.compile(
    rf"\b(?:the|that|my|our)\s+{_PICTURE}\s+(?:(?:that\s+)?(?:you|we|i)\s+(?:made|drew|did|got)\s+(?:me\s+|us\s+)?)?(?:(?:from|of)\s+)?{_DAY}(?!\w)"
    rf"|\b{_DAY}['’]s\s+{_PICTURE}\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^\W*(?:(?:please|now|ok|okay|hey|so|can you|could you|would you)[\s,]+)*(?:make|turn|take|use|edit|change|redo|add|put|give|"
    r"remove|get|recolou?r|darken|brighten|crop|let)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"^\W*(?:please\s+)?(?:take|use|get|edit|change|redo)\s+it\s*(?:again\s*)?(?:[,:;]|\band\b|\bbut\b)\s*(?:and\s+|but\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Called:
    """`which`: the words for the picture; `order`: what is to become of it, which is "it" there."""

    which: str
    order: str


def called_up(text: str) -> Called | None:
    """None where no change of a picture of another day is asked for.

    >>> called_up("take the picture from yesterday and add a moon")
    Called(which='the picture from yesterday', order='add a moon')
    >>> called_up("draw a castle like the one from yesterday") is None
    True
    """
    match = _CALLED.search(text)
    if match is None or not _ORDER.match(text):
        return None
    order = f"{text[: match.start()]}it{text[match.end() :]}"
    rest = _TAKEN.sub("", order)
    return Called(match[0], rest if re.search(r"\w", rest) else order)


async def earlier_picture(services: Services, ctx: TurnContext, text: str) -> tuple[Picture, str] | None:
    """The picture of another day that the text speaks of, as this author may use it, and the text with "it" for it. None where it
    speaks of none, a message is replied to, or there is none of that day. Raises StoreUnavailable."""
    called = called_up(text) if ctx.turn.replied is None and ctx.remembers else None
    if called is None:
        return None
    try:
        found = await services.memory.recall(ctx.reader, called.which, limit=RECALLED_MAX)
    except ModelUnavailable:
        return None
    records = await services.threads.pictures([seen.image for seen in found.pictures[:1]])
    if not records:
        return None
    return replace(records[0], context=borrowed(records[0], ctx.turn.author.id)), called.order
