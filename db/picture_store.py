"""Pixels by content: the same bytes of the same owner are kept once."""

import hashlib

from agent.domain.conversation import AuthorId, ImageId
from agent.domain.generation import ImageData
from agent.errors import NotFound
from agent.translation.catalogue import _
from db.errors import guarded
from db.pool import Connection, Pool


class PgImageStore:
    """The `ImageStore` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def save(self, image: ImageData, *, owner: AuthorId, caption: str = "") -> ImageId:
        async with self._pool.acquire() as connection:
            return await save_image(connection, image, owner=owner, caption=caption)

    async def load(self, image: str) -> ImageData:
        return await self._found(_LOAD, image)

    async def shown(self, image: str) -> ImageData:
        return await self._found(_SHOWN, image)

    @guarded
    async def _found(self, query: str, image: str) -> ImageData:
        if not is_uuid(image):
            raise NotFound("that picture is not known")
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(query, image)
        if row is None:
            raise NotFound(_("that picture is not kept any more"))
        return ImageData(**dict(row))

    @guarded
    async def drop(self, image: str) -> None:
        await self._pool.execute(_DROP, image)


async def save_image(
    connection: Connection, image: ImageData, *, owner: AuthorId, caption: str = ""
) -> ImageId:
    """The id of these pixels for this owner, within the caller's transaction."""
    row = await connection.fetchval(
        _SAVE, owner, digest_of(image), image.media_type, image.width, image.height, caption, image.data
    )  # fmt: skip
    return ImageId(str(row))


def digest_of(image: ImageData) -> bytes:
    """What tells pixels apart: of the very bytes, 32 of them."""
    return hashlib.sha256(image.data).digest()


def is_uuid(text: str) -> bool:
    """Whether Postgres would take it for a uuid: what comes from outside is checked before it is asked."""
    return len(text) == 36 and all(c in "0123456789abcdefABCDEF-" for c in text) and text.count("-") == 4


# What a memory or a posted message shows is not this call's to take away.
_DROP = """
delete from images i where i.id = $1::uuid
  and not exists (select 1 from message_images u where u.image_id = i.id)
  and not exists (select 1 from memory_images u where u.image_id = i.id)
"""
_LOAD = "select data, media_type, width, height from images where id = $1::uuid"
_SHOWN = """
select coalesce(v.data, i.data) as data, coalesce(v.media_type, i.media_type) as media_type,
  coalesce(v.width, i.width) as width, coalesce(v.height, i.height) as height
from images i left join image_views v on v.image = i.id where i.id = $1::uuid
"""
_SAVE = """
insert into images (owner, sha256, media_type, width, height, caption, data, origin)
values ($1, $2, $3, $4, $5, $6, $7, '')
on conflict (owner, sha256, origin) do update set caption = case when images.caption = '' then excluded.caption else images.caption end
returning id
"""
