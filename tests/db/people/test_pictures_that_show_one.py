"""Whoever a picture shows sees it, wherever and for whom it was drawn; nobody else does by that."""

from agent.domain.conversation import AuthorId
from agent.errors import NotFound
from db.delivery.board import PgBoard
from tests.db.people.people_house import PgPeopleHouse
from tests.fakes.builders import author


async def sees(house: PgPeopleHouse, image: str, viewer: AuthorId) -> bool:
    try:
        await PgBoard(house.pool).may_see(image, viewer=viewer)
    except NotFound:
        return False
    return True


async def linked(house: PgPeopleHouse, *accounts: AuthorId) -> None:
    person = await house.pool.fetchval("select gen_random_uuid()")
    await house.pool.executemany(
        "insert into linked_accounts (author, person, name) values ($1, $2, 'Ben')",
        [(one, person) for one in accounts],
    )


async def test_of_another_platform_too_and_by_each_of_their_accounts(house: PgPeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "channel")
    image, _ = await house.drawn("ana", "ben as a pirate", "ben")
    stranger, account = AuthorId("web:stranger"), AuthorId("web:ben")

    assert await sees(house, image, author("ben").id)
    assert not await sees(house, image, account), "nobody knows that this is Ben"
    await linked(house, author("ben").id, account)
    assert await sees(house, image, account)
    assert not await sees(house, image, stranger)


async def test_in_somebodys_private_chat_too(house: PgPeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "channel")
    image, _ = await house.drawn("ana", "ben as a pirate", "ben")
    await house.pool.execute("update messages set private = true")

    assert await sees(house, image, author("ben").id)
    assert not await sees(house, image, author("cleo").id)


async def test_no_longer_once_it_is_taken_down(house: PgPeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "channel")
    image, _ = await house.drawn("ana", "ben as a pirate", "ben")

    await house.likenesses.take_down(house.reader("ben"), image)

    assert not await sees(house, image, author("ben").id)
