"""Trains the roles of words, after a change of data/wishes.jsonl: `python -m adapters.builtin.planner.word_roles.train`.

A linear-chain conditional random field, by gradients with a rate of its own for each weight (AdaGrad). The same examples give the same
weights on the same machine; a minute on one core, most of it for the vectors.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adapters.builtin.planner.word_roles.roles import (
    EXAMPLES,
    ROLES,
    TALK,
    WEIGHTS,
    Chain,
    Floats,
    beliefs,
    made_of,
    vectors_of,
)
from agent.text.words import tokenise

ROUNDS = 12
BATCH = 24
RATES = (0.02, 0.15)
"""Of the map, and of which role follows which."""
DROPPED = 0.2
"""Share of a vector's components that a round does without, so that none is relied on alone."""
DECAY = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    text: str
    roles: tuple[int, ...]
    """Of each word, as its place in `ROLES`."""


def examples() -> Sequence[Example]:
    """The lines of the file. Raises ValueError for one whose words do not stand in its text, in their order."""
    lines = EXAMPLES.read_text(encoding="utf-8").splitlines()
    return [_example(json.loads(line)) for line in lines if line]


def _example(row: dict[str, str | list[list[str]]]) -> Example:
    text, spans, at = str(row["text"]), list[tuple[int, int, int]](), 0
    for role, said in row["spans"]:
        first = text.find(said, at)
        if first < 0 or role not in ROLES:
            raise ValueError(f"{role}: “{said}” does not stand in: {text}")
        at = first + len(said)
        spans.append((first, at, ROLES.index(role)))
    other = ROLES.index(TALK)
    held = (
        next((role for first, last, role in spans if first < word.end and word.start < last), other)
        for word in tokenise(text)
    )
    return Example(text=text, roles=tuple(held))


def fitted(told: Sequence[Example], vectors: Sequence[Floats]) -> Chain:
    """The chain for these examples, each with the vectors of its words."""
    every = np.concatenate(vectors)
    mean, spread = every.mean(axis=0), every.std(axis=0) + np.float32(1e-6)
    rows = [
        ((found - mean) / spread, np.array(one.roles)) for one, found in zip(told, vectors, strict=True) if one.roles
    ]  # fmt: skip
    count, chance = len(ROLES), np.random.default_rng(0)
    weights = [np.zeros((every.shape[1], count), np.float32), np.zeros((count, count), np.float32)]
    seen = [np.full_like(weights[0], 0.1), np.full_like(weights[1], 0.01)]
    for _ in range(ROUNDS):
        order = chance.permutation(len(rows))
        for first in range(0, len(order), BATCH):
            batch = [rows[int(n)] for n in order[first : first + BATCH]]
            slopes = _slopes(batch, weights, chance)
            for weight, slope, sum_of_squares, rate in zip(weights, slopes, seen, RATES, strict=True):
                sum_of_squares += slope**2
                weight -= rate * slope / np.sqrt(sum_of_squares)
    return Chain(mean=mean, spread=spread, map=weights[0], follows=weights[1])


def _slopes(
    batch: Sequence[tuple[Floats, NDArray[np.intp]]], weights: Sequence[Floats], chance: np.random.Generator
) -> tuple[Floats, Floats]:
    """How the loss of a batch grows with each weight."""
    map_slope, follows_slope = (DECAY * len(batch) * one for one in weights)
    for found, roles in batch:
        kept = (chance.random(found.shape) >= DROPPED).astype(np.float32) / np.float32(1 - DROPPED)
        rows = found * kept
        wrong, pairs = beliefs(rows @ weights[0], weights[1])
        wrong[np.arange(len(roles)), roles] -= 1
        np.subtract.at(pairs, (roles[:-1], roles[1:]), 1)
        map_slope, follows_slope = map_slope + rows.T @ wrong, follows_slope + pairs
    return map_slope, follows_slope


def main() -> None:
    told = examples()
    chain = fitted(told, [vectors_of(one.text) for one in told])
    weights = {name: getattr(chain, name).astype(np.float16) for name in Chain.__slots__}
    np.savez_compressed(WEIGHTS, made_of=np.array(made_of()), **weights)


if __name__ == "__main__":
    main()
