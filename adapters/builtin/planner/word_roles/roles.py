"""What each word of a wish is there for, and how sure that is: a chain of roles over the words in their context.

Its evidence is the word's vector (`word_vectors`), the same for all languages; what is learned from data/wishes.jsonl is one linear map and
which role follows which. To teach it a phrasing, add a line there and run `python -m adapters.builtin.planner.word_roles.train`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from adapters.builtin.planner.intents.examples import DATA
from adapters.builtin.word_vectors import LAYERS, in_context
from agent.text.words import tokenise

Floats = NDArray[np.float32]
EXAMPLES, WEIGHTS = DATA / "wishes.jsonl", DATA / "wishes.npz"
TALK = "talk"
"""An order, politeness, whatever is said around the wish."""
ROLES = (
    TALK, "subject", "setting", "time", "weather", "light", "style", "format", "count", "words", "exclude", "quality", "for", "flag",
)  # fmt: skip
TEXT_CHARS_MAX = 400
"""What is longer is not looked at: the time grows with it."""
TEXTS_KEPT = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Vectors (384,) are taken around `mean` in units of `spread`; `map` (384, roles) gives the points of each role, `follows`
    (roles, roles) those of one behind another."""

    mean: Floats
    spread: Floats
    map: Floats
    follows: Floats

    def points(self, vectors: Floats) -> Floats:
        """(words, roles)"""
        return ((vectors - self.mean) / self.spread) @ self.map


def beliefs(points: Floats, follows: Floats) -> tuple[Floats, Floats]:
    """How likely each role is at each word (words, roles), and how often each is expected behind each other (roles, roles)."""
    here = np.exp(points - points.max(axis=1, keepdims=True))
    step = np.exp(follows)
    before, behind = np.empty_like(here), np.ones_like(here)
    scale = np.empty(len(here), dtype=here.dtype)
    for n in range(len(here)):
        row = (before[n - 1] @ step if n else 1) * here[n]
        scale[n] = row.sum()
        before[n] = row / scale[n]
    coming = here / scale[:, None]
    for n in range(len(here) - 1, 0, -1):
        coming[n] *= behind[n]
        behind[n - 1] = step @ coming[n]
    return before * behind, (before[:-1].T @ coming[1:]) * step


def vectors_of(text: str) -> Floats:
    """(words, 384): the mean of the pieces of each word."""
    pieces, rows = in_context(text)
    words = tokenise(text)
    found = np.empty((len(words), rows.shape[1]), dtype=np.float32)
    for n, word in enumerate(words):
        own = [k for k, piece in enumerate(pieces) if piece.start < word.end and word.start < piece.end]
        found[n] = rows[own or slice(None)].mean(axis=0)
    return found


@lru_cache(maxsize=TEXTS_KEPT)
def likelihoods(text: str) -> Sequence[Sequence[float]]:
    """For each word of the text the likelihood of each of `ROLES`; none for a text too long, or of no words. Raises ModelUnavailable where
    the model of the words is not here."""
    if len(text) > TEXT_CHARS_MAX or not tokenise(text):
        return ()
    chain = trained()
    return beliefs(chain.points(vectors_of(text)), chain.follows)[0].tolist()


@cache
def trained() -> Chain:
    with np.load(WEIGHTS) as kept:
        return Chain(**{name: kept[name].astype(np.float32) for name in Chain.__slots__})


def made_of() -> str:
    """Tells the examples, the roles and the layers that weights were made of."""
    return hashlib.sha256(EXAMPLES.read_bytes() + f"{ROLES} {LAYERS}".encode()).hexdigest()
