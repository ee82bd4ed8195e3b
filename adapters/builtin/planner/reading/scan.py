"""A text from which readers take what they understood; what nobody took is the subject."""

import re

from adapters.builtin.language import small_words as grammar
from agent.text.words import Token, tokenise

_EDGE = " \t\n,;:.!?-–—|/+~*_#>()[]{}«»。，、；：！？"
_STOPS = re.compile(r"[,;:.!?\n()\[\]。，、；：！？–—|]|\s-\s")


class Scan:
    """The words of one text, and which of them are spoken for. Private to one reading."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.tokens: tuple[Token, ...] = tokenise(text)
        self._taken = [False] * len(self.tokens)
        self._inner = [False] * len(self.tokens)

    def is_free(self, first: int, last: int) -> bool:
        return 0 <= first < last <= len(self.tokens) and not any(self._taken[first:last])

    def take(self, first: int, last: int, *, inner: bool = False) -> None:
        """Words [first, last) are spoken for. `inner`: they stood within a phrase that goes on without them."""
        for position in range(first, last):
            self._taken[position] = True
            self._inner[position] = inner

    def said(self, first: int, last: int) -> str:
        """The author's own spelling of the words [first, last)."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def norm(self, position: int) -> str:
        """The word at this place, "" beyond the ends."""
        return self.tokens[position].norm if 0 <= position < len(self.tokens) else ""

    def stops_between(self, position: int) -> bool:
        """Whether punctuation or an end stands before this word."""
        if position <= 0 or position >= len(self.tokens):
            return True
        gap = self.text[self.tokens[position - 1].end : self.tokens[position].start]
        return _STOPS.search(gap) is not None

    def together(self, first: int, last: int) -> bool:
        """No punctuation inside."""
        return not any(self.stops_between(position) for position in range(first + 1, last))

    def is_end(self, position: int) -> bool:
        """Nothing that belongs to the same phrase follows: an end, punctuation, or words already taken."""
        return self.stops_between(position) or self._taken[position]

    def rest(self) -> str:
        """What nobody took, tidied: no small word left hanging where something was taken out."""
        pieces: list[str] = []
        start: int | None = None
        for position, token in enumerate(self.tokens):
            if self._taken[position]:
                if start is not None:
                    pieces.append(self.text[start : token.start])
                start = None
                pieces.append(" " if self._inner[position] else "\x00")
            elif start is None:
                start = token.start if position else 0
        if start is not None:
            pieces.append(self.text[start:])
        return tidy("".join(pieces), self.language)


def tidy(text: str, language: str) -> str:
    """The text without hanging small words, doubled commas and spaces. A zero byte marks where something was taken out."""
    chunks = [_without_hanging(chunk, language) for chunk in re.split(r"\x00", text)]
    joined = " ".join(chunk for chunk in chunks if chunk)
    if language == "zh":
        joined = re.sub(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])", "", joined)
    joined = re.sub(r"\s*([,;])\s*(?:[,;.]\s*)*", r"\1 ", joined)
    joined = re.sub(r"\s+([,.!?])", r"\1", " ".join(joined.split()))
    return _fitting_articles(_without_lead(_without_hanging(joined.strip(_EDGE), language)), language)


def _without_lead(text: str) -> str:
    """Without a first word that only ties to what was taken out: "for", "with"."""
    tokens = tokenise(text)
    first = 0
    while first < len(tokens) - 1 and tokens[first].norm in grammar.word_set("leads_nowhere"):
        first += 1
    return text[tokens[first].start :] if first else text


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
