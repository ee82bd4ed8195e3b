"""A small reader of changes, trained: labels every word of a message by what it does in the change, and tells how sure it is.

Its evidence is the word in its context (`word_vectors`), the same for all languages; a hidden layer and the order of labels are learned
from data/changes.jsonl. To teach it a phrasing, add a line there and run `python -m adapters.builtin.planner.edits.train`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.builtin.planner.edits.spans import Operation, operations_of, words
from adapters.builtin.word_vectors import LAYERS, in_context

DATA = Path(__file__).parents[1] / "data"
EXAMPLES, WEIGHTS = DATA / "changes.jsonl", DATA / "changes.npz"
TEXT_CHARS_MAX = 300
"""What is longer is not read: the time grows with it, and nobody asks for one change in more."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labeller:
    """Of `labels` (n,): vectors (384,) are taken around `mean` in units of `spread`; `first` and `inner` (384, h), (h,) make the hidden
    layer, `outer` (h, n) and `direct` (384, n) the points of each label; `follows` (n, n) and `starts` (n,) those of its place."""

    labels: Sequence[str]
    mean: Floats
    spread: Floats
    first: Floats
    inner: Floats
    outer: Floats
    direct: Floats
    follows: Floats
    starts: Floats

    def points(self, vectors: Floats) -> Floats:
        """(words, labels)"""
        scaled = (vectors - self.mean) / self.spread
        found = np.tanh(scaled @ self.first + self.inner) @ self.outer + scaled @ self.direct
        return found.astype(np.float32)

    def best(self, points: Floats) -> tuple[list[str], float]:
        """The likeliest labels of all words together, and the logarithm of how likely they are."""
        score, total = self.starts + points[0], self.starts + points[0]
        came: list[NDArray[np.intp]] = []
        for row in points[1:]:
            step = score[:, None] + self.follows
            came.append(step.argmax(axis=0))
            score = step.max(axis=0) + row
            total = _log_sum(total[:, None] + self.follows) + row
        at = int(score.argmax())
        path = [at]
        for back in reversed(came):
            at = int(back[at])
            path.append(at)
        return [self.labels[n] for n in reversed(path)], float(score.max() - _log_sum(total[:, None])[0])


def _log_sum(rows: Floats) -> Floats:
    top = rows.max(axis=0)
    return top + np.log(np.exp(rows - top).sum(axis=0))


def read_operations(text: str, language: str) -> tuple[Sequence[Operation], float]:
    """The operations that a message asks for, and the logarithm of how likely this reading is; none for a text too long, or of no words.
    Raises ModelUnavailable where the model of the words is not here."""
    if len(text) > TEXT_CHARS_MAX or not words(text, language):
        return (), 0.0
    labeller = trained()
    labels, likely = labeller.best(labeller.points(vectors_of(text, language)))
    return operations_of(text, language, labels), likely


def vectors_of(text: str, language: str) -> Floats:
    """(words, 384): the mean of the pieces of each word."""
    cut, rows = in_context(text)
    found = np.zeros((len(words(text, language)), rows.shape[1]), dtype=np.float32)
    for n, word in enumerate(words(text, language)):
        own = [k for k, piece in enumerate(cut) if piece.start < word.end and word.start < piece.end]
        found[n] = rows[own].mean(axis=0) if own else rows.mean(axis=0)
    return found


@cache
def trained() -> Labeller:
    with np.load(WEIGHTS) as kept:
        weights = {name: kept[name] for name in kept.files}
    return Labeller(
        labels=[str(one) for one in weights["labels"]],
        **{name: weights[name].astype(np.float32) for name in Labeller.__slots__ if name != "labels"},
    )


def weights_are_of() -> str:
    """What `made_of` told when the weights were made."""
    with np.load(WEIGHTS) as kept:
        return str(kept["made_of"])


def made_of() -> str:
    """Tells the examples and the layers that weights were made of."""
    return hashlib.sha256(EXAMPLES.read_bytes() + str(LAYERS).encode()).hexdigest()
