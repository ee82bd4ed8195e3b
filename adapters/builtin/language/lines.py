"""A text in its language, as its words and the known phrases among them: what every reader of the planner looks with."""

import re
from dataclasses import dataclass

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from agent.text.words import Token, normalised, tokenise

_LATIN = "A-Za-z\u00c0-\u024f"


@dataclass(frozen=True, slots=True)
class Line:
    """Words are counted from 0; phrases are those of data/small_words.toml, by the name of their list."""

    text: str
    language: str

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tokenise(self.text)

    @property
    def size(self) -> int:
        return len(self.tokens)

    def norm(self, position: int) -> str:
        """The word at this place as it is looked up, "" beyond the ends."""
        return self.tokens[position].norm if 0 <= position < self.size else ""

    # --- phrases, in the language of the text and in English ---

    def at(self, position: int, *names: str) -> Found[str] | None:
        """The phrase that starts at this word: of the first of these lists that has one."""
        tokens, language = self.tokens, self.language
        return next((f for name in names if (f := grammar.spoken(name, language).at(tokens, position))), None)

    def before(self, last: int, *names: str) -> Found[str] | None:
        """The phrase that ends just before this word."""
        tokens, language = self.tokens, self.language
        return next((f for name in names if (f := grammar.spoken(name, language).before(tokens, last))), None)

    def all(self, name: str) -> list[Found[str]]:
        """Every phrase of that list, left to right, none within another."""
        return list(grammar.spoken(name, self.language).all(self.tokens))

    def first(self, name: str) -> Found[str] | None:
        """The first of them."""
        return next(iter(self.all(name)), None)

    def has(self, *names: str) -> bool:
        """Whether a phrase of one of these lists stands anywhere."""
        return any(self.first(name) is not None for name in names)

    def is_word(self, position: int, *names: str) -> bool:
        """Whether this word alone is in one of these lists."""
        word = [self.norm(position)]
        return any(grammar.spoken(name, self.language).get(word) is not None for name in names)

    def is_whole(self, *names: str) -> bool:
        """Whether the whole text is one phrase of these lists."""
        return any(grammar.spoken(name, self.language).whole(self.text) is not None for name in names)

    def past(self, position: int, *names: str) -> int:
        """The word behind all phrases of these lists that follow one another from this word on; one word is left at least."""
        while (found := self.at(position, *names)) is not None and found.last < self.size:
            position = found.last
        return position

    # --- phrases in the language of the text alone ---

    def own(self, position: int, *names: str) -> Found[str] | None:
        tokens, language = self.tokens, self.language
        return next((f for name in names if (f := grammar.words(name, language).at(tokens, position))), None)

    def own_before(self, last: int, name: str) -> Found[str] | None:
        return grammar.words(name, self.language).before(self.tokens, last)

    def is_own_word(self, position: int, *names: str) -> bool:
        word = [self.norm(position)]
        return any(grammar.words(name, self.language).get(word) is not None for name in names)

    # --- pieces of the text, as they are written ---

    def said(self, first: int, last: int) -> str:
        """The words [first, last)."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""

    def until(self, position: int) -> str:
        """Everything before this word."""
        return self.text[: self.tokens[position].start] if position < self.size else self.text

    def since(self, position: int) -> str:
        """Everything from this word on, "" beyond the end."""
        return self.text[self.tokens[position].start :] if position < self.size else ""

    def upto(self, last: int) -> str:
        """Everything up to the end of the word before this one."""
        return self.text[: self.tokens[last - 1].end] if last else ""

    def behind(self, last: int) -> str:
        """Everything behind the word before this one."""
        return self.text[self.tokens[last - 1].end :] if last else self.text

    def gap(self, position: int) -> str:
        """What stands between this word and the one before; "" at the ends."""
        within = 0 < position < self.size
        return self.text[self.tokens[position - 1].end : self.tokens[position].start] if within else ""

    def after(self, *names: str) -> str:
        """What follows the phrase of these lists that opens the text, "" where none does or nothing follows."""
        found = self.at(0, *names)
        return self.since(found.last) if found is not None else ""

    def without(self, found: Found[str], put: str = " ") -> str:
        """The text with something else in the place of that phrase."""
        return f"{self.until(found.first)}{put}{self.behind(found.last)}"

    def without_lead(self, *names: str) -> str:
        """The text behind all phrases of these lists that open it; of nothing else the last is left."""
        first = self.past(0, *names)
        return self.since(first) if first else self.text

    def without_end(self, *names: str) -> str:
        """The text before all phrases of these lists that close it; of nothing else the first is left."""
        last = self.size
        while (found := self.before(last, *names)) is not None and found.first > 0:
            last = found.first
        return self.upto(last) if last < self.size else self.text


def says_name(text: str, name: str) -> bool:
    """Whether the text has the name as a word: "Pip's", "Pipが" and "Pip" name Pip, "Pippa" does not. A name in other letters is
    found anywhere, since what is written around it may not part words."""
    plain, sought = normalised(text), normalised(name)
    if not sought:
        return False
    if not re.search(f"[{_LATIN}]", sought):
        return sought in plain
    return re.search(rf"(?<![{_LATIN}\d]){re.escape(sought)}(?![{_LATIN}\d])", plain) is not None
