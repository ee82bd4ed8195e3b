"""Fits what people write below a picture to data/changes.jsonl: `python -m adapters.builtin.planner.intents.at_hand_fit`. The same data
give the same weights; takes about a minute."""

import asyncio
import json
from collections.abc import Iterator, Sequence

import numpy as np

from adapters.builtin.embedder import NanoEmbedder
from adapters.builtin.planner.intents.at_hand import KINDS, WEIGHTS, spread
from adapters.builtin.planner.intents.examples import DATA, Vectors

PENALTY = 1e-3
STEPS = 300


def labelled() -> Iterator[tuple[str, int]]:
    """The messages below a picture, with the class of each."""
    for line in (DATA / "changes.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["text"], _kind([op[0] for op in row["ops"]])


def _kind(operations: Sequence[str]) -> int:
    """Of what was asked: talk, a new picture, or a change."""
    asked = set(operations) - {"talk"}
    if not asked:
        return len(KINDS)
    return 0 if asked == {"new"} else 1


def fitted(vectors: Vectors, kinds: Sequence[int]) -> tuple[Vectors, Vectors]:
    """The mean (384,) and the weights (385, 3): multinomial logistic regression, by Nesterov's steps from zero."""
    mean = vectors.mean(axis=0)
    known = spread(vectors, mean)
    wanted = np.eye(len(KINDS) + 1)[list(kinds)]
    step = 1.0 / (0.5 * np.linalg.norm(known, 2) ** 2 / len(known) + PENALTY)
    weights = ahead = np.zeros((known.shape[1], wanted.shape[1]))
    pace = 1.0
    for _ in range(STEPS):
        shares = np.exp(known @ ahead - (known @ ahead).max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        better = ahead - step * (known.T @ (shares - wanted) / len(known) + PENALTY * ahead)
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead, weights, pace = better + (pace - 1) / faster * (better - weights), better, faster
    return mean, weights.astype(np.float32)


async def main() -> None:
    """Embeds, fits and stores."""
    embedder = NanoEmbedder()
    rows = list(labelled())
    vectors = np.array([await embedder.embed_query(text) for text, _ in rows], dtype=np.float32)
    mean, weights = fitted(vectors, [kind for _, kind in rows])
    np.savez_compressed(WEIGHTS, mean=mean.astype(np.float16), weights=weights.astype(np.float16))


if __name__ == "__main__":
    asyncio.run(main())
