"""What of some found pages is worth a model's reading: the passages that speak of what was asked, in the order they stood in."""

import math
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.text.stopwords import STOP_WORDS
from agent.text.words import singular, tokenise

PASSAGE_CHARS = 300
"""About as long as a passage gets: two or three sentences say a fact and what it is about."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
_EMPTY_WORDS = frozenset[str]().union(*STOP_WORDS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    place: int
    text: str
    words: frozenset[str]


def chosen_passages(query: str, pages: Sequence[str], snippets: Sequence[str], *, chars: int) -> str:
    """At most `chars` characters: every snippet first, for the search chose it, then what answers the query best of the pages.

    A page that shares no word with the query is read from its beginning: it may be written in another language.
    """
    kept = list(dict.fromkeys(snippet for snippet in snippets if snippet))
    asked = _words(query)
    left = chars - sum(len(snippet) + 2 for snippet in kept)
    best: list[_Passage] = []
    for passage in _ranked(asked, _passages(pages)):
        if len(passage.text) + 2 <= left:
            best.append(passage)
            left -= len(passage.text) + 2
    return "\n\n".join([*kept, *(p.text for p in sorted(best, key=lambda p: p.place))])[:chars]


def _ranked(asked: frozenset[str], passages: Sequence[_Passage]) -> Sequence[_Passage]:
    """Best first: a word that few passages hold says more of what they are about (inverse document frequency)."""
    held = Counter(word for passage in passages for word in passage.words & asked)
    worth = {word: math.log1p(len(passages) / count) for word, count in held.items()}
    scored = [(sum(worth[word] for word in passage.words & asked), passage) for passage in passages]
    speaking = [(score, passage) for score, passage in scored if score > 0] or scored
    return [passage for _score, passage in sorted(speaking, key=lambda one: (-one[0], one[1].place))]


def _passages(pages: Iterable[str]) -> list[_Passage]:
    texts = dict.fromkeys(text for page in pages for text in _cut(page))
    return [_Passage(place=place, text=text, words=_words(text)) for place, text in enumerate(texts)]


def _cut(page: str) -> Iterable[str]:
    """Sentences and short lines put together to about the length of a passage, so that a heading stays with what it heads."""
    gathered = ""
    for line in page.splitlines():
        for sentence in _sentences(line):
            if gathered and len(gathered) + len(sentence) >= PASSAGE_CHARS:
                yield gathered
                gathered = ""
            gathered = f"{gathered} {sentence}".strip()
    if gathered:
        yield gathered


def _sentences(line: str) -> Iterable[str]:
    """What has no end within a passage's length (a table, a transcript) is cut between words."""
    for sentence in _SENTENCE_END.split(line):
        yield from textwrap.wrap(sentence, PASSAGE_CHARS)


def _words(text: str) -> frozenset[str]:
    return frozenset(singular(token.norm) for token in tokenise(text)) - _EMPTY_WORDS
