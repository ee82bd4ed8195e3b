"""What is to be forgotten, in the words that memory is searched by: "forget that I like watercolour" -> "watercolour"."""

import re

from adapters.builtin.planner_rules import wishes
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.printing import unquoted
from agent.ports import PlanRequest

_FORGET = frame("forget")
_SAID_I = frame("said_i")
_THAT_THING = re.compile(
    r"^(?:the|that|this|my)\s+(?P<what>.+?)\s+(?:thing|stuff|part|bit|rule|preference)s?$", re.IGNORECASE
)


def to_forget(request: PlanRequest, text: str, language: str) -> str:
    """ "" when nothing is to be forgotten, or when "forget the hat" speaks of the picture at hand."""
    what = _named_in(text, language)
    base = request.base
    thing = re.match(r"^the\s+([\w -]+)$", what, re.IGNORECASE)
    if (
        thing
        and base is not None
        and re.search(rf"\b{re.escape(thing[1])}", base.context.value("subject"), re.IGNORECASE)
    ):
        return ""
    return _core(what)


def forgotten_in(text: str, language: str) -> str:
    """What a text asks to have forgotten, whatever picture is at hand; "" where it asks for nothing of the kind, or names nothing."""
    return _core(_named_in(text, language))


def _named_in(text: str, language: str) -> str:
    if frame("forget_all").match(text):
        return "everything"
    match = _FORGET.match(text)
    if match is None or frame("not_forgetting").search(text[: match.end("what")].split(",")[0]):
        return ""
    what = wishes.without_closing(unquoted(match["what"]).strip(" .!?"), language)
    return "" if re.fullmatch(r"(?:it|that|this|about it|what i said|)", what, re.IGNORECASE) else what


def _core(what: str) -> str:
    what = re.sub(
        r"^(?:my|the|our)\s+(?:character|oc)\s+|\s+from (?:your |the )?memory$", "", what, flags=re.IGNORECASE
    )
    return _THAT_THING.sub(r"\g<what>", _SAID_I.sub("", what).strip()) or what
