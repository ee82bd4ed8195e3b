"""Scopes as they were last read, so that a recall loads only what changed since."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from agent.domain.memory import Memory, MemoryScope
from db.memory.recall.scope_index import Row, ScopeIndex

CACHED_ROWS_MAX = 30_000
"""Memories held by one process, about 5 kB each with vector and terms."""


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
