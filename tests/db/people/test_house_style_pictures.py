"""Who sees the pictures of a house style on the page: everybody there where it is one of the page's, and nobody by another door."""

import pytest

from agent.domain.conversation import AuthorId, ImageId, Place
from agent.domain.memory import Album, MemoryScope
from agent.errors import NotFound
from agent.turn_context import reader_of
from db.delivery.board import PgBoard
from db.picture_store import PgImageStore
from tests.contracts.stores.people_house import board, looks
from tests.db.people.people_house import PgPeopleHouse

PAGE = Place(platform="web", community="atelier", channel="art")
MIA, ANA = AuthorId("web:mia"), AuthorId("web:ana")


async def kept(
    house: PgPeopleHouse, scope: MemoryScope, at: Place = PAGE, *, by: AuthorId = MIA
) -> tuple[Album, ImageId]:
    """A board there, with a picture that its maker brought."""
    image = await PgImageStore(house.pool).save(looks("a poster"), owner=by)
    saved = await house.albums.save(reader_of(by, at), scope, board("Ink", image), may_manage=True)
    return saved, image


async def sees(house: PgPeopleHouse, image: str, viewer: AuthorId = ANA) -> bool:
    """Both ways say the same."""
    there = PgBoard(house.pool)
    try:
        await there.may_see(image, viewer=viewer)
    except NotFound:
        with pytest.raises(NotFound):
            await there.image(image, viewer=viewer)
        return False
    assert (await there.image(image, viewer=viewer)).data
    return True


def of(kind: str, at: Place) -> MemoryScope:
    key = at.channel_key if kind == "channel" else at.community_key
    assert key is not None
    return MemoryScope(kind="channel" if kind == "channel" else "community", key=key)


@pytest.mark.parametrize("kind", ["channel", "community"])
async def test_everybody_on_the_page_sees_one_of_the_page(house: PgPeopleHouse, kind: str) -> None:
    _, image = await kept(house, of(kind, PAGE))

    assert await sees(house, image)
    assert not await sees(house, image, AuthorId("discord:ana")), "on another platform"


@pytest.mark.parametrize("kind", ["channel", "community"])
@pytest.mark.parametrize(
    "at",
    [
        Place(platform="web", community="other", channel="art"),
        Place(platform="web", community="atelier2", channel="art"),
        Place(platform="discord", community="atelier", channel="art"),
    ],
    ids=["another community", "one whose name begins alike", "one of that name elsewhere"],
)
async def test_nobody_sees_one_of_another_community(house: PgPeopleHouse, kind: str, at: Place) -> None:
    _, image = await kept(house, of(kind, at), at)

    assert not await sees(house, image)


@pytest.mark.parametrize(
    "at",
    [PAGE, Place(platform="web", community="atelier", channel="@me:mia", private=True)],
    ids=["made in a channel", "made in private"],
)
async def test_nobody_sees_a_board_of_somebodys_own(house: PgPeopleHouse, at: Place) -> None:
    _, image = await kept(house, MemoryScope(kind="user", key=MIA), at)

    assert not await sees(house, image)
    assert await sees(house, image, MIA)


async def test_nobody_sees_one_of_a_private_chat(house: PgPeopleHouse) -> None:
    alone = Place(platform="web", community="atelier", channel="atelier", private=True)
    _, image = await kept(house, of("channel", alone), alone)

    assert not await sees(house, image)


async def test_nobody_sees_what_was_said_in_private(house: PgPeopleHouse) -> None:
    saved, image = await kept(house, of("channel", PAGE))
    await house.pool.execute("update memories set said_in_private = true where id = $1::uuid", saved.memory)

    assert not await sees(house, image)


async def test_nobody_sees_what_another_kind_of_memory_shows(house: PgPeopleHouse) -> None:
    saved, image = await kept(house, of("channel", PAGE))
    await house.pool.execute("update memories set slot = 'me' where id = $1::uuid", saved.memory)

    assert not await sees(house, image)


async def test_nobody_sees_one_that_is_no_longer_valid(house: PgPeopleHouse) -> None:
    saved, image = await kept(house, of("channel", PAGE))
    await house.pool.execute("update memories set valid_to = now() where id = $1::uuid", saved.memory)

    assert not await sees(house, image)


async def test_nobody_sees_a_forgotten_one(house: PgPeopleHouse) -> None:
    saved, image = await kept(house, of("channel", PAGE))
    await house.albums.forget(reader_of(MIA, PAGE), saved.memory, may_manage=True)

    assert not await sees(house, image)


async def test_nobody_sees_a_picture_that_was_taken_out(house: PgPeopleHouse) -> None:
    saved, image = await kept(house, of("channel", PAGE))
    stays = await PgImageStore(house.pool).save(looks("another poster"), owner=MIA)
    await house.albums.save(reader_of(MIA, PAGE), of("channel", PAGE), board("Ink", stays), may_manage=True)
    await house.albums.take_out(reader_of(MIA, PAGE), saved.memory, image, may_manage=True)

    assert not await sees(house, image)
    assert await sees(house, stays)


async def test_nobody_sees_what_is_in_no_board(house: PgPeopleHouse) -> None:
    """A picture of how somebody looks, beside a house style."""
    await kept(house, of("channel", PAGE))
    image = await PgImageStore(house.pool).save(looks("mia"), owner=MIA)

    assert not await sees(house, image)
