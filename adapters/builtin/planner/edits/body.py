"""A change as it is said, the picture it is about, and small questions about its words."""

from dataclasses import dataclass, field

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.reading import phrases
from adapters.builtin.planner.reading.said_looks import is_part
from agent.domain.generation import SlotName
from agent.text.words import Token, tokenise

Slots = dict[SlotName, str]
SHOWN: tuple[SlotName, ...] = ("subject", "setting", "time", "character")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What becomes of the slots. A value of "" empties the slot."""

    slots: Slots = field(default_factory=dict[SlotName, str])
    missed: tuple[str, ...] = ()
    """Clauses that name something of a picture, and were not understood."""

    @property
    def is_restyle(self) -> bool:
        return bool(self.slots) and set(self.slots) <= {"style", "palette"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The change without "ok, now can you ... please", and the picture it is about."""

    text: str
    base: Slots
    language: str

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tokenise(self.text)

    @property
    def subject(self) -> str:
        return self.base.get("subject", "")

    @property
    def shown(self) -> str:
        """All that is to be seen in the picture."""
        return ", ".join(self.base[name] for name in SHOWN if self.base.get(name))

    def after(self, last: int) -> str:
        """The text from this word on."""
        return self.text[self.tokens[last].start :].strip(" ,.!") if last < len(self.tokens) else ""

    def between(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""

    def find(self, name: str, start: int = 0) -> Found[str] | None:
        """The first phrase of that name from this word on."""
        book = grammar.spoken(name, self.language)
        return next((f for n in range(start, len(self.tokens)) if (f := book.at(self.tokens, n))), None)

    def at(self, name: str, position: int = 0) -> Found[str] | None:
        return grammar.spoken(name, self.language).at(self.tokens, position)

    def ends(self, name: str) -> Found[str] | None:
        return grammar.spoken(name, self.language).before(self.tokens, len(self.tokens))


def saying(body: Body, text: str) -> Body:
    return Body(text=text, base=body.base, language=body.language)


def by_degree(how: str, language: str) -> str:
    """ "a bit darker" -> "darker", "أغمق شوي" -> "أغمق"."""
    tokens, degree = tokenise(how), grammar.spoken("degree", language)
    found = degree.at(tokens, 0)
    if found is not None and found.last < len(tokens):
        return how[tokens[found.last].start :]
    behind = degree.before(tokens, len(tokens))
    return how[: tokens[behind.first - 1].end] if behind is not None and behind.first else how.strip()


def names_thing(text: str, language: str) -> bool:
    tokens = tokenise(text)
    named = [n for n, token in enumerate(tokens) if grammar.numbers(language).get([token.norm]) is None]
    found = any(grammar.thing_at(tokens, position, language) for position in named)
    unspaced = language in grammar.UNSPACED and bool(grammar.things().all(tokens))
    return found or unspaced or any(is_part(t.norm) for t in tokens)


def is_thing(text: str, language: str) -> bool:
    """Whether a thing is what it names, and not only mentioned in it: "a purple sea", not "nice one, Ben"."""
    if language in grammar.UNSPACED:
        return names_thing(text, language)
    tokens = tokenise(phrases.without_article(phrases.head_of(text, language), language))
    return bool(tokens) and names_thing(tokens[0 if language in phrases.LOOK_BEHIND else -1].norm, language)
