"""Pixels by content: the same bytes of the same owner are kept once."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.conversation import AuthorId, ImageId
from agent.domain.generation import ImageData
from agent.errors import NotFound
from agent.translation.catalogue import _
from db.errors import guarded
from db.objects.pixels import Pixels, Placed, give_up
from db.pool import Connection, Pool


class PgImageStore:
    """The `ImageStore`: what is known of a picture in Postgres, its bytes where `pixels` keeps them."""

    def __init__(self, pool: Pool, pixels: Pixels | None = None) -> None:
        """Without `pixels` the bytes are in Postgres as well."""
        self._pool = pool
        self._pixels = pixels or Pixels()

    @guarded
    async def save(self, image: ImageData, *, owner: AuthorId, caption: str = "") -> ImageId:
        placed = await place_image(self._pixels, image, owner=owner)
        async with self._pool.acquire() as connection:
            return await save_image(connection, placed, owner=owner, caption=caption)

    async def load(self, image: str) -> ImageData:
        return await self._found(_LOAD, image)

    async def shown(self, image: str) -> ImageData:
        return await self._found(_SHOWN, image, recent=self._pixels.recent.take(image))

    @guarded
    async def _found(self, query: str, image: str, *, recent: bytes | None = None) -> ImageData:
        """`recent`: the bytes, where they need not be read."""
        if not is_uuid(image):
            raise NotFound("that picture is not known")
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(query, image, recent is None)
        if row is None:
            raise NotFound(_("that picture is not kept any more"))
        data = recent or await self._pixels.read(Placed(data=row["data"], object=row["object"]))
        return ImageData(data=data, media_type=row["media_type"], width=row["width"], height=row["height"])

    @guarded
    async def drop(self, image: str) -> None:
        await self._pool.execute(_DROP, image)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedImage:
    """A picture whose bytes have their place, and that no row names yet."""

    image: ImageData
    placed: Placed


async def place_image(pixels: Pixels, image: ImageData, *, owner: AuthorId) -> PlacedImage:
    """Before the transaction: an object store that is slow holds up no lock."""
    return PlacedImage(
        image=image, placed=await pixels.place(image.data, owner=owner, media_type=image.media_type)
    )


async def place_images(
    pixels: Pixels, images: Sequence[ImageData], *, owner: AuthorId
) -> Sequence[PlacedImage]:
    """All at once."""
    return await asyncio.gather(*(place_image(pixels, image, owner=owner) for image in images))


async def save_image(
    connection: Connection, whole: PlacedImage, *, owner: AuthorId, caption: str = ""
) -> ImageId:
    """The id of these pixels for this owner, within the caller's transaction."""
    image, placed = whole.image, whole.placed
    row = await connection.fetchval(
        _SAVE, owner, digest_of(image), image.media_type, image.width, image.height, caption, placed.data, placed.object,
        len(image.data),
    )  # fmt: skip
    return ImageId(str(row))


async def save_images(
    connection: Connection, many: Sequence[PlacedImage], *, owner: AuthorId
) -> Sequence[ImageId]:
    """As `save_image`, in their order."""
    return [await save_image(connection, whole, owner=owner) for whole in many]


async def give_up_all(connection: Connection | Pool, many: Sequence[PlacedImage]) -> None:
    """Those whose rows are not written after all."""
    for whole in many:
        await give_up(connection, whole.placed)


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
_LOAD = """
select case when $2 then data end as data, object, media_type, width, height from images where id = $1::uuid
"""
_SHOWN = """
select case when not $2 then null when v.image is null then i.data else v.data end as data,
  case when v.image is null then i.object else v.object end as object,
  coalesce(v.media_type, i.media_type) as media_type, coalesce(v.width, i.width) as width, coalesce(v.height, i.height) as height
from images i left join image_views v on v.image = i.id where i.id = $1::uuid
"""
# The owner's own from before stays where it is; the object that was just put for it is then nobody's.
_SAVE = """
with saved as (
  insert into images (owner, sha256, media_type, width, height, caption, data, object, bytes, origin)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')
  on conflict (owner, sha256, origin) do update set caption = case when images.caption = '' then excluded.caption else images.caption end
  returning id, object
), spare as (
  insert into objects_gone (key) select $8 from saved where $8 is not null and object is distinct from $8
)
select id from saved
"""
