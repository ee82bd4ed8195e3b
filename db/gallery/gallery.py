"""The `Gallery` in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from agent.domain.conversation import AuthorId, ImageId, MessageId, Place
from agent.errors import BadInput, NotFound
from agent.ports import (
    Clock,
    DeletedPictures,
    Embedder,
    Facet,
    GalleryFacets,
    GalleryPage,
    GalleryPicture,
    GalleryQuery,
)
from agent.translation.catalogue import _
from db.codec import load
from db.errors import guarded
from db.gallery.deletion import delete_pictures
from db.gallery.statements import FACETS, FOUND_MAX, LISTED, PROMPT, SEARCHED
from db.memory.recall.periods import periods_in, without_periods
from db.memory.recall.picture_search import looked_for
from db.memory.recall.recall_statement import query_vector
from db.picture_store import is_uuid
from db.pool import Pool

PAGE_MAX = 200
WORDS_CHARS_MAX = 200


class PgGallery:
    def __init__(self, pool: Pool, embedder: Embedder, clock: Clock) -> None:
        self._pool = pool
        self._embedder = embedder
        self._clock = clock

    @guarded
    async def page(
        self, owners: Sequence[AuthorId], query: GalleryQuery, *, after: str = "", limit: int = 100
    ) -> GalleryPage:
        periods = periods_in(query.words[:WORDS_CHARS_MAX], now=self._clock.now())
        filters = (
            list(owners), query.platform, query.channel, query.character, query.style,
            [p.start for p in periods], [p.end for p in periods],
        )  # fmt: skip
        words = without_periods(query.words[:WORDS_CHARS_MAX])
        if terms := looked_for(words):
            return await self._best(filters, words, terms)
        at, image = _read(after)
        limit = min(limit, PAGE_MAX)
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(LISTED, *filters, at, image, limit + 1)
        found = tuple(map(_picture, rows[:limit]))
        return GalleryPage(pictures=found, next=_written(found[-1]) if len(rows) > limit else "")

    async def _best(self, filters: tuple[Any, ...], words: str, terms: list[str]) -> GalleryPage:
        """What the words name or mean, best first."""
        vector = await query_vector(self._embedder, " ".join(words.split()))
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(SEARCHED, *filters, self._embedder.model, vector, terms, FOUND_MAX)
        return GalleryPage(pictures=tuple(map(_picture, rows)))

    @guarded
    async def facets(self, owners: Sequence[AuthorId]) -> GalleryFacets:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(FACETS, list(owners))
        named = {
            kind: tuple(_facet(row) for row in rows if row["kind"] == kind) for kind in ("character", "style")
        }
        return GalleryFacets(
            total=sum(row["n"] for row in rows if row["kind"] == "all"),
            places=tuple((load(Place, row["place"]), row["n"]) for row in rows if row["kind"] == "place"),
            characters=named["character"],
            styles=named["style"],
        )

    @guarded
    async def prompt(self, owners: Sequence[AuthorId], image: str) -> str:
        found = await self._pool.fetchval(PROMPT, list(owners), image) if is_uuid(image) else None
        if found is None:
            raise NotFound(_("There is no such picture of yours."))
        return found

    @guarded
    async def delete(self, owners: Sequence[AuthorId], images: Sequence[str]) -> DeletedPictures:
        async with self._pool.acquire() as connection, connection.transaction():
            return await delete_pictures(connection, owners, [image for image in images if is_uuid(image)])


def _facet(row: Any) -> Facet:
    return Facet(value=row["value"], count=row["n"])


def _picture(row: Any) -> GalleryPicture:
    return GalleryPicture(
        image=ImageId(str(row["image_id"])), caption=row["caption"], at=row["created_at"], place=load(Place, row["place"]),
        message=MessageId(f"b{row['message_id']}"), position=row["position"],
    )  # fmt: skip


def _written(last: GalleryPicture) -> str:
    return f"{last.at.isoformat()}~{last.image}"


def _read(after: str) -> tuple[datetime | None, str | None]:
    """Raises BadInput."""
    if not after:
        return None, None
    at, _, image = after.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise BadInput("after: as the page before said in next") from error
    if moment.tzinfo is None or not is_uuid(image):
        raise BadInput("after: as the page before said in next")
    return moment, image
