"""A change as it is said, the picture it is about, and small questions about its words."""

from dataclasses import dataclass, field

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from agent.domain.generation import SlotName
from agent.text.words import Token, tokenise

Slots = dict[SlotName, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What becomes of the slots. A value of "" empties the slot."""

    slots: Slots = field(default_factory=dict[SlotName, str])

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


def saying(body: Body, text: str) -> Body:
    return Body(text=text, base=body.base, language=body.language)


def by_degree(how: str, language: str) -> str:
    """ "a bit darker" -> "darker"."""
    tokens = tokenise(how)
    found = grammar.spoken("degree", language).at(tokens, 0)
    return how[tokens[found.last].start :] if found and found.last < len(tokens) else how.strip()


def compares(word: str) -> bool:
    return word.endswith("er") and len(word) > 4 and grammar.glyph_of(word) == ""


def is_look(how: str, language: str) -> bool:
    """A colour, a size, a comparative or another adjective that says how a thing looks."""
    words = [token.norm for token in tokenise(how)]
    looks = grammar.word_set("plain_adjective") | grammar.word_set("shade") | grammar.word_set("looks_like")
    return bool(words) and all(
        word in looks or compares(word) or grammar.colours(language).get([word]) is not None for word in words
    )


def names_thing(text: str, language: str) -> bool:
    tokens = tokenise(text)
    found = any(grammar.thing_at(tokens, position, language) for position in range(len(tokens)))
    return (
        found
        or bool(grammar.things().all(tokens))
        or any(t.norm in grammar.word_set("parts_of_somebody") for t in tokens)
    )
