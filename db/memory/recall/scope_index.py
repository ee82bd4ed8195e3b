"""One scope's memories as arrays to be ranked: vectors, postings of terms, and who stands next to whom.

Built from rows that SQL has already narrowed to what a reader may see, and kept as they were last read, so that a recall loads only what
changed since.
"""

import re
from array import array
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import merge
from itertools import groupby, islice

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
RUN_ROWS = 2_000
"""Rows that are sorted at once."""
RECENCY_SECONDS = 90.0 * 86_400
"""After so long a memory's recency counts for 1/e."""
CACHED_ROWS_MAX = 30_000
"""Memories held by one process, about 5 kB each with vector and terms."""
LATE_ROWS_MIN, LATE_SHARE = 60, 0.02
"""What changed since an index was made stands in a small one beside it, up to this share of it: then both are made into one."""


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
        self.rows = _in_order(rows)
        self.places = {row.memory.id: place for place, row in enumerate(self.rows)}
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


def _in_order(rows: Iterable[Row]) -> list[Row]:
    """By conversation, then by time. In short runs: sorting holds up every other thread, the event loop's too, until it is done."""
    runs = [sorted(run, key=_order) for run in _batched(rows, RUN_ROWS)]
    return list(merge(*runs, key=_order))


def _order(row: Row) -> tuple[str, datetime, str]:
    return row.conversation, row.memory.valid_from, row.memory.id


def _batched(rows: Iterable[Row], most: int) -> Iterator[Sequence[Row]]:
    waiting = iter(rows)
    while run := tuple(islice(waiting, most)):
        yield run


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
    """Numbered, sorted and cut by numpy, which lets other threads run meanwhile and leaves nothing for the garbage collector."""
    numbers: dict[str, int] = {}
    terms, places, counts = array("q"), array("q"), array("f")
    for place, row in enumerate(rows):
        for term, count in row.counts.items():
            terms.append(numbers.setdefault(term, len(numbers)))
            places.append(place)
            counts.append(count)
    if not terms:
        return {}
    found = np.frombuffer(terms, dtype=np.int64)
    order = np.argsort(found, kind="stable")
    ends = np.cumsum(np.bincount(found, minlength=len(numbers)))
    in_rows = np.array(places, dtype=np.int64)[order]
    in_counts = np.array(counts, dtype=np.float32)[order]
    cuts = zip(numbers, [0, *ends[:-1].tolist()], ends.tolist(), strict=True)
    return {term: Posting(in_rows[start:end], in_counts[start:end]) for term, start, end in cuts}


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
    late: ScopeIndex
    """What changed since `index` was made. Who stood beside whom in a conversation is known within each of the two."""
    replaced: frozenset[int]
    """Places in `index` whose memory stands in `late` now."""
    characters: tuple[Memory, ...]

    @classmethod
    def build(cls, rows: Iterable[Row], *, version: int, removals: int, dimensions: int) -> "CachedScope":
        index = ScopeIndex(rows, dimensions=dimensions)
        return cls(
            version=version, removals=removals, index=index, late=ScopeIndex((), dimensions=dimensions), replaced=frozenset(),
            characters=_characters(index.rows),
        )  # fmt: skip

    @property
    def size(self) -> int:
        return self.index.size + self.late.size

    def rows(self) -> Iterator[Row]:
        yield from (row for place, row in enumerate(self.index.rows) if place not in self.replaced)
        yield from self.late.rows

    def takes(self, count: int) -> bool:
        """Whether so many changed rows go into the small index, in a moment."""
        return self.late.size + count <= max(LATE_ROWS_MIN, LATE_SHARE * self.index.size)

    def with_changed(self, changed: Sequence[Row], *, version: int, dimensions: int) -> "CachedScope":
        if self.index.size <= LATE_ROWS_MIN or not self.takes(len(changed)):
            rows = {row.memory.id: row for row in (*self.rows(), *changed)}
            return self.build(rows.values(), version=version, removals=self.removals, dimensions=dimensions)
        late = {row.memory.id: row for row in (*self.late.rows, *changed)}
        places = self.index.places
        known = tuple(each for each in self.characters if each.id not in late)
        return replace(
            self, version=version, late=ScopeIndex(late.values(), dimensions=dimensions),
            characters=(*known, *_characters(late.values())),
            replaced=self.replaced | {places[row.memory.id] for row in changed if row.memory.id in places},
        )  # fmt: skip


def _characters(rows: Iterable[Row]) -> tuple[Memory, ...]:
    return tuple(row.memory for row in rows if row.memory.kind == "character")


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
            self._rows -= known.size
            cached = max(known, cached, key=lambda each: each.version)
        self._views[view] = cached
        self._rows += cached.size
        while self._rows > self._rows_max and len(self._views) > 1:
            _, oldest = self._views.popitem(last=False)
            self._rows -= oldest.size
