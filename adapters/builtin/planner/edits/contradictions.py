"""What comes into a picture puts out what contradicts it, in whatever slot that stands: summer a winter, brightness a "dark" forest."""

from collections.abc import Set

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import Body, Slots
from adapters.builtin.planner.reading import altered_phrases, phrases
from adapters.builtin.planner.reading.scan import tidy
from agent.domain.generation import SlotName
from agent.text.words import tokenise

_SCENE: tuple[SlotName, ...] = ("subject", "setting", "time", "palette", "composition")


def without_contradictions(body: Body, slots: Slots) -> Slots:
    """The slots of a change, and those of the picture that they make untrue."""
    news = [slots.get(name, "") for name in ("palette", "composition", "time")]
    gone = frozenset(word for value in news for word in _put_out_by(value))
    before: Slots = {name: body.base[name] for name in _SCENE if name in body.base and name not in slots}
    if "subject" in slots:
        before["subject"] = slots["subject"]
    left: Slots = {name: _without(value, gone, body.language) for name, value in before.items()}
    return {**slots, **{name: value for name, value in left.items() if value != before[name]}}


def recoloured(body: Body, colour: str) -> Slots:
    """The picture's own colour: whatever it is about is told in another one already."""
    colours, head = grammar.colours(body.language), phrases.head_of(body.subject, body.language)
    if not colours.whole(colour) or not colours.all(tokenise(head)):
        return {}
    changed = altered_phrases.described(body.subject, head, colour, body.language)
    return {"subject": changed} if changed else {}


def _put_out_by(value: str) -> Set[str]:
    words = {token.norm for token in tokenise(value)}
    seasons = grammar.word_set("season")
    return seasons - words if words & seasons else {one for word in words for one in grammar.opposed(word)}


def _without(value: str, gone: Set[str], language: str) -> str:
    for token in reversed(tokenise(value)):
        if token.norm in gone:
            value = tidy(f"{value[: token.start]}\x00{value[token.end :]}", language)
    return value
