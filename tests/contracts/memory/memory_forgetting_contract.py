"""What every MemoryDesk promises of forgetting. Part of `MemoryDeskContract`."""

from uuid import uuid4

import pytest

from agent.turn_context import reader_of
from tests.contracts.memory.memory_house import (
    ANA,
    ART,
    BOB,
    MUSIC,
    MemoryHouse,
    direct,
    pixels,
    recalled,
    tell,
)

FORGED = (
    "",
    "x",
    "no-such-id",
    "0" * 36,
    str(uuid4()),
    "' or 1=1 --",
    "00000000-0000-0000-0000-00000000000g",
)


class MemoryForgettingContract:
    @pytest.fixture
    async def house(self) -> MemoryHouse:
        raise NotImplementedError

    async def test_what_is_forgotten_is_gone(self, house: MemoryHouse) -> None:
        told = await tell(house, "has a brown dog", kind="fact")
        await recalled(house, reader_of(ANA, ART), "dog")

        assert await house.desk.forget(reader_of(ANA, ART), [told.memory.id, told.memory.id]) == 1
        assert await house.desk.forget(reader_of(ANA, ART), [told.memory.id]) == 0

        assert await recalled(house, reader_of(ANA, ART), "dog") == []
        assert not await house.desk.list(reader_of(ANA, ART), history=True)

    async def test_nobody_forgets_what_is_not_theirs(self, house: MemoryHouse) -> None:
        own = await tell(house, "has a brown dog", kind="fact")
        shared = await tell(house, "flat pastel banners", scope="channel")
        ids = [own.memory.id, shared.memory.id, *FORGED]

        assert await house.desk.forget(reader_of(BOB, ART), ids) == 0
        assert await house.desk.forget(reader_of(BOB, MUSIC), ids, may_manage=True) == 0
        assert await house.desk.forget(reader_of(ANA, ART), [shared.memory.id]) == 0
        assert len(await house.desk.list(reader_of(ANA, ART))) == 2

        assert await house.desk.forget(reader_of(BOB, ART), ids, may_manage=True) == 1

        assert [m.text for m in await house.desk.list(reader_of(ANA, ART))] == ["has a brown dog"]

    async def test_forgetting_takes_what_was_superseded_along(self, house: MemoryHouse) -> None:
        await tell(house, "prefers watercolour", slot="style")
        new = await tell(house, "prefers pixel art", slot="style")

        assert await house.desk.forget(reader_of(ANA, ART), [new.memory.id]) == 1

        assert not await house.desk.list(reader_of(ANA, ART), history=True)

    async def test_undo_brings_back_what_was_superseded(self, house: MemoryHouse) -> None:
        old = await tell(house, "prefers watercolour", slot="style")
        new = await tell(house, "prefers pixel art", slot="style")

        await house.desk.forget(reader_of(ANA, ART), [new.memory.id], revive=True)

        assert [m.id for m in await house.desk.list(reader_of(ANA, ART), history=True)] == [old.memory.id]
        profile = await house.store.profile(reader_of(ANA, ART))
        assert [m.text for m in profile.memories] == ["prefers watercolour"]

    async def test_a_reference_picture_goes_with_the_last_memory_that_holds_it(
        self, house: MemoryHouse
    ) -> None:
        image = await house.save_image(pixels("luna"), owner=ANA)
        luna = await tell(house, "an elf", kind="character", name="Luna", images=[image])
        shared = await tell(house, "an elf", kind="character", name="Luna", images=[image], scope="channel")

        await house.desk.forget(reader_of(ANA, ART), [luna.memory.id])
        assert await house.has_image(image)

        await house.desk.forget(reader_of(ANA, ART), [shared.memory.id], may_manage=True)
        assert not await house.has_image(image)

    async def test_everything_of_a_person_is_forgotten_and_nothing_else(self, house: MemoryHouse) -> None:
        await tell(house, "has a brown dog", kind="fact")
        await tell(house, "plays chess", kind="fact", by=BOB)
        image = await house.post("a boat", pixels("boat"), by=ANA, place=ART)

        assert await house.desk.forget_everything(reader_of(ANA, ART)) >= 2

        assert not await house.desk.list(reader_of(ANA, direct(ANA)), history=True)
        assert not await house.has_image(image)
        assert not (await house.store.recall(reader_of(BOB, ART), "boat", limit=5)).pictures
        assert [m.text for m in await house.desk.list(reader_of(BOB, ART))] == ["plays chess"]

        await tell(house, "has a grey cat", kind="fact")
        assert await recalled(house, reader_of(ANA, ART), "dog or cat") == ["has a grey cat"]
