"""Somebody is forgotten when a list of the object store has shown that nothing of theirs is left."""

import time

from db.memory.forgetting.erase_community import erase_community
from db.memory.forgetting.erase_person import erase_everything_of
from db.objects.gone_objects import STRAY_SECONDS, prove_forgotten, tend_objects
from db.objects.pixels import Pixels
from db.pool import Pool
from tests.contracts.memory.memory_house import ANA, ART, BOB, ELSEWHERE, pixels
from tests.db.memory.pg_memory_house import PgMemoryHouse
from tests.fakes.stores.objects import FakeObjects

LATER = STRAY_SECONDS + 60


async def unproved(pool: Pool) -> int:
    return await pool.fetchval("select count(*) from forgotten where proven_at is null")


async def test_forgetting_is_done_when_a_list_shows_that_nothing_is_left(
    house: PgMemoryHouse, objects: FakeObjects, stored: Pixels
) -> None:
    await house.save_image(pixels("ana's"), owner=ANA)
    await house.save_image(pixels("bob's"), owner=BOB)
    stray = stored.new_key(ANA)  # a process died between the store and the row
    await objects.put(stray, b"left behind", media_type="image/png")

    await erase_everything_of(house.pool, ANA)
    assert len(objects.kept) == 3
    await tend_objects(house.pool, stored)
    assert set(objects.kept.values()) == {pixels("bob's").data, b"left behind"}
    assert await unproved(house.pool) == 1, "what was just put may be about to get its row"

    await prove_forgotten(house.pool, stored, now=time.time() + LATER)

    assert list(objects.kept.values()) == [pixels("bob's").data]
    assert await unproved(house.pool) == 0


async def test_whose_turn_is_still_under_way_is_not_proved_yet(house: PgMemoryHouse, stored: Pixels) -> None:
    await house.hear("draw a fox", by=ANA, place=ART)
    await erase_everything_of(house.pool, ANA)

    assert await prove_forgotten(house.pool, stored, now=time.time()) == 0

    await house.pool.execute("delete from erasures")
    assert await prove_forgotten(house.pool, stored, now=time.time()) == 1


async def test_who_comes_back_and_is_forgotten_again_is_proved_again(
    house: PgMemoryHouse, stored: Pixels
) -> None:
    for _ in range(2):
        await house.save_image(pixels("fox"), owner=ANA)
        await erase_everything_of(house.pool, ANA)
        assert await unproved(house.pool) == 1
        await tend_objects(house.pool, stored)
        assert await unproved(house.pool) == 0


async def test_without_an_object_store_the_forgotten_are_proved_as_well(
    pool: Pool, house: PgMemoryHouse
) -> None:
    await erase_everything_of(pool, ANA)

    await tend_objects(pool, Pixels())

    assert await unproved(pool) == 0


async def test_a_community_that_is_forgotten_leaves_no_object(
    house: PgMemoryHouse, objects: FakeObjects, stored: Pixels
) -> None:
    await house.post("a fox", pixels("fox"), by=ANA, place=ART)
    await house.post("a kite", pixels("kite"), by=ANA, place=ELSEWHERE)

    await erase_community(house.pool, str(ART.community_key))
    await tend_objects(house.pool, stored)

    assert list(objects.kept.values()) == [pixels("kite").data]
    assert await unproved(house.pool) == 0
