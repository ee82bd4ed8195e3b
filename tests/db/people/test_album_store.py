"""Albums in Postgres: whose they are, what is in them, and that nothing of them is left."""

import pytest

from agent.domain.memory import AlbumChange, LabelledPicture, MemoryScope
from agent.errors import BadInput, NotAllowed, NotFound
from agent.limits import REFERENCE_IMAGES_MAX
from db.memory.memory_desk import PgMemoryDesk
from db.memory.memory_store import PgMemoryStore
from db.picture_store import PgImageStore
from tests.db.memory.database_dump import dump
from tests.db.people.people_house import DIRECT, ELSEWHERE, MUSIC, PeopleHouse, looks
from tests.fakes import builders
from tests.fakes.clock import FakeClock
from tests.fakes.models.embedder import FakeEmbedder
from tests.worlds.stored_turns import ART

CHANNEL = MemoryScope(kind="channel", key=ART.channel_key)


def board(name: str, *pictures: str, words: str | None = None) -> AlbumChange:
    return AlbumChange(
        kind="board", name=name, words=words, pictures=tuple(LabelledPicture(image=one) for one in pictures)
    )


async def test_how_somebody_looks_is_kept_with_labels_and_grows(house: PeopleHouse) -> None:
    await house.shows("ana", "with glasses", words="short black hair")
    grown = await house.shows("ana", "as an avatar")

    assert [one.label for one in grown.pictures] == ["with glasses", "as an avatar"]
    assert grown.words == "short black hair"
    assert list(await house.albums.list(house.reader("ana"), "me")) == [grown]


async def test_nobody_else_is_shown_it_wherever_they_ask(house: PeopleHouse) -> None:
    await house.shows("ana", "with glasses")

    for place in (ART, MUSIC, ELSEWHERE, DIRECT):
        assert not await house.albums.list(house.reader("ben", place), "me")


async def test_what_was_shown_in_private_is_drawn_from_in_shared_places_too(house: PeopleHouse) -> None:
    await house.shows("ana", "with glasses", at=DIRECT)

    assert await house.albums.list(house.reader("ana", ART), "me")


async def test_it_is_never_recalled_nor_in_the_profile(house: PeopleHouse) -> None:
    await house.shows("ana", "with glasses", words="short black hair")
    store = PgMemoryStore(house.pool, FakeEmbedder(), FakeClock())

    assert not (await store.profile(house.reader("ana"))).memories
    assert not (
        await store.recall(house.reader("ana"), "me with short black hair and glasses", limit=5)
    ).memories


async def test_a_picture_of_somebody_else_is_not_taken_for_oneself(house: PeopleHouse) -> None:
    bens = await house.photograph("ben")
    reader = house.reader("ana")
    change = AlbumChange(kind="me", pictures=(LabelledPicture(image=bens),))

    with pytest.raises(NotFound):
        await house.albums.save(reader, MemoryScope(kind="user", key=reader.author), change)


async def test_there_is_a_limit_to_pictures_labels_and_words(house: PeopleHouse) -> None:
    await house.shows("ana", *[f"look {number}" for number in range(REFERENCE_IMAGES_MAX)])
    with pytest.raises(BadInput, match="pictures are the most"):
        await house.shows("ana", "one more")
    with pytest.raises(BadInput, match="label"):
        await house.shows("ben", "x" * 41)
    with pytest.raises(BadInput, match="Attach a picture"):
        await house.shows("ben")


async def test_with_memory_off_nothing_is_kept_or_shown(house: PeopleHouse) -> None:
    await house.shows("ana", "with glasses")
    await house.switch_memory_off("ana")

    assert not await house.albums.list(house.reader("ana"), "me")
    with pytest.raises(NotAllowed):
        await house.shows("ana", "as an avatar")


