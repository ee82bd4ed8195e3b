"""What a process knows of a reader's scopes, and what the statement of a recall brings besides: of a large scope, part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.domain.memory import MemoryScope, Reader, RecalledPicture
from db.memory.recall.scope_index import Row, ScopeCache, View

ROWS_AT_ONCE = 5_000
"""Of one scope, that one statement brings, and those of the last one's version; about half a second of Postgres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a recall's statements brought."""

    scopes: Sequence[Mapping[str, Any]]
    pictures: Sequence[RecalledPicture]
    rows: Mapping[MemoryScope, Sequence[Row]]

    @property
    def is_cut(self) -> bool:
        """Whether a scope has more than could be brought at once."""
        return any(scope["version"] < scope["latest"] for scope in self.scopes)

    def with_more(self, more: "Found") -> "Found":
        """With what the next statement brought. A scope that had to be begun anew is what that says."""
        begun = {scope_of(scope): scope["since"] for scope in self.scopes if scope_of(scope) in more.goes_on}
        rows = {place: [*self.rows.get(place, ()), *more.rows.get(place, ())] for place in begun}
        return Found(
            scopes=[{**scope, "since": begun.get(scope_of(scope), scope["since"])} for scope in more.scopes],
            pictures=self.pictures, rows={**more.rows, **rows},
        )  # fmt: skip

    @property
    def goes_on(self) -> frozenset[MemoryScope]:
        """Scopes of which only what is new was brought."""
        return frozenset(scope_of(scope) for scope in self.scopes if scope["since"] >= 0)


def scope_of(scope: Mapping[str, Any]) -> MemoryScope:
    return MemoryScope(kind=scope["kind"], key=scope["key"])


def whose(scope: MemoryScope, reader: Reader) -> str:
    """Whose words said in private a scope may show to this reader."""
    return scope.key if scope.kind == "user" else reader.author


class KnownScopes:
    """The cached views of a reader's scopes, as they were when the question was put."""

    def __init__(self, cache: ScopeCache, reader: Reader, others: Sequence[MemoryScope]) -> None:
        self._scopes = (*reader.scopes(), *others)
        self._reader = reader
        wanted = [View(scope, of) for scope in self._scopes for of in ("", whose(scope, reader))]
        self.views = {view: cached for view in wanted if (cached := cache.get(view)) is not None}
        self._read = {view: (cached.version, cached.removals) for view, cached in self.views.items()}

    def come_to(self, found: Found) -> None:
        """So far has been read of what is not in the cache yet."""
        for scope in found.scopes:
            place = scope_of(scope)
            view = View(place, whose(place, self._reader) if scope["hears_private"] else "")
            self._read[view] = (scope["version"], scope["removals"])

    def scopes_asked(self) -> tuple[list[str], list[str]]:
        """Kinds and keys, in the order of `versions`."""
        return [scope.kind for scope in self._scopes], [scope.key for scope in self._scopes]

    def versions(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """Versions and removals in the order of the reader's scopes: of the open views, then of the private ones; -1: unknown."""
        nothing = (-1, -1)
        opened = [self._read.get(View(scope, ""), nothing) for scope in self._scopes]
        private = [self._read.get(View(scope, whose(scope, self._reader)), nothing) for scope in self._scopes]
        return (
            [version for version, _ in opened],
            [removals for _, removals in opened],
            [version for version, _ in private],
            [removals for _, removals in private],
        )
