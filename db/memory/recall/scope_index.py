"""One scope's memories as arrays to be ranked: vectors, postings of terms, and who stands next to whom.

Built from rows that SQL has already narrowed to what a reader may see, and kept as they were last read, so that a recall loads only what
changed since.
"""

import re
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from agent.domain.memory import Memory, MemoryScope
from db.memory.terms import all_terms, slips_allowed, words

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]
Moments = NDArray[np.float64]


NEIGHBOURS_MAX = 2
"""How far apart in a conversation two memories still explain each other."""
LENGTH_TERMS_MAX = 40
"""From so many terms on a memory counts as no longer."""
NEAR_TERMS_MAX = 4
"""Terms that stand in for one that occurs nowhere."""
QUESTION_WEIGHT = -1.0
"""A question tells nothing lasting."""
LENGTH_WEIGHT = 0.4
"""Per doubling of e: longer memories say more."""
USE_WEIGHT = 0.05
"""A tie-breaker, as recency is."""
RECENCY_SECONDS = 90.0 * 86_400
"""After so long a memory's recency counts for 1/e."""
CACHED_ROWS_MAX = 30_000
"""Memories held by one process, about 5 kB each with vector and terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A memory as it is searched."""

    memory: Memory
    speaker: str
    conversation: str
    vector: Floats | None
    """(dimensions,), L2-normalised; None until it is embedded."""
    counts: Counter[str] = field(default_factory=Counter[str])
    is_question: bool = False

    def analysed(self) -> "Row":
        """With its terms counted: of the text, the names and the speaker."""
        memory = self.memory
        said = f"{' '.join((memory.name, *memory.aliases))} {memory.text}".strip()
        # A memory of something said may carry its speaker's name already; it is counted once.
        if self.speaker and self.speaker.casefold() not in said.casefold():
            said = f"{self.speaker}: {said}"
        return replace(self, counts=Counter(all_terms(said)), is_question=_asks(memory.text))


_ASIDE = re.compile(r"\s*\[[^\]]*\]\s*$")