async def test_a_picture_is_labelled_anew_and_taken_out_with_its_pixels(house: PeopleHouse) -> None:
    album = await house.shows("ana", "with glasses", "as an avatar")
    glasses, avatar = (one.image for one in album.pictures)

    renamed = await house.albums.label(house.reader("ana"), album.memory, avatar, "as a fox")
    left = await house.albums.take_out(house.reader("ana"), album.memory, glasses)

    assert [one.label for one in renamed.pictures] == ["with glasses", "as a fox"]
    assert left is not None
    assert [one.image for one in left.pictures] == [avatar]
    assert looks("ana with glasses").data.hex() not in await dump(house.pool)
    with pytest.raises(NotFound):
        await house.albums.label(house.reader("ben"), album.memory, avatar, "mine")
    with pytest.raises(NotFound):
        await house.albums.take_out(house.reader("ben"), album.memory, avatar)


async def test_the_last_picture_takes_an_album_without_words_along(house: PeopleHouse) -> None:
    album = await house.shows("ana", "with glasses")

    assert await house.albums.take_out(house.reader("ana"), album.memory, album.pictures[0].image) is None
    assert not await house.albums.list(house.reader("ana"), "me")


async def test_it_is_forgotten_by_whoever_made_it_with_every_byte(house: PeopleHouse) -> None:
    album = await house.shows("ana", "with glasses", words="short black hair")
    taken = await house.turns.say("this is how I look", by="ana", images=[looks("ana with glasses")])
    await house.turns.answer(taken.turn, "Noted.")

    assert not await house.albums.forget(house.reader("ben"), album.memory)
    assert await house.albums.forget(house.reader("ana"), album.memory)

    left = await dump(house.pool)
    assert looks("ana with glasses").data.hex() not in left
    assert "short black hair" not in left


async def test_forgetting_it_as_any_memory_takes_the_pixels_along_too(house: PeopleHouse) -> None:
    album = await house.shows("ana", "with glasses")
    taken = await house.turns.say("look", by="ana", images=[looks("ana with glasses")])
    await house.turns.answer(taken.turn, "Nice.")

    await PgMemoryDesk(house.pool, FakeEmbedder(), FakeClock()).forget(house.reader("ana"), [album.memory])

    assert looks("ana with glasses").data.hex() not in await dump(house.pool)


async def test_a_house_style_is_the_moderators_and_for_its_channel_alone(house: PeopleHouse) -> None:
    picture = await house.photograph("ana", of="a poster")
    with pytest.raises(NotAllowed):
        await house.albums.save(house.reader("ana"), CHANNEL, board("Ink", picture))

    made = await house.albums.save(
        house.reader("ana"), CHANNEL, board("Ink", picture, words="loose lines"), may_manage=True
    )

    assert [one.name for one in await house.albums.list(house.reader("ben"), "board")] == ["Ink"]
    assert not await house.albums.list(house.reader("ben", MUSIC), "board")
    assert not await house.albums.list(house.reader("ben", ELSEWHERE), "board")
    assert not await house.albums.forget(house.reader("ben"), made.memory)
    assert await house.albums.forget(house.reader("ben"), made.memory, may_manage=True)


async def test_a_board_of_the_same_name_grows_whatever_its_case(house: PeopleHouse) -> None:
    reader = house.reader("ana")
    mine = MemoryScope(kind="user", key=reader.author)
    one, two = await house.photograph("ana", of="one"), await house.photograph("ana", of="two")

    await house.albums.save(reader, mine, board("Ink", one))
    grown = await house.albums.save(reader, mine, board("ink", two, words="loose lines"))

    assert [len(album.pictures) for album in await house.albums.list(reader, "board")] == [2]
    assert (grown.name, grown.words) == ("Ink", "loose lines")


async def test_a_board_may_hold_what_the_bot_posted_openly_here(house: PeopleHouse) -> None:
    taken = await house.turns.say("draw a fox", by="ben")
    await house.turns.answer(taken.turn, picture="a fox of ben's")
    shown = await PgImageStore(house.pool).save(looks("x"), owner=builders.author("ben").id)
    posted = await house.pool.fetchval("select image_id::text from pictures")
    reader = house.reader("ana")
    mine = MemoryScope(kind="user", key=reader.author)

    assert await house.albums.save(reader, mine, board("Ink", posted))
    with pytest.raises(NotFound):
        await house.albums.save(reader, mine, board("Ink", shown))
