"""What every `Gallery` does. Subclass it and give `house`."""

from datetime import datetime, timedelta
from typing import Protocol

import pytest

from agent.domain.conversation import ImageId, Place
from agent.errors import BadInput, NotFound
from agent.ports import Board, Gallery, GalleryPage, GalleryQuery
from tests.fakes.builders import PLACE as ART
from tests.fakes.builders import author

ANA, BEN = author("ana").id, author("ben").id
POSTERS = Place(platform="console", community="guild", channel="posters")
SECRET = Place(platform="console", channel="@ana", private=True)
ALL = GalleryQuery()


class GalleryHouse(Protocol):
    """A gallery, and the way in which a picture gets into it."""

    @property
    def gallery(self) -> Gallery: ...

    @property
    def board(self) -> Board: ...

    @property
    def now(self) -> datetime: ...

    async def draw(
        self,
        *captions: str,
        by: str = "ana",
        at: Place = ART,
        style: str = "",
        character: str = "",
        days_ago: float = 0,
        incognito: bool = False,
    ) -> tuple[ImageId, ...]:
        """The bot posted one message with pictures of these captions."""
        ...

    async def show_again(self, image: ImageId, *, at: Place = ART) -> str:
        """/show, by Ana: a further message of the bot with that picture. Its id."""
        ...