def _asks(text: str) -> bool:
    """Whether it ends in a question, what stands behind in brackets aside."""
    return _ASIDE.sub("", text).rstrip().endswith(("?", "？"))


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a term occurs: row numbers and how often, same length."""

    rows: Indices
    counts: Floats


class ScopeIndex:
    """Immutable once built; a changed scope gets a new one."""

    def __init__(self, rows: Iterable[Row], *, dimensions: int) -> None:
        self.rows: list[Row] = sorted(rows, key=lambda r: (r.conversation, r.memory.valid_from, r.memory.id))
        count = len(self.rows)
        self.vectors = _vectors(self.rows, dimensions)
        """(n, dimensions); a row without a vector is all zeros."""
        self.has_vector = np.array([row.vector is not None for row in self.rows], dtype=bool)
        self.is_embedded = bool(self.has_vector.all())
        self.lengths = np.array([max(1, row.counts.total()) for row in self.rows], dtype=np.float32)
        self.length = float(self.lengths.sum())
        self.standing = _standing(self.rows, self.lengths)
        """(n,) what speaks for a row whatever is asked, but for its age."""
        self.conversation = _numbers([row.conversation for row in self.rows])
        """(n,) which conversation; -1: none."""
        self.has_conversations = bool((self.conversation >= 0).any())
        self.moments = np.array([row.memory.valid_from.timestamp() for row in self.rows], dtype=np.float64)
        """(n,) seconds since 1970."""
        self.latest = float(self.moments.max(initial=0.0))
        self.freshness = np.exp((self.moments - self.latest) / RECENCY_SECONDS).astype(np.float32)
        """(n,) how recent a row is beside the latest one, whose freshness is 1."""
        self.speaker, self.speakers_named = _speakers([row.speaker for row in self.rows])
        """(n,) who said it, and which speakers a word may name."""
        self.speakers = len({row.speaker for row in self.rows})
        self.postings = _postings(self.rows)
        self._by_start = _by_start(self.postings)
        self.size = count
        self.pairs = {distance: self._next_to(distance) for distance in range(1, NEIGHBOURS_MAX + 1)}
        """By distance: rows, and the rows said that many before them in the same conversation."""

    def nearly(self, term: str) -> list[str]:
        """Terms that are one slip away from `term` (two from eight letters on) and begin like it."""
        allowed = slips_allowed(term)
        if not allowed or not term.isalpha():
            return []
        alike = [
            other
            for other in self._by_start.get(term[:1], ())
            if abs(len(other) - len(term)) <= allowed
            and OSA.distance(term, other, score_cutoff=allowed) <= allowed
        ]
        return alike[:NEAR_TERMS_MAX]

    def _next_to(self, distance: int) -> tuple[Indices, Indices]:
        after = np.arange(distance, self.size)
        before = after - distance
        same = (self.conversation[after] == self.conversation[before]) & (self.conversation[after] >= 0)
        return after[same], before[same]


def _standing(rows: Sequence[Row], lengths: Floats) -> Floats:
    questions = np.array([row.is_question for row in rows], dtype=np.float32)
    uses = np.array([row.memory.uses for row in rows], dtype=np.float32)
    log_lengths = np.log(5 + np.minimum(lengths, LENGTH_TERMS_MAX))
    standing = QUESTION_WEIGHT * questions + LENGTH_WEIGHT * log_lengths + USE_WEIGHT * np.log1p(uses)
    return standing.astype(np.float32)


def _by_start(terms: Iterable[str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for term in terms:
        found[term[:1]].append(term)
    return found


def _vectors(rows: Sequence[Row], dimensions: int) -> Floats:
    matrix = np.zeros((len(rows), dimensions), dtype=np.float32)
    for i, row in enumerate(rows):
        if row.vector is not None and row.vector.shape == (dimensions,):
            matrix[i] = row.vector
    return matrix


def _numbers(conversations: Sequence[str]) -> Indices:
    """Rows come sorted, so one conversation is one run."""
    numbers: list[int] = []
    for number, (key, run) in enumerate(groupby(conversations)):
        numbers += [number if key else -1 for _ in run]
    return np.array(numbers, dtype=np.int64)


def _speakers(names: Sequence[str]) -> tuple[Indices, dict[str, frozenset[int]]]:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    named: defaultdict[str, set[int]] = defaultdict(set)
    for name, number in numbers.items():
        for word in words(name):
            named[word].add(number)
    said = np.array([numbers[name] for name in names], dtype=np.int64)
    return said, {word: frozenset(found) for word, found in named.items()}


def _postings(rows: Sequence[Row]) -> dict[str, Posting]:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, row in enumerate(rows):
        for term, count in row.counts.items():
            found[term].append((i, count))
    return {
        term: Posting(
            np.array([i for i, _ in places], dtype=np.int64),
            np.array([n for _, n in places], dtype=np.float32),
        )
        for term, places in found.items()
    }


@dataclass(frozen=True, slots=True)
class View:
    """A scope as one kind of reader sees it. `private_of`: the AuthorId whose private words are included, or ""."""

    scope: MemoryScope
    private_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedScope:
    """A view at a version of its scope."""

    version: int
    removals: int
    index: ScopeIndex
    characters: tuple[Memory, ...]

    @classmethod
    def build(cls, rows: Iterable[Row], *, version: int, removals: int, dimensions: int) -> "CachedScope":
        index = ScopeIndex(rows, dimensions=dimensions)
        characters = tuple(row.memory for row in index.rows if row.memory.kind == "character")
        return cls(version=version, removals=removals, index=index, characters=characters)

    def with_changed(self, changed: Iterable[Row], *, version: int, dimensions: int) -> "CachedScope":
        rows = {row.memory.id: row for row in self.index.rows}
        rows.update((row.memory.id, row) for row in changed)
        return self.build(rows.values(), version=version, removals=self.removals, dimensions=dimensions)


class ScopeCache:
    """The most recently read views, at most CACHED_ROWS_MAX rows. Of one event loop."""

    def __init__(self, *, rows_max: int = CACHED_ROWS_MAX) -> None:
        self._rows_max = rows_max
        self._views: OrderedDict[View, CachedScope] = OrderedDict()
        self._rows = 0

    def get(self, view: View) -> CachedScope | None:
        found = self._views.get(view)
        if found is not None:
            self._views.move_to_end(view)
        return found

    def put(self, view: View, cached: CachedScope) -> None:
        """The newer one stays when two recalls loaded the same view."""
        known = self._views.pop(view, None)
        if known is not None:
            self._rows -= known.index.size
            cached = max(known, cached, key=lambda each: each.version)
        self._views[view] = cached
        self._rows += cached.index.size
        while self._rows > self._rows_max and len(self._views) > 1:
            _, oldest = self._views.popitem(last=False)
            self._rows -= oldest.index.size
