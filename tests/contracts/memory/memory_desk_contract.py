"""What every MemoryDesk promises. Subclass it and give `house`."""

import io
import json
import zipfile

import pytest

from agent.domain.conversation import ImageId
from agent.domain.memory import MemoryScope
from agent.errors import BadInput, NotFound
from agent.limits import REFERENCE_IMAGES_MAX
from agent.turn_context import reader_of
from tests.contracts.memory.memory_forgetting_contract import FORGED, MemoryForgettingContract
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


class MemoryDeskContract(MemoryForgettingContract):
    async def test_the_list_is_newest_first_and_of_the_reader_s_scopes(self, house: MemoryHouse) -> None:
        await tell(house, "has a brown dog", kind="fact")
        await tell(house, "flat pastel banners", scope="channel", by=BOB)
        await tell(house, "plays chess", kind="fact", by=BOB)

        assert [m.text for m in await house.desk.list(reader_of(ANA, ART))] == [
            "flat pastel banners",
            "has a brown dog",
        ]
        assert [m.text for m in await house.desk.list(reader_of(ANA, MUSIC))] == ["has a brown dog"]
        assert len(await house.desk.list(reader_of(ANA, ART), limit=1)) == 1

    async def test_what_made_room_is_told_to_who_reads_that_scope(self, house: MemoryHouse) -> None:
        assert await house.desk.made_room(reader_of(ANA, ART)) == {}
        await house.makes_room(MemoryScope(kind="user", key=ANA), 2)
        await house.makes_room(MemoryScope(kind="channel", key=ART.channel_key), 3)

        assert await house.desk.made_room(reader_of(ANA, ART)) == {"user": 2, "channel": 3}
        assert await house.desk.made_room(reader_of(BOB, ART)) == {"channel": 3}
        assert await house.desk.made_room(reader_of(BOB, MUSIC)) == {}

    async def test_a_search_finds_what_holds_its_words(self, house: MemoryHouse) -> None:
        await tell(house, "has a brown dog", kind="fact")
        await tell(house, "has a red bicycle", kind="fact")

        found = await house.desk.list(reader_of(ANA, ART), search="brown dog")

        assert [m.text for m in found] == ["has a brown dog"]
        assert not await house.desk.list(reader_of(ANA, ART), search="green parrot")

    async def test_a_search_finds_by_a_part_of_a_word_too(self, house: MemoryHouse) -> None:
        await tell(house, "prefers watercolour")

        found = await house.desk.list(reader_of(ANA, ART), search="Waterc")

        assert [memory.text for memory in found] == ["prefers watercolour"]

    async def test_the_history_shows_what_was_superseded(self, house: MemoryHouse) -> None:
        await tell(house, "prefers watercolour", slot="style")
        await tell(house, "prefers pixel art", slot="style")

        history = await house.desk.list(reader_of(ANA, ART), history=True)

        assert {(m.text, m.valid_to is None) for m in history} == {
            ("prefers pixel art", True),
            ("prefers watercolour", False),
        }
        assert [m.text for m in await house.desk.list(reader_of(ANA, ART))] == ["prefers pixel art"]

    async def test_what_was_said_in_private_is_listed_in_private(self, house: MemoryHouse) -> None:
        await tell(house, "loves unicorns", at=direct(ANA))

        assert not await house.desk.list(reader_of(ANA, ART))
        assert len(await house.desk.list(reader_of(ANA, direct(ANA)))) == 1
        assert not await house.desk.list(reader_of(BOB, direct(BOB)))

    async def test_one_edits_one_s_own(self, house: MemoryHouse) -> None:
        told = await tell(house, "an elf", kind="character", name="Luna")

        edited = await house.desk.edit(
            reader_of(ANA, ART), told.memory.id, text=" an elf with wings ", name="Selene"
        )

        assert (edited.id, edited.sentence()) == (told.memory.id, "Selene: an elf with wings")
        assert await recalled(house, reader_of(ANA, ART), "Selene with wings") == [
            "Selene: an elf with wings"
        ]
        assert (await house.store.profile(reader_of(ANA, ART))).memories == (edited,)

    async def test_the_history_shows_what_a_memory_said_before(self, house: MemoryHouse) -> None:
        told = await tell(house, "an elf", kind="character", name="Luna")
        reader = reader_of(ANA, ART)
        await house.desk.edit(reader, told.memory.id, text="an elf with wings")
        await house.desk.edit(reader, told.memory.id, name="Selene")

        (now,) = await house.desk.list(reader)
        (before,) = await house.desk.list(reader, history=True)

        assert (now.former, sorted(before.former)) == ((), ["Luna", "an elf"])

    async def test_a_character_is_found_by_its_further_names(self, house: MemoryHouse) -> None:
        told = await tell(house, "a silver elf", kind="character", name="Luna")

        edited = await house.desk.edit(
            reader_of(ANA, ART), told.memory.id, aliases=("Moony", "Luna", "Moony")
        )

        assert edited.aliases == ("Moony",)
        found = await house.store.recall(reader_of(ANA, ART), "draw Moony", limit=3)
        assert [(r.memory.name, r.via) for r in found.memories] == [("Luna", "name")]
        assert [m.name for m in await house.desk.list(reader_of(ANA, ART), search="Moony")] == ["Luna"]

        again = await tell(house, "wears a cloak", kind="character", name="Moony")

        assert (again.state, again.grown, again.memory.name) == ("known", True, "Luna")
        assert (await tell(house, "wears a cloak", kind="character", name="Luna")).grown is False

    async def test_what_changed_of_a_character_takes_the_old_look_s_place(self, house: MemoryHouse) -> None:
        await tell(house, "a silver-haired elf with a green cloak", kind="character", name="Luna")

        red = await tell(house, "has red hair now", kind="character", name="Luna")
        bare = await tell(house, "no longer wears a cloak", kind="character", name="Luna")

        assert (red.memory.text, red.grown) == ("a red-haired elf with a green cloak", True)
        assert (bare.memory.text, bare.grown) == ("a red-haired elf", True)
        assert [m.text for m in await house.desk.list(reader_of(ANA, ART))] == ["a red-haired elf"]

    async def test_a_further_name_is_nobody_else_s(self, house: MemoryHouse) -> None:
        luna = await tell(house, "a silver elf", kind="character", name="Luna")
        await tell(house, "a brown dog", kind="character", name="Rex")

        with pytest.raises(BadInput):
            await house.desk.edit(reader_of(ANA, ART), luna.memory.id, aliases=("Rex",))

        assert (await house.desk.list(reader_of(ANA, ART), search="Luna"))[0].aliases == ()

    async def test_nobody_edits_what_is_not_theirs(self, house: MemoryHouse) -> None:
        own = await tell(house, "has a brown dog", kind="fact")
        shared = await tell(house, "flat pastel banners", scope="channel")

        for memory in (own.memory.id, shared.memory.id, *FORGED):
            with pytest.raises(NotFound):
                await house.desk.edit(reader_of(BOB, ART), memory, text="mine now")
        with pytest.raises(NotFound):
            await house.desk.edit(reader_of(ANA, ART), shared.memory.id, text="mine now")
        with pytest.raises(NotFound):
            await house.desk.edit(reader_of(BOB, MUSIC), shared.memory.id, text="mine", may_manage=True)

        edited = await house.desk.edit(
            reader_of(BOB, ART), shared.memory.id, text="flat neon", may_manage=True
        )

        assert edited.text == "flat neon"

    async def test_an_edit_is_neither_empty_nor_endless_nor_a_double(self, house: MemoryHouse) -> None:
        told = await tell(house, "has a brown dog", kind="fact")
        await tell(house, "has a red bicycle", kind="fact")

        for text in ("", "  ", "x" * 501, "has a red bicycle"):
            with pytest.raises(BadInput):
                await house.desk.edit(reader_of(ANA, ART), told.memory.id, text=text)

        assert "has a brown dog" in [m.text for m in await house.desk.list(reader_of(ANA, ART))]

    async def test_a_character_gets_further_pictures(self, house: MemoryHouse) -> None:
        luna = await tell(house, "an elf", kind="character", name="Luna")
        image = await house.save_image(pixels("front"), owner=ANA)

        changed = await house.desk.add_image(reader_of(ANA, ART), luna.memory.id, image)
        again = await house.desk.add_image(reader_of(ANA, ART), luna.memory.id, image)

        assert changed.images == again.images == (image,)
        found = await house.store.recall(reader_of(ANA, ART), "Luna", limit=1)
        assert found.memories[0].memory.images == (image,)

    async def test_a_character_has_so_many_pictures_and_no_more(self, house: MemoryHouse) -> None:
        luna = await tell(house, "an elf", kind="character", name="Luna")
        images = [
            await house.save_image(pixels(f"view {n}"), owner=ANA) for n in range(REFERENCE_IMAGES_MAX + 1)
        ]
        for image in images[:-1]:
            await house.desk.add_image(reader_of(ANA, ART), luna.memory.id, image)

        with pytest.raises(BadInput, match=str(REFERENCE_IMAGES_MAX)):
            await house.desk.add_image(reader_of(ANA, ART), luna.memory.id, images[-1])

        again = await house.desk.add_image(reader_of(ANA, ART), luna.memory.id, images[0])
        assert len(again.images) == REFERENCE_IMAGES_MAX

    async def test_a_picture_from_behind_another_door_is_not_taken(self, house: MemoryHouse) -> None:
        luna = await tell(house, "an elf", kind="character", name="Luna")
        theirs = await house.save_image(pixels("theirs"), owner=BOB)
        private = await house.post("a boat", pixels("private"), by=BOB, place=direct(BOB))
        openly = await house.post("a fox", pixels("open"), by=BOB, place=ART)

        for image in (theirs, private, *FORGED):
            with pytest.raises(NotFound):
                await house.desk.add_image(reader_of(ANA, ART), luna.memory.id, ImageId(image))
        with pytest.raises(NotFound):
            await house.desk.add_image(reader_of(BOB, ART), luna.memory.id, theirs)

        taken = await house.desk.add_image(reader_of(ANA, ART), luna.memory.id, openly)

        assert taken.images == (openly,)

    async def test_the_export_holds_everything_of_its_person_alone(self, house: MemoryHouse) -> None:
        image = await house.save_image(pixels("luna"), owner=ANA)
        await tell(house, "an elf", kind="character", name="Luna", images=[image])
        await tell(house, "loves unicorns", at=direct(ANA))
        await tell(house, "prefers watercolour", slot="style")
        await tell(house, "prefers pixel art", slot="style")
        await tell(house, "plays chess", kind="fact", by=BOB)
        await house.save_image(pixels("theirs"), owner=BOB)

        archive = zipfile.ZipFile(io.BytesIO(await house.desk.export(reader_of(ANA, ART))))

        texts = {row["text"] for row in json.loads(archive.read("memories.json"))}
        assert {"an elf", "loves unicorns", "prefers watercolour", "prefers pixel art"} <= texts
        assert "plays chess" not in texts
        files = [name for name in archive.namelist() if name.startswith("images/")]
        assert [archive.read(name) for name in files] == [pixels("luna").data]
        assert image in files[0]