class GalleryContract:
    @pytest.fixture
    async def house(self) -> GalleryHouse:
        raise NotImplementedError

    async def test_own_pictures_come_newest_first_and_nobody_else_s(self, house: GalleryHouse) -> None:
        await house.draw("a fox", days_ago=2)
        await house.draw("a whale", "an owl", days_ago=1)
        await house.draw("a dog", by="ben")

        found = await house.gallery.page([ANA], ALL)

        assert captions(found)[-1] == "a fox"
        assert sorted(captions(found)) == ["a fox", "a whale", "an owl"]
        assert {picture.caption: picture.position for picture in found.pictures} == {
            "a fox": 0,
            "a whale": 0,
            "an owl": 1,
        }
        assert found.next == ""

    async def test_several_accounts_are_one_person_s(self, house: GalleryHouse) -> None:
        await house.draw("a fox", days_ago=1)
        await house.draw("a dog", by="ben")

        assert captions(await house.gallery.page([ANA, BEN], ALL)) == ["a dog", "a fox"]
        assert captions(await house.gallery.page([], ALL)) == []

    async def test_pages_go_on_where_the_one_before_ended(self, house: GalleryHouse) -> None:
        for number in range(5):
            await house.draw(f"picture {number}", days_ago=number)

        first = await house.gallery.page([ANA], ALL, limit=2)
        await house.draw("a newer one", days_ago=-0.01)
        second = await house.gallery.page([ANA], ALL, after=first.next, limit=2)
        third = await house.gallery.page([ANA], ALL, after=second.next, limit=2)

        assert [captions(page) for page in (first, second, third)] == [
            ["picture 0", "picture 1"], ["picture 2", "picture 3"], ["picture 4"],
        ]  # fmt: skip
        assert third.next == ""

    @pytest.mark.parametrize(
        "after", ["x", "2026-01-01~x", "~", "2026-01-01T00:00:00~00000000-0000-0000-0000-000000000000"]
    )
    async def test_a_made_up_place_to_go_on_from_is_refused(self, house: GalleryHouse, after: str) -> None:
        with pytest.raises(BadInput):
            await house.gallery.page([ANA], ALL, after=after)

    async def test_private_pictures_are_their_owner_s_and_incognito_ones_are_found_by_nobody(
        self, house: GalleryHouse
    ) -> None:
        await house.draw("a present", at=SECRET)
        await house.draw("a secret", incognito=True)

        assert captions(await house.gallery.page([ANA], ALL)) == ["a present"]
        assert captions(await house.gallery.page([BEN], ALL)) == []
        assert (await house.gallery.facets([ANA])).total == 1

    async def test_they_are_told_apart_by_place_style_and_character(self, house: GalleryHouse) -> None:
        await house.draw("a fox", style="Woodcut")
        await house.draw("an elf", at=POSTERS, style="woodcut", character="Luna")
        await house.draw("an elf by the sea", at=SECRET, character="Luna")

        facets = await house.gallery.facets([ANA])

        assert facets.total == 3
        assert {place.channel_key: count for place, count in facets.places} == {
            ART.channel_key: 1, POSTERS.channel_key: 1, SECRET.channel_key: 1,
        }  # fmt: skip
        assert [(one.value, one.count) for one in facets.styles] == [("woodcut", 2)]
        assert [(one.value, one.count) for one in facets.characters] == [("Luna", 2)]
        for query, expected in (
            (GalleryQuery(channel=POSTERS.channel_key), ["an elf"]),
            (GalleryQuery(style="woodcut", channel=ART.channel_key), ["a fox"]),
            (GalleryQuery(character="Luna", style="woodcut"), ["an elf"]),
            (GalleryQuery(platform="discord"), []),
            (GalleryQuery(character="' or true --"), []),
        ):
            assert captions(await house.gallery.page([ANA], query)) == expected

    async def test_they_are_found_by_words_and_by_times(self, house: GalleryHouse) -> None:
        await house.draw("a red fox under a lamp")
        await house.draw("two foxes in the snow", days_ago=30)
        await house.draw("a lighthouse in a storm", days_ago=30)
        month = f"{house.now - timedelta(days=30):%B %Y}"

        def found(words: str) -> GalleryQuery:
            return GalleryQuery(words=words)

        assert sorted(captions(await house.gallery.page([ANA], found("the fox")))) == [
            "a red fox under a lamp",
            "two foxes in the snow",
        ]
        assert captions(await house.gallery.page([ANA], found("today"))) == ["a red fox under a lamp"]
        assert captions(await house.gallery.page([ANA], found(f"the fox from {month}"))) == [
            "two foxes in the snow"
        ]
        assert len((await house.gallery.page([ANA], found(f"in {month}"))).pictures) == 2
        assert captions(await house.gallery.page([ANA], found("a submarine"))) == []
        assert captions(await house.gallery.page([BEN], found("the fox"))) == []

    async def test_a_deleted_picture_is_gone_wherever_it_was_shown(self, house: GalleryHouse) -> None:
        fox, owl = await house.draw("a fox", "an owl")
        again = await house.show_again(fox)

        deleted = await house.gallery.delete([ANA], [fox])

        assert deleted.count == 1
        assert sorted(change.is_gone for change in deleted.changed) == [False, True]
        assert captions(await house.gallery.page([ANA], ALL)) == ["an owl"]
        message = next(change.message for change in deleted.changed if not change.is_gone)
        left = await house.board.message(message, viewer=BEN)
        assert left.reply is not None
        assert (left.reply.images, left.reply.alts) == ((owl,), ("an owl",))
        with pytest.raises(NotFound):
            await house.board.message(again, viewer=ANA)
        with pytest.raises(NotFound):
            await house.board.image(fox, viewer=ANA)
        assert (await house.board.image(owl, viewer=BEN)).data

    async def test_the_prompt_is_told_to_whom_it_was_drawn_for(self, house: GalleryHouse) -> None:
        (fox,) = await house.draw("a fox")

        assert await house.gallery.prompt([ANA], fox) == "a fox, as the model was told"
        for owner, image in ((BEN, fox), (ANA, "nothing"), (ANA, "00000000-0000-0000-0000-000000000000")):
            with pytest.raises(NotFound):
                await house.gallery.prompt([owner], image)

    async def test_only_one_s_own_can_be_deleted(self, house: GalleryHouse) -> None:
        (dog,) = await house.draw("a dog", by="ben")

        for images in ([dog], ["nothing"], []):
            assert (await house.gallery.delete([ANA], images)).count == 0

        assert captions(await house.gallery.page([BEN], ALL)) == ["a dog"]


def captions(page: GalleryPage) -> list[str]:
    return [picture.caption for picture in page.pictures]
