"""What every store of albums does."""

import pytest

from agent.domain.memory import AlbumChange, LabelledPicture
from agent.errors import BadInput, NotAllowed, NotFound
from agent.limits import REFERENCE_IMAGES_MAX
from tests.contracts.stores.people_house import (
    ART,
    CHANNEL,
    DIRECT,
    ELSEWHERE,
    MUSIC,
    PeopleHouse,
    board,
    own_scope,
)


class AlbumsContract:
    async def test_how_somebody_looks_is_kept_with_labels_and_grows(self, house: PeopleHouse) -> None:
        await house.shows("ana", "with glasses", words="short black hair")
        grown = await house.shows("ana", "as an avatar")

        assert [one.label for one in grown.pictures] == ["with glasses", "as an avatar"]
        assert grown.words == "short black hair"
        assert list(await house.albums.list(house.reader("ana"), "me")) == [grown]

    async def test_nobody_else_is_shown_it_wherever_they_ask(self, house: PeopleHouse) -> None:
        await house.shows("ana", "with glasses")

        for place in (ART, MUSIC, ELSEWHERE, DIRECT):
            assert not await house.albums.list(house.reader("ben", place), "me")

    async def test_what_was_shown_in_private_is_drawn_from_in_shared_places_too(
        self, house: PeopleHouse
    ) -> None:
        await house.shows("ana", "with glasses", at=DIRECT)

        assert await house.albums.list(house.reader("ana", ART), "me")

    async def test_a_picture_of_somebody_else_is_not_taken_for_oneself(self, house: PeopleHouse) -> None:
        bens = await house.photograph("ben")
        reader = house.reader("ana")
        change = AlbumChange(kind="me", pictures=(LabelledPicture(image=bens),))

        with pytest.raises(NotFound):
            await house.albums.save(reader, own_scope("ana"), change)

    async def test_there_is_a_limit_to_pictures_labels_and_words(self, house: PeopleHouse) -> None:
        await house.shows("ana", *[f"look {number}" for number in range(REFERENCE_IMAGES_MAX)])
        with pytest.raises(BadInput, match="pictures are the most"):
            await house.shows("ana", "one more")
        with pytest.raises(BadInput, match="label"):
            await house.shows("ben", "x" * 41)
        with pytest.raises(BadInput, match="Attach a picture"):
            await house.shows("ben")

    async def test_with_memory_off_nothing_is_kept_or_shown(self, house: PeopleHouse) -> None:
        await house.shows("ana", "with glasses")
        await house.switch_memory_off("ana")

        assert not await house.albums.list(house.reader("ana"), "me")
        with pytest.raises(NotAllowed):
            await house.shows("ana", "as an avatar")

    async def test_the_last_picture_takes_an_album_without_words_along(self, house: PeopleHouse) -> None:
        album = await house.shows("ana", "with glasses")

        assert await house.albums.take_out(house.reader("ana"), album.memory, album.pictures[0].image) is None
        assert not await house.albums.list(house.reader("ana"), "me")

    async def test_a_house_style_is_the_moderators_and_for_its_channel_alone(
        self, house: PeopleHouse
    ) -> None:
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

    async def test_a_board_of_the_same_name_grows_whatever_its_case(self, house: PeopleHouse) -> None:
        reader = house.reader("ana")
        mine = own_scope("ana")
        one, two = await house.photograph("ana", of="one"), await house.photograph("ana", of="two")

        await house.albums.save(reader, mine, board("Ink", one))
        grown = await house.albums.save(reader, mine, board("ink", two, words="loose lines"))

        assert [len(album.pictures) for album in await house.albums.list(reader, "board")] == [2]
        assert (grown.name, grown.words) == ("Ink", "loose lines")

    async def test_a_picture_is_labelled_anew_and_taken_out_with_its_pixels(self, house: PeopleHouse) -> None:
        album = await house.shows("ana", "with glasses", "as an avatar")
        glasses, avatar = (one.image for one in album.pictures)

        renamed = await house.albums.label(house.reader("ana"), album.memory, avatar, "as a fox")
        left = await house.albums.take_out(house.reader("ana"), album.memory, glasses)

        assert [one.label for one in renamed.pictures] == ["with glasses", "as a fox"]
        assert left is not None
        assert [one.image for one in left.pictures] == [avatar]
        assert not await house.has_photograph(glasses)
        assert await house.has_photograph(avatar)
        for name, picture in (("ben", avatar), ("ana", glasses)):
            with pytest.raises(NotFound):
                await house.albums.label(house.reader(name), album.memory, picture, "mine")
            with pytest.raises(NotFound):
                await house.albums.take_out(house.reader(name), album.memory, picture)

    async def test_it_is_forgotten_with_its_pixels_by_whoever_made_it(self, house: PeopleHouse) -> None:
        album = await house.shows("ana", "with glasses", words="short black hair")

        assert not await house.albums.forget(house.reader("ben"), album.memory)
        assert await house.albums.forget(house.reader("ana"), album.memory)
        assert not await house.albums.forget(house.reader("ana"), album.memory)
        assert not await house.has_photograph(album.pictures[0].image)
        assert not await house.albums.list(house.reader("ana"), "me")

    async def test_a_board_may_hold_what_the_bot_posted_openly_here(self, house: PeopleHouse) -> None:
        posted, brought = await house.posted("ben"), await house.photograph("ben", of="x")
        elsewhere = await house.posted("ben", at=MUSIC)
        reader = house.reader("ana")

        assert await house.albums.save(reader, own_scope("ana"), board("Ink", posted))
        for picture in (brought, elsewhere, "nonsense"):
            with pytest.raises(NotFound):
                await house.albums.save(reader, own_scope("ana"), board("Ink", picture))

    async def test_a_picture_stays_that_another_album_holds(self, house: PeopleHouse) -> None:
        album = await house.shows("ana", "with glasses", words="short black hair")
        (one,) = album.pictures
        await house.albums.save(house.reader("ana"), own_scope("ana"), board("Ink", one.image))

        await house.albums.take_out(house.reader("ana"), album.memory, one.image)

        assert await house.has_photograph(one.image)
