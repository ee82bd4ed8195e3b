"""Logos: the thing of a trade on a plain ground, not a view of the place."""

from collections.abc import Sequence

from adapters.builtin.language.lexicon import normalised
from adapters.builtin.sketch.figures.figures import bare
from adapters.builtin.sketch.reading.vocabulary import group, has_word, phrases
from adapters.builtin.sketch.scene import Thing

SIZE = 1.5


def is_emblem(subject: str) -> bool:
    """Whether a logo, a badge, a crest is wanted."""
    padded = f" {normalised(subject)} "
    return any(has_word(padded, word) for word in group("emblem"))


def as_emblem(things: Sequence[Thing], subject: str) -> tuple[Thing, ...]:
    """What is named, larger; where nothing is, the sign of the trade: a cup for a coffee shop."""
    if things:
        return tuple(things)
    padded = f" {normalised(subject)} "
    signs = phrases("sign")
    found = next((word for word in sorted(signs, key=len, reverse=True) if has_word(padded, word)), "")
    return (Thing(key=bare(signs[found]), char=signs[found], word=found, size=SIZE),) if found else ()


def signs_a_trade(word: str) -> bool:
    """Whether a word that is no thing itself is spoken for by a sign."""
    return word in phrases("sign")
