"""What people write below a picture: a change of it, another picture, or talk. Learned from labelled messages (data/changes.jsonl) by
`python -m adapters.builtin.planner.intents.at_hand_fit`; what it says is one clue among the others."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from adapters.builtin.one_thread import keep_to_one_thread
from adapters.builtin.planner.intents.examples import DATA, Vectors, intents

WEIGHTS = DATA / "at_hand.npz"
KINDS: Mapping[str, frozenset[str]] = {
    "draw": frozenset(("draw", "draw_something", "surprise")),
    "change": frozenset(("change",)),
}
"""Intents of the first two classes; all others are the third."""
LEFT_OUT = ("harm", "distress", "again")
"""Nobody, or hardly anybody, was labelled so: these points are as they were."""
SCALE = 10.0
"""Of a centred vector of length one, so that the regression's penalty leaves it its say."""
POINTS = 0.25
"""Of its logits. Of 188 messages below a picture that had no part in it 146 are planned as what they are, 133 without it; twice as much
argued praise ("the last one was better") away."""


def leanings(vector: Sequence[float]) -> Mapping[str, float]:
    """Intent to points, for a message below a picture. `vector`: (384,), normalised, embedded as a query."""
    mean, weights = _learned()
    said = spread(np.asarray([vector], dtype=np.float32), mean) @ weights
    logits = said[0] - said[0].mean()
    return {intent: POINTS * float(logits[kind_of(intent)]) for intent in intents() if intent not in LEFT_OUT}


def kind_of(intent: str) -> int:
    """Which of the three classes an intent is in."""
    return next((n for n, those in enumerate(KINDS.values()) if intent in those), len(KINDS))


def spread(vectors: Vectors, mean: Vectors) -> Vectors:
    """Vectors (n, 384) around the mean, at one length, with a constant: (n, 385)."""
    centred = vectors - mean
    centred *= SCALE / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)
    return np.hstack([centred, np.ones((len(centred), 1), dtype=np.float32)])


@cache
def _learned() -> tuple[Vectors, Vectors]:
    """The mean (384,) and the weights (385, 3)."""
    keep_to_one_thread()
    with np.load(WEIGHTS) as kept:
        return kept["mean"], kept["weights"]
