"""What platforms call the pictures that they keep."""

from collections.abc import Mapping, Sequence

from agent.domain.conversation import ImageId, PlatformName
from db.errors import guarded
from db.picture_store import is_uuid
from db.pool import Pool


class PgPostedPhotos:
    """The `PostedPhotos` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def note(self, platform: PlatformName, image: ImageId, file: str) -> None:
        if is_uuid(image):
            await self._pool.execute(_NOTE, platform, image, file)

    @guarded
    async def of(self, platform: PlatformName, images: Sequence[ImageId]) -> Mapping[ImageId, str]:
        rows = await self._pool.fetch(_OF, platform, [image for image in images if is_uuid(image)])
        return {ImageId(str(row["image_id"])): row["file_id"] for row in rows}


# What is forgotten meanwhile is not noted any more.
_NOTE = """
insert into posted_photos (platform, image_id, file_id) select $1, id, $3 from images where id = $2::uuid
on conflict (image_id, platform) do update set file_id = excluded.file_id
"""
_OF = "select image_id, file_id from posted_photos where platform = $1 and image_id = any($2::uuid[])"
