"""Words that people order a change with, and that are no part of the picture: "needs", "could", "please". Counted in the labelled messages
(data/changes.jsonl), of which each tells the words that describe a picture: those that stand beside them are of the order."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import cache
from pathlib import Path

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import Body, names_thing, saying
from adapters.builtin.planner.reading.said_looks import is_look
from agent.text.words import tokenise

MESSAGES = Path(__file__).parents[1] / "data" / "changes.jsonl"
TIMES_MIN = 2
SHARE_MIN = 0.8
"""Of all the times it is said."""
_TAKING = frozenset(("remove", "unwrite", "undo", "replace"))
TAKES_MAX = 1 / 3
"""Of the times a word leads to something: more, and it says that the thing goes."""
_JOINS = ("determiner", "joiner", "place_preposition", "has", "owner_of", "his", "mine")
"""Words that stand in the name of a thing, too."""


def is_of_the_order(word: str, language: str) -> bool:
    return word in _counted(language)[0] and not _may_be_shown(word, language)


def what_is_to_be_seen(body: Body) -> Body:
    """Without the words around it that only ask for it: "a rider" of "could do with a rider". Those that take away stay."""
    first, last = 0, len(body.tokens)
    while first < last and _only_asks(body, first):
        first += 1
    while first < last and _only_asks(body, last - 1):
        last -= 1
    return saying(body, body.between(first, last))


def up_to_the_order(text: str, language: str) -> str:
    """The name of a thing ends where words of the order go on: "helmet" of "helmet if theres one"."""
    tokens = tokenise(text)
    ends = (
        tokens[n - 1].end
        for n in range(1, len(tokens))
        if is_of_the_order(tokens[n].norm, language) or "(" in text[tokens[n - 1].end : tokens[n].start]
    )
    return text[: next(ends, len(text))]


def _only_asks(body: Body, position: int) -> bool:
    word = body.tokens[position].norm
    if any(grammar.is_any(body.tokens, position, body.language, name) for name in _TAKES):
        return False
    if any(grammar.words(name, body.language).get([word]) for name in ("it", "joiner", "also")):
        return not grammar.words("determiner", body.language).get([word])
    return word in _counted(body.language)[1] and not _may_be_shown(word, body.language)


_TAKES = ("remove", "without", "fewer", "less", "too_many", "too", "should_not", "keeps")


def _may_be_shown(word: str, language: str) -> bool:
    joins = any(grammar.spoken(name, language).get([word]) for name in _JOINS)
    return joins or names_thing(word, language) or is_look(word, language)


@cache
def _counted(language: str) -> tuple[Set[str], Set[str]]:
    """The words of orders, and those of them that take nothing away. None where words are not parted by spaces."""
    said, beside, takes = Counter[str](), Counter[str](), Counter[str]()
    for line in MESSAGES.read_text(encoding="utf-8").splitlines() if language not in grammar.UNSPACED else ():
        row = json.loads(line)
        if row["lang"] == language:
            said.update(token.norm for token in tokenise(row["text"]))
            for word, kind in _beside(row["text"], row["ops"]):
                beside[word] += 1
                takes[word] += kind in _TAKING
    ordered = {word for word, n in beside.items() if n >= max(TIMES_MIN, SHARE_MIN * said[word])}
    return ordered, {word for word in ordered if takes[word] <= TAKES_MAX * beside[word]}


def _beside(text: str, operations: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Each word that stands in no operation, and the kind of the operation that it leads to, or else of the last."""
    spans = sorted(
        (start, start + len(span), op[0])
        for op in operations
        for span in op[1:]
        if (start := text.find(span)) >= 0
    )
    for token in tokenise(text):
        if not any(start <= token.start < end for start, end, _ in spans):
            kinds = [kind for start, _, kind in spans if start > token.start]
            kinds += [kind for *_, kind in reversed(spans)] or [op[0] for op in operations]
            yield token.norm, kinds[0]
