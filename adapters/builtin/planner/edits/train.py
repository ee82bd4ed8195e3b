"""Trains the labeller of changes, after a change of data/changes.jsonl: `python -m adapters.builtin.planner.edits.train`.

A chain of labels (a linear-chain conditional random field) over a small network, by Adam; the weights of the second half of the rounds are
averaged. The same examples give the same weights on the same machine.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adapters.builtin.planner.edits.labeller import EXAMPLES, WEIGHTS, Labeller, made_of, vectors_of
from adapters.builtin.planner.edits.spans import OTHER, ROLES, WHOLE, Operation, labels_of

Floats = NDArray[np.float32]
Weights = dict[str, Floats]

HIDDEN = 128
ROUNDS = 30
BATCH = 24
RATE = 0.001
DROPPED_INPUT, DROPPED_HIDDEN = 0.2, 0.3
DECAY = 1e-5
NEVER = np.float32(-1e4)
"""Points of a label that cannot stand where it would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    language: str
    text: str
    operations: tuple[Operation, ...]


def examples() -> Sequence[Example]:
    """The lines of the file."""
    return [example_of(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines() if line]


def example_of(line: str) -> Example:
    """Raises ValueError for an operation that there is not, or words that do not stand in the text."""
    row: dict[str, Any] = json.loads(line)
    text: str = row["text"]
    operations: list[Operation] = []
    for kind, *said in row["ops"]:
        if kind not in ROLES and kind not in WHOLE:
            raise ValueError(f"“{kind}” is no operation: {text}")
        if any(one not in text for one in said):
            raise ValueError(f"{said} does not stand in: {text}")
        operations.append(Operation(kind=kind, **dict(zip(ROLES.get(kind, ()), said, strict=False))))
    return Example(language=row["lang"], text=text, operations=tuple(operations))


def all_labels() -> list[str]:
    spans = [f"{kind} {role}" for kind, roles in ROLES.items() for role in roles]
    return [OTHER, *WHOLE, *(f"{place} {span}" for span in spans for place in "BI")]


def _allowed(labels: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which label may follow which, and which may stand first."""

    def may(one: str, other: str) -> bool:
        goes_on = not other.startswith("I ") or one[2:] == other[2:]
        return goes_on and (one == other or not {one, other} & set(WHOLE))

    follows = [[may(one, other) for other in labels] for one in labels]
    return np.array(follows), np.array([not label.startswith("I ") for label in labels])


@dataclass(slots=True)
class _Batch:
    """Messages of about one length: vectors (b, n, 384), labels (b, n), lengths (b,)."""

    vectors: Floats
    labels: NDArray[np.intp]
    lengths: NDArray[np.intp]


def _batches(rows: Sequence[tuple[Floats, Sequence[int]]]) -> Iterator[_Batch]:
    ordered = sorted(rows, key=lambda row: len(row[1]))
    for first in range(0, len(ordered), BATCH):
        part = ordered[first : first + BATCH]
        longest = len(part[-1][1])
        vectors = np.zeros((len(part), longest, part[0][0].shape[1]), dtype=np.float32)
        labels = np.zeros((len(part), longest), dtype=np.intp)
        for n, (vector, told) in enumerate(part):
            vectors[n, : len(told)], labels[n, : len(told)] = vector, told
        yield _Batch(vectors, labels, np.array([len(told) for _, told in part]))


def fitted(told: Sequence[Example], vectors: Sequence[Floats]) -> Labeller:
    """A labeller for these examples, each with the vectors of its words."""
    labels = all_labels()
    numbers = {label: n for n, label in enumerate(labels)}
    every = np.concatenate(vectors)
    mean, spread = every.mean(axis=0), every.std(axis=0) + np.float32(1e-6)
    rows = [
        (
            (found - mean) / spread,
            [numbers[label] for label in labels_of(one.text, one.language, one.operations)],
        )
        for one, found in zip(told, vectors, strict=True)
        if len(found)
    ]
    follows, starts = _allowed(labels)
    weights = _learned(list(_batches(rows)), (follows, starts), every.shape[1], len(labels))
    weights["follows"] = np.where(follows, weights["follows"], NEVER)
    weights["starts"] = np.where(starts, weights["starts"], NEVER)
    return Labeller(labels=labels, mean=mean, spread=spread, **weights)


def _learned(
    batches: Sequence[_Batch], allowed: tuple[NDArray[np.bool_], NDArray[np.bool_]], width: int, labels: int
) -> Weights:
    chance = np.random.default_rng(0)

    def near_zero(rows: int, columns: int, size: float) -> Floats:
        return chance.normal(0, size / np.sqrt(rows), (rows, columns)).astype(np.float32)

    weights: Weights = {
        "first": near_zero(width, HIDDEN, 1.0), "inner": np.zeros(HIDDEN, np.float32), "outer": near_zero(HIDDEN, labels, 0.3),
        "direct": np.zeros((width, labels), np.float32), "follows": np.zeros((labels, labels), np.float32),
        "starts": np.zeros(labels, np.float32),
    }  # fmt: skip
    moments = {name: (np.zeros_like(one), np.zeros_like(one)) for name, one in weights.items()}
    total = {name: np.zeros_like(one) for name, one in weights.items()}
    steps = kept = 0
    for number in range(ROUNDS):
        for position in chance.permutation(len(batches)):
            steps += 1
            for name, slope in _slopes(batches[int(position)], weights, allowed, chance).items():
                _step(weights[name], moments[name], slope, steps)
        if number >= ROUNDS // 2:
            kept += 1
            total = {name: one + weights[name] for name, one in total.items()}
    return {name: one / np.float32(kept) for name, one in total.items()}


def _step(weight: Floats, moments: tuple[Floats, Floats], slope: Floats, steps: int) -> None:
    """Adam's."""
    first, second = moments
    first += np.float32(0.1) * (slope - first)
    second += np.float32(0.001) * (slope**2 - second)
    weight -= RATE * (first / (1 - 0.9**steps)) / (np.sqrt(second / (1 - 0.999**steps)) + np.float32(1e-8))


def _slopes(
    batch: _Batch,
    weights: Weights,
    allowed: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    chance: np.random.Generator,
) -> Weights:
    """How the loss of a batch grows with each weight."""
    size, longest, width = batch.vectors.shape

    def kept(shape: tuple[int, ...], dropped: float) -> Floats:
        return ((chance.random(shape) >= dropped) / (1 - dropped)).astype(np.float32)

    rows = batch.vectors.reshape(-1, width) * kept((size * longest, width), DROPPED_INPUT)
    hidden = np.tanh(rows @ weights["first"] + weights["inner"])
    mask = kept(hidden.shape, DROPPED_HIDDEN)
    points = ((hidden * mask) @ weights["outer"] + rows @ weights["direct"]).astype(np.float32)
    wrong, follows, starts = _too_likely(batch, points.reshape(size, longest, -1), weights, allowed)
    flat = wrong.reshape(size * longest, -1)
    inner = (flat @ weights["outer"].T) * mask * (1 - hidden**2)
    slopes = {"first": rows.T @ inner, "inner": inner.sum(axis=0), "outer": (hidden * mask).T @ flat, "direct": rows.T @ flat,
              "follows": follows, "starts": starts}  # fmt: skip
    return {name: slope.astype(np.float32) + DECAY * size * weights[name] for name, slope in slopes.items()}


def _too_likely(
    batch: _Batch, points: Floats, weights: Weights, allowed: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> tuple[Floats, Floats, Floats]:
    """How much likelier than it is each label is held at each word (b, n, labels), behind each label, and first."""
    size, longest, count = points.shape
    follows = np.where(allowed[0], np.exp(weights["follows"]), 0)
    here = np.exp(points - points.max(axis=2, keepdims=True))
    live: NDArray[np.bool_] = np.less(np.arange(longest, dtype=np.intp)[None], batch.lengths[:, None])
    before = np.zeros((longest, size, count), np.float32)
    scale = np.ones((longest, size), np.float32)
    row = np.where(allowed[1], np.exp(weights["starts"]), 0) * here[:, 0]
    for n in range(longest):
        row = row if n == 0 else (before[n - 1] @ follows) * here[:, n]
        scale[n] = np.where(live[:, n], row.sum(axis=1), 1)
        before[n] = np.where(live[:, n, None], row / scale[n][:, None], before[n - 1])
    behind = np.ones((longest, size, count), np.float32)
    pairs = np.zeros((count, count), np.float32)
    for n in range(longest - 1, 0, -1):
        coming = here[:, n] * behind[n] / scale[n][:, None]
        behind[n - 1] = np.where(live[:, n, None], coming @ follows.T, 1)
        pairs += (before[n - 1][live[:, n]].T @ coming[live[:, n]]) * follows
    likely = (before * behind).transpose(1, 0, 2)
    likely /= likely.sum(axis=2, keepdims=True)
    who, where = np.nonzero(live)
    likely[who, where, batch.labels[who, where]] -= 1
    likely[~live] = 0
    who, where = np.nonzero(live[:, 1:])
    np.subtract.at(pairs, (batch.labels[who, where], batch.labels[who, where + 1]), 1)
    return likely, pairs, likely[:, 0].sum(axis=0)


def main() -> None:
    told = examples()
    labeller = fitted(told, [vectors_of(one.text, one.language) for one in told])
    weights = {
        name: getattr(labeller, name).astype(np.float16) for name in Labeller.__slots__ if name != "labels"
    }
    weights["follows"], weights["starts"] = labeller.follows, labeller.starts
    np.savez_compressed(WEIGHTS, labels=np.array(labeller.labels), made_of=np.array(made_of()), **weights)


if __name__ == "__main__":
    main()
