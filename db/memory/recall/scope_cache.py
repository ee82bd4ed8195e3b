"""Scopes as they were last read, so that a recall loads only what changed since."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agent.domain.memory import Memory, MemoryScope
from db.memory.recall.scope_index import Row, ScopeIndex

CACHED_ROWS_MAX = 30_000
"""Memories held by one process, about 5 kB each with vector and terms."""
LATE_ROWS_MIN = 60
LATE_SHARE = 0.02
"""What changed since an index was made stands in a small one beside it, up to this share of it: then both are made into one. A memory that
is told to a scope of a hundred thousand costs as much as one told to a scope of sixty."""


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
        characters = (
            *(each for each in self.characters if each.id not in late),
            *_characters(late.values()),
        )
        return replace(
            self, version=version, late=ScopeIndex(late.values(), dimensions=dimensions), characters=characters,
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
