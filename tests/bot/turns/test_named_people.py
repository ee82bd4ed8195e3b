"""Whom a message names: known by a key, or nobody."""

from dataclasses import replace

from agent.domain.conversation import Said
from agent.domain.people import PEOPLE_MAX, Mentioned
from agent.ports import NoPeople
from bot.turns.incoming_events import NamedPeople
from db.people.usernames import PgUsernames
from db.pool import Pool
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore
from tests.fakes import builders


async def spoke(pool: Pool, name: str, username: str, *, event: str) -> None:
    author = replace(builders.author(name), username=username)
    await IntakeStore(pool).take_in(
        NewTurn(
            event_id=event,
            place=builders.PLACE,
            author=author,
            request=Said(text="hi"),
            text="hi",
            message=event,
        )
    )


async def test_people_are_known_once_each_and_not_beyond_the_limit(pool: Pool) -> None:
    named = NamedPeople(NoPeople(), PgUsernames(pool))
    many = [Mentioned(id=f"console:{number % 10}", name=f"n{number}") for number in range(30)]

    found = await named.of("console", many)

    assert [one.key for one in found] == [f"console:{number}" for number in range(PEOPLE_MAX)]


async def test_an_account_of_another_platform_is_nobody(pool: Pool) -> None:
    assert (
        await NamedPeople(NoPeople(), PgUsernames(pool)).of(
            "console", [Mentioned(id="discord:1", name="Ben")]
        )
        == ()
    )


async def test_a_username_is_whoever_spoke_under_it_last(pool: Pool) -> None:
    named = NamedPeople(NoPeople(), PgUsernames(pool))
    assert await named.of("console", [Mentioned(username="Benny", name="Benny")]) == ()

    await spoke(pool, "ben", "benny", event="e1")
    (found,) = await named.of("console", [Mentioned(username="Benny", name="Benny")])
    assert found.key == builders.author("ben").id

    await spoke(pool, "ben", "", event="e2")
    assert await named.of("console", [Mentioned(username="Benny", name="Benny")]) == ()
