"""Pictures beside Postgres: nothing is lost when the store is away, nothing stays that no row names, nothing of the forgotten is left."""

import io
import logging
import time
import zipfile

import pytest

from agent.domain.generation import RenderedImage
from agent.errors import Misconfigured, NotFound, Superseded
from agent.turn_context import reader_of
from db.delivery.board import PgBoard
from db.objects.gone_objects import delete_gone, tend_objects
from db.objects.moving import left_to_move, move_in, move_out
from db.objects.object_sizes import ObjectSizes, object_sizes
from db.objects.pixels import REST_SECONDS, Pixels, pixels_of
from db.objects.sweep import UNNAMED_SECONDS, Swept, sweep, sweep_daily
from db.picture_store import PgImageStore
from db.pool import Pool
from tests.contracts.memory.memory_house import ANA, ART, BOB, pixels
from tests.db.memory.pg_memory_house import PgMemoryHouse
from tests.db.objects.conftest import Watch
from tests.fakes.stores.objects import FakeObjects

LATER = UNNAMED_SECONDS + 60


@pytest.fixture
def images(pool: Pool, stored: Pixels) -> PgImageStore:
    return PgImageStore(pool, stored)


async def test_what_a_message_brings_lies_in_the_store(house: PgMemoryHouse, objects: FakeObjects) -> None:
    await house.hear("like this", by=ANA, place=ART, images=[pixels("a"), pixels("b")])

    assert set(objects.kept.values()) == {pixels("a").data, pixels("b").data}
    assert (
        await house.pool.fetchval("select count(*) from images where data is null and object is not null")
        == 2
    )


async def test_a_render_and_what_is_shown_of_it_lie_in_the_store(
    house: PgMemoryHouse, objects: FakeObjects, images: PgImageStore
) -> None:
    journal = await house.journal(await house.hear("draw a fox", by=ANA, place=ART))
    whole = RenderedImage(image=pixels("whole"), shown=pixels("smaller"), model="sketch")

    async def make() -> RenderedImage:
        return whole

    kept = await journal.keep("render-0", make, caption="a fox")

    assert set(objects.kept.values()) == {pixels("whole").data, pixels("smaller").data}
    assert (await images.shown(kept.image)).data == pixels("smaller").data
    assert objects.read == [], "the worker that drew it sends it, and reads nothing back"
    assert (await images.shown(kept.image)).data == pixels("smaller").data
    assert (await images.load(kept.image)).data == pixels("whole").data
    assert len(objects.read) == 2


async def test_a_picture_that_was_taken_away_is_not_shown_from_memory(
    house: PgMemoryHouse, images: PgImageStore
) -> None:
    journal = await house.journal(await house.hear("draw a fox", by=ANA, place=ART))

    async def make() -> RenderedImage:
        return RenderedImage(image=pixels("fox"), model="sketch")

    kept = await journal.keep("render-0", make, caption="a fox")
    await house.pool.execute("delete from images")

    with pytest.raises(NotFound):
        await images.shown(kept.image)


async def test_a_worker_that_was_overtaken_leaves_no_object(
    house: PgMemoryHouse, objects: FakeObjects
) -> None:
    journal = await house.journal(await house.hear("draw a fox", by=ANA, place=ART))
    await house.pool.execute("update turns set fence = fence + 1")

    async def make() -> RenderedImage:
        return RenderedImage(image=pixels("fox"), shown=pixels("smaller"), model="sketch")

    with pytest.raises(Superseded):
        await journal.keep("render-0", make, caption="a fox")
    await delete_gone(house.pool, house.pixels)

    assert objects.kept == {}


async def test_the_object_of_a_second_copy_goes(
    images: PgImageStore, objects: FakeObjects, pool: Pool, stored: Pixels
) -> None:
    first = await images.save(pixels("fox"), owner=ANA)
    again = await images.save(pixels("fox"), owner=ANA)
    assert len(objects.kept) == 2

    await delete_gone(pool, stored)

    assert again == first
    assert len(objects.kept) == 1
    assert (await images.load(first)).data == pixels("fox").data


async def test_while_the_store_is_away_pictures_stay_in_postgres_and_move_afterwards(
    images: PgImageStore, objects: FakeObjects, pool: Pool, stored: Pixels, watch: Watch
) -> None:
    objects.away = True
    saved = await images.save(pixels("fox"), owner=ANA)
    objects.away = False
    again = await images.save(pixels("owl"), owner=ANA)
    assert objects.kept == {}, "it is left alone for a while"
    assert (await images.load(saved)).data == pixels("fox").data

    watch.now += REST_SECONDS
    await tend_objects(pool, stored)

    assert set(objects.kept.values()) == {pixels("fox").data, pixels("owl").data}
    assert await left_to_move(pool, inwards=True) == 0
    assert (await images.load(again)).data == pixels("owl").data


async def test_what_no_row_names_any_more_is_deleted_once_the_store_is_back(
    images: PgImageStore, objects: FakeObjects, pool: Pool, stored: Pixels
) -> None:
    for name in ("fox", "owl"):
        await images.save(pixels(name), owner=ANA)
    await pool.execute("delete from images where sha256 = sha256($1)", pixels("fox").data)
    objects.away = True
    with pytest.raises(Exception, match="does not answer"):
        await tend_objects(pool, stored)

    objects.away = False
    await tend_objects(pool, stored)

    assert list(objects.kept.values()) == [pixels("owl").data]
    assert await pool.fetchval("select count(*) from objects_gone") == 0


