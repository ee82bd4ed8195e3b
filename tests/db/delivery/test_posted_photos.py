"""What a platform calls a picture: found again, per platform, and gone with the picture."""

from agent.domain.conversation import ImageId
from db.delivery.posted_photos import PgPostedPhotos
from db.picture_store import PgImageStore
from db.pool import Pool
from tests.fakes.builders import author
from tests.fakes.models.images import png

GONE = ImageId("00000000-0000-7000-8000-000000000000")


async def test_it_is_found_again_under_its_latest_name_by_that_platform_alone(pool: Pool) -> None:
    photos, image = PgPostedPhotos(pool), await PgImageStore(pool).save(png(), owner=author("ana").id)
    await photos.note("telegram", image, "first")
    await photos.note("telegram", image, "second")

    assert await photos.of("telegram", [image, GONE, ImageId("no number")]) == {image: "second"}
    assert await photos.of("discord", [image]) == {}


async def test_it_goes_with_the_picture_and_is_not_noted_of_one_that_is_gone(pool: Pool) -> None:
    photos, store = PgPostedPhotos(pool), PgImageStore(pool)
    image = await store.save(png(), owner=author("ana").id)
    await photos.note("telegram", image, "file")
    await store.drop(image)
    await photos.note("telegram", image, "again")

    assert await photos.of("telegram", [image]) == {}
    assert await pool.fetchval("select count(*) from posted_photos") == 0
