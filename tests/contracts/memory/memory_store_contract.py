"""What every MemoryStore promises. Subclass it and give `house`."""

import pytest

from agent.domain.memory import AuthorSettings, MemoryScope
from agent.errors import NotAllowed
from agent.turn_context import reader_of
from tests.contracts.memory.memory_house import (
    ANA,
    ART,
    BOB,
    ELSEWHERE,
    MUSIC,
    MemoryHouse,
    direct,
    pixels,
    recalled,
    switch_memory,
    tell,
)


class MemoryStoreContract:
    @pytest.fixture
    async def house(self) -> MemoryHouse:
        raise NotImplementedError

    async def test_what_was_told_is_recalled_by_its_person_alone(self, house: MemoryHouse) -> None:
        await tell(house, "has a brown dog", kind="fact")

        assert await recalled(house, reader_of(ANA, ART), "a brown dog") == ["has a brown dog"]
        assert await recalled(house, reader_of(ANA, ELSEWHERE), "a brown dog") == ["has a brown dog"]
        assert await recalled(house, reader_of(BOB, ART), "a brown dog") == []

    async def test_what_holds_for_a_channel_is_recalled_there_alone(self, house: MemoryHouse) -> None:
        await tell(house, "flat pastel banners", scope="channel")

        assert await recalled(house, reader_of(BOB, ART), "banners") == ["flat pastel banners"]
        assert await recalled(house, reader_of(ANA, MUSIC), "banners") == []
        assert await recalled(house, reader_of(ANA, ELSEWHERE), "banners") == []

    async def test_what_holds_for_a_community_is_recalled_in_all_its_channels(
        self, house: MemoryHouse
    ) -> None:
        await tell(house, "the mascot is an owl", scope="community", kind="fact")

        assert await recalled(house, reader_of(BOB, MUSIC), "mascot") == ["the mascot is an owl"]
        assert await recalled(house, reader_of(ANA, ELSEWHERE), "mascot") == []
        assert await recalled(house, reader_of(ANA, direct(ANA)), "mascot") == []

    async def test_what_was_said_in_private_stays_there_unless_its_person_lets_it_out(
        self, house: MemoryHouse
    ) -> None:
        await tell(house, "loves unicorns", at=direct(ANA))

        assert await recalled(house, reader_of(ANA, direct(ANA)), "unicorns") == ["loves unicorns"]
        assert await recalled(house, reader_of(ANA, ART), "unicorns") == []
        assert not (await house.store.profile(reader_of(ANA, ART))).memories

        await house.settings.save_author(ANA, AuthorSettings(private_in_public=True))

        assert await recalled(house, reader_of(ANA, ART), "unicorns") == ["loves unicorns"]
        assert await recalled(house, reader_of(BOB, ART), "unicorns") == []

    async def test_the_best_match_comes_first_and_no_more_than_the_limit(self, house: MemoryHouse) -> None:
        for text in ("has a red bicycle", "lives by the harbour", "plays the violin"):
            await tell(house, text, kind="fact")

        found = await recalled(house, reader_of(ANA, ART), "me with my violin", limit=2)

        assert found[0] == "plays the violin"
        assert len(found) == 2

    async def test_a_character_is_found_by_name_before_everything_else(self, house: MemoryHouse) -> None:
        await tell(house, "a beach umbrella", kind="fact")
        await tell(house, "a silver-haired elf", kind="character", name="Luna")

        found = await house.store.recall(reader_of(ANA, ART), "Luna under a beach umbrella", limit=5)

        assert (found.memories[0].memory.name, found.memories[0].via) == ("Luna", "name")
        assert found.memories[1].via == "search"

    async def test_the_same_thing_told_again_is_known(self, house: MemoryHouse) -> None:
        first = await tell(house, "prefers watercolour", slot="style")
        again = await tell(house, "prefers watercolour", slot="style")

        assert (first.state, again.state) == ("new", "known")
        assert again.memory.id == first.memory.id
        assert len(await house.desk.list(reader_of(ANA, ART))) == 1

    async def test_a_new_preference_takes_the_place_of_the_old(self, house: MemoryHouse) -> None:
        old = await tell(house, "prefers watercolour", slot="style")
        new = await tell(house, "prefers pixel art", slot="style")

        assert new.state == "supersedes"
        assert [memory.id for memory in new.superseded] == [old.memory.id]
        assert new.superseded[0].valid_to is not None
        assert await recalled(house, reader_of(ANA, ART), "watercolour") == ["prefers pixel art"]
        profile = await house.store.profile(reader_of(ANA, ART))
        assert [memory.text for memory in profile.memories] == ["prefers pixel art"]

    async def test_the_profile_holds_what_stands_narrowest_scope_first(self, house: MemoryHouse) -> None:
        await tell(house, "never gore", scope="community", kind="rule")
        await tell(house, "flat pastel banners", scope="channel")
        await tell(house, "prefers watercolour")
        await tell(house, "an elf", kind="character", name="Luna")
        await tell(house, "has a brown dog", kind="fact")

        profile = await house.store.profile(reader_of(ANA, ART))

        assert [memory.scope.kind for memory in profile.memories] == ["user", "user", "channel", "community"]
        assert {memory.text for memory in profile.of("preference")} == {
            "prefers watercolour",
            "flat pastel banners",
        }
        assert [memory.text for memory in profile.rules()] == ["never gore"]
        assert [memory.name for memory in profile.of("character")] == ["Luna"]
        assert not profile.of("fact")

    async def test_reference_pictures_come_with_their_character(self, house: MemoryHouse) -> None:
        front = await house.save_image(pixels("front"), owner=ANA)
        side = await house.save_image(pixels("side"), owner=ANA)
        await tell(house, "an elf", kind="character", name="Luna", images=[front])
        told = await tell(house, "an elf with a cloak", kind="character", name="luna", images=[side])

        assert told.state == "known"
        assert told.memory.images == (front, side)
        found = await house.store.recall(reader_of(ANA, ART), "Luna", limit=3)
        assert found.memories[0].memory.images == (front, side)

    async def test_a_use_is_counted(self, house: MemoryHouse) -> None:
        told = await tell(house, "has a brown dog", kind="fact")

        await house.store.used([told.memory.id, told.memory.id])
        await house.store.used([told.memory.id])
        await house.store.used([])

        assert (await house.desk.list(reader_of(ANA, ART)))[0].uses >= 2

    async def test_nothing_is_read_or_written_once_a_person_switched_memory_off(
        self, house: MemoryHouse
    ) -> None:
        await tell(house, "prefers watercolour")
        await tell(house, "flat pastel banners", scope="channel", by=BOB)
        await switch_memory(house, author=ANA, on=False)

        assert await recalled(house, reader_of(ANA, ART), "watercolour") == ["flat pastel banners"]
        assert [m.text for m in (await house.store.profile(reader_of(ANA, ART))).memories] == [
            "flat pastel banners"
        ]
        with pytest.raises(NotAllowed):
            await tell(house, "likes foxes")

    async def test_nothing_is_read_in_a_channel_that_switched_memory_off(self, house: MemoryHouse) -> None:
        await tell(house, "prefers watercolour")
        scope = MemoryScope(kind="channel", key=ART.channel_key)
        await switch_memory(house, scope=scope, on=False)

        assert await recalled(house, reader_of(ANA, ART), "watercolour") == []
        assert not (await house.store.profile(reader_of(ANA, ART))).memories
        assert await recalled(house, reader_of(ANA, MUSIC), "watercolour") == ["prefers watercolour"]
        with pytest.raises(NotAllowed):
            await tell(house, "flat pastel", scope="channel")

    async def test_a_place_s_rules_hold_whatever_is_switched_off(self, house: MemoryHouse) -> None:
        await tell(house, "never gore", scope="community", kind="rule", by=BOB)
        await tell(house, "prefers watercolour")
        await switch_memory(house, author=ANA, on=False)
        await switch_memory(house, scope=MemoryScope(kind="channel", key=ART.channel_key), on=False)

        profile = await house.store.profile(reader_of(ANA, ART))

        assert [memory.text for memory in profile.memories] == ["never gore"]

    async def test_a_picture_is_found_by_what_it_showed(self, house: MemoryHouse) -> None:
        boat = await house.post("a boat on a lake", pixels("boat"), by=ANA, place=ART)
        await house.post("a fox reading", pixels("fox"), by=ANA, place=ART)

        found = await house.store.recall(reader_of(ANA, ART), "the one with the boat", limit=5)

        assert found.pictures[0].image == boat
        assert found.pictures[0].caption == "a boat on a lake"

    async def test_a_picture_is_found_by_when_it_was_made(self, house: MemoryHouse) -> None:
        house.clock.move(days=-8)
        old = await house.post("a castle", pixels("castle"), by=ANA, place=ART)
        house.clock.move(days=7)
        yesterday = await house.post("a rose", pixels("rose"), by=ANA, place=ART)
        house.clock.move(days=1)
        await house.post("a train", pixels("train"), by=ANA, place=ART)

        last_week = await house.store.recall(reader_of(ANA, ART), "like the one from last week", limit=5)
        day_before = await house.store.recall(reader_of(ANA, ART), "the one from yesterday", limit=5)

        assert last_week.pictures[0].image == old
        assert day_before.pictures[0].image == yesterday

    async def test_one_s_own_picture_comes_before_another_s_of_the_same(self, house: MemoryHouse) -> None:
        own = await house.post("a boat", pixels("own"), by=ANA, place=ART)
        await house.post("a boat", pixels("theirs"), by=BOB, place=ART)

        found = await house.store.recall(reader_of(ANA, ART), "the one with the boat", limit=5)

        assert [picture.image for picture in found.pictures][:1] == [own]
        assert len(found.pictures) == 2

    async def test_pictures_are_found_where_they_may_be_seen(self, house: MemoryHouse) -> None:
        shared = await house.post("a boat", pixels("shared"), by=ANA, place=ART)
        private = await house.post("a boat at night", pixels("private"), by=ANA, place=direct(ANA))
        await house.post("a boat in secret", pixels("secret"), by=ANA, place=ART, incognito=True)

        async def found(author: str, place: object) -> set[str]:
            recollection = await house.store.recall(reader_of(author, place), "the boat", limit=5)
            return {picture.image for picture in recollection.pictures}

        assert await found(ANA, ART) == {shared}
        assert await found(ANA, MUSIC) == {shared}
        assert await found(ANA, direct(ANA)) == {shared, private}
        assert await found(BOB, ART) == {shared}
        assert await found(BOB, MUSIC) == set()
        assert await found(BOB, direct(BOB)) == set()