async def test_the_sweep_finds_what_is_amiss_both_ways(
    images: PgImageStore, objects: FakeObjects, pool: Pool, stored: Pixels, caplog: pytest.LogCaptureFixture
) -> None:
    saved = [await images.save(pixels(name), owner=ANA) for name in ("fox", "owl", "elk")]
    lost = await pool.fetchval("select object from images where id = $1::uuid", saved[0])
    del objects.kept[lost]
    await objects.put(stored.new_key(BOB), b"stray", media_type="image/png")
    await objects.put("another-home/00/ab/000000000000", b"somebody else's", media_type="image/png")

    young = await sweep(pool, stored, now=time.time())
    with caplog.at_level(logging.ERROR):
        old = await sweep(pool, stored, now=time.time() + LATER)

    assert young == Swept(), "what is under way is none of it"
    assert old == Swept(stray=1, missing=1)
    assert set(objects.kept.values()) == {pixels("owl").data, pixels("elk").data, b"somebody else's"}
    assert "objects are missing" in caplog.text
    assert await pool.fetchval("select stray = 1 and missing = 1 from object_home")
    kept = len(pixels("owl").data) + len(pixels("elk").data)
    assert await object_sizes(pool) == ObjectSizes(objects=2, bytes=kept), (
        "what was swept away and what is others' is none of it"
    )


async def test_one_sweep_a_day(objects: FakeObjects, pool: Pool, stored: Pixels) -> None:
    now = time.time() + LATER
    await sweep_daily(pool, stored, now=now)
    await objects.put(stored.new_key(BOB), b"stray", media_type="image/png")

    await sweep_daily(pool, stored, now=now)
    assert len(objects.kept) == 1

    await pool.execute("update object_home set swept_at = swept_at - interval '1 day'")
    await sweep_daily(pool, stored, now=now)
    assert objects.kept == {}


async def test_an_installation_moves_in_and_back(pool: Pool, stored: Pixels, objects: FakeObjects) -> None:
    before = PgImageStore(pool)
    saved = [await before.save(pixels(f"picture {n}"), owner=ANA) for n in range(40)]
    await pool.execute(
        "insert into image_views (image, media_type, width, height, data) values ($1::uuid, 'image/png', 8, 8, 'small')",
        saved[0],
    )

    while await move_in(pool, stored):
        continue
    assert len(objects.kept) == 41
    assert await pool.fetchval("select count(*) from images where data is not null") == 0
    assert (await PgImageStore(pool, stored).shown(saved[0])).data == b"small"

    while await move_out(pool, stored):
        continue
    while await delete_gone(pool, stored):
        continue
    assert objects.kept == {}
    assert (await before.load(saved[39])).data == pixels("picture 39").data
    assert (await before.shown(saved[0])).data == b"small"


async def test_a_picture_that_goes_while_it_is_moved_leaves_nothing(
    pool: Pool, stored: Pixels, objects: FakeObjects, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = await PgImageStore(pool).save(pixels("fox"), owner=ANA)
    put = objects.put

    async def put_and_forget(key: str, data: bytes, *, media_type: str) -> None:
        await put(key, data, media_type=media_type)
        await pool.execute("delete from images where id = $1::uuid", saved)

    monkeypatch.setattr(objects, "put", put_and_forget)
    assert await move_in(pool, stored) == 0
    await delete_gone(pool, stored)

    assert objects.kept == {}


async def test_a_process_without_the_store_is_refused_where_pictures_are_in_it(
    images: PgImageStore, pool: Pool
) -> None:
    await images.save(pixels("fox"), owner=ANA)

    with pytest.raises(Misconfigured, match="ATELIER_OBJECTS"):
        await pixels_of(pool, None, b"")


async def test_an_export_holds_what_is_in_the_store(house: PgMemoryHouse, objects: FakeObjects) -> None:
    await house.save_image(pixels("fox"), owner=ANA)
    gone = await house.save_image(pixels("owl"), owner=ANA)
    del objects.kept[await house.pool.fetchval("select object from images where id = $1::uuid", gone)]

    archive = zipfile.ZipFile(io.BytesIO(await house.desk.export(reader_of(ANA, ART))))

    files = [name for name in archive.namelist() if name.startswith("images/")]
    assert [archive.read(name) for name in files] == [pixels("fox").data]
    assert "1 picture did not fit, or is not there any more" in archive.read("README.txt").decode()


async def test_whether_one_may_see_a_picture_is_told_without_reading_it(
    house: PgMemoryHouse, objects: FakeObjects
) -> None:
    board = PgBoard(house.pool, house.pixels)
    saved = await house.save_image(pixels("fox"), owner=ANA)

    await board.may_see(saved, viewer=ANA)
    with pytest.raises(NotFound):
        await board.may_see(saved, viewer=BOB)
    assert objects.read == []
    assert (await board.image(saved, viewer=ANA)) == pixels("fox")
