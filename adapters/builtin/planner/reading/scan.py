"""A text from which readers take what they understood; what nobody took is the subject."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.language.phrasebook import Found
from agent.text.words import tokenise

_EDGE = " \t\n,;:.!?-–—|/+~*_#>()[]{}«»。，、；：！？"
_STOPS = re.compile(r"[,;:.!?\n()\[\]。，、；：！？–—|]|\s-\s")


@dataclass(frozen=True, slots=True)
class Scan(Line):
    """The words of one text, and which of them are spoken for. Private to one reading."""

    _taken: set[int] = field(default_factory=set[int])
    _inner: set[int] = field(default_factory=set[int])

    @property
    def spoken(self) -> tuple[str, ...]:
        """The language of the text, and English, whose words for looks are used everywhere."""
        return tuple(dict.fromkeys((self.language, "en")))

    def is_free(self, first: int, last: int) -> bool:
        return 0 <= first < last <= self.size and self._taken.isdisjoint(range(first, last))

    def take(self, first: int, last: int, *, inner: bool = False) -> None:
        """Words [first, last) are spoken for. `inner`: they stood within a phrase that goes on without them."""
        self._taken.update(range(first, last))
        (self._inner.update if inner else self._inner.difference_update)(range(first, last))

    def stops_between(self, position: int) -> bool:
        """Whether punctuation or an end stands before this word."""
        return not 0 < position < self.size or _STOPS.search(self.gap(position)) is not None

    def together(self, first: int, last: int) -> bool:
        """No punctuation inside."""
        return not any(self.stops_between(position) for position in range(first + 1, last))

    def is_end(self, position: int) -> bool:
        """Nothing that belongs to the same phrase follows: an end, punctuation, or words already taken."""
        return self.stops_between(position) or position in self._taken

    def goes_before(self, position: int, name: str) -> Found[str] | None:
        """The free phrase of that list that leads right up to this word."""
        books = (grammar.words(name, one) for one in self.spoken)
        return self._tied(position, (book.before(self.tokens, position) for book in books))

    def goes_on(self, position: int, name: str) -> Found[str] | None:
        """The free phrase of that list that begins with this word, which nothing parts from the one before."""
        books = (grammar.words(name, one) for one in self.spoken)
        return self._tied(position, (book.at(self.tokens, position) for book in books))

    def own_goes_on(self, position: int, name: str) -> Found[str] | None:
        """The same in the language of the text alone."""
        return self._tied(position, (self.own(position, name),))

    def _tied(self, position: int, phrases: Iterable[Found[str] | None]) -> Found[str] | None:
        free = (one for one in phrases if one is not None and self.is_free(one.first, one.last))
        return None if self.stops_between(position) else next(free, None)

    def from_small(self, first: int, name: str) -> int:
        """Where the free words of that set begin that lead up to this word."""
        while self.norm(first - 1) in grammar.word_set(name) and self.is_free(first - 1, first):
            first -= 1
        return first

    def past_small(self, last: int, name: str) -> int:
        """Where the free words of that set end that begin with this word."""
        while self.norm(last) in grammar.word_set(name) and self.is_free(last, last + 1):
            last += 1
        return last

    def rest(self) -> str:
        """What nobody took, tidied: no small word left hanging where something was taken out, and what parted the rest still parts it."""
        pieces: list[str] = []
        for position, token in enumerate(self.tokens):
            gap = self.gap(position) if position else self.text[: token.start]
            if position in self._taken:
                gap = "".join(_STOPS.findall(gap)).strip()
                pieces.append(f"{gap} " if position in self._inner else f"{gap}\x00")
            else:
                pieces.append(f"{gap}{self.text[token.start : token.end]}")
        pieces.append(self.text[self.tokens[-1].end :] if self.tokens else self.text)
        return tidy("".join(pieces), self.language)


def tidy(text: str, language: str) -> str:
    """The text without hanging small words, doubled commas and spaces. A zero byte marks where something was taken out."""
    chunks = [_without_hanging(chunk, language) for chunk in re.split(r"\x00", text)]
    joined = " ".join(chunk for chunk in chunks if chunk)
    if language == "zh":
        joined = re.sub(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])", "", joined)
    joined = re.sub(r"\s*([,;:.])(?:\s*[,;:]|\s+\.)*(\s|(?<=[,;])(?!\d))", _strongest, joined)
    joined = re.sub(r"\s+([,.!?])", r"\1", " ".join(joined.split()))
    return _fitting_articles(_without_lead(_without_hanging(joined.strip(_EDGE), language)), language)


def _strongest(stops: re.Match[str]) -> str:
    """Of several stops that came together the one that parts most."""
    return max(stops[0], key=" ,;:.".find) + " "


def _without_lead(text: str) -> str:
    """Without a first word that only ties to what was taken out: "for", "with"."""
    line, first = Line(text, "any"), 0
    while first < line.size - 1 and line.norm(first) in grammar.word_set("leads_nowhere"):
        first += 1
    return line.since(first) if first else text


def _fitting_articles(text: str, language: str) -> str:
    """ "an impressionist garden" without its style is "a garden"."""
    if language != "en":
        return text
    text = re.sub(
        r"\b([Aa])n(?=\s+[b-df-hj-np-tv-z])(?!\s+(?:hour|honest|heir|x-ray|m\w?p|f\b))", r"\1", text
    )
    return re.sub(r"\b([Aa])(?=\s+[aeio])(?!\s+(?:one|once|eu|ewe))", r"\1n", text)


def _without_hanging(chunk: str, language: str) -> str:
    """Without prepositions and articles that lost their noun."""
    known = grammar.words("dangling", language)
    kept = chunk.rstrip() if chunk.rstrip().endswith(",") else chunk.rstrip(_EDGE)
    tokens = tokenise(kept)
    last = len(tokens)
    while last and kept[tokens[last - 1].end :].strip(" ,") == "" and known.get([tokens[last - 1].norm]):
        last -= 1
        kept = kept[: tokens[last].start].rstrip()
    return kept if last else ""
