"""Streams: who has many makes room."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from adapters.web.error_responses import TooMany
from adapters.web.limits.stream_limits import StreamSeats
from agent.domain.conversation import AuthorId
from tests.adapters.web.conftest import Serve
from tests.patience import PATIENCE_SECONDS
from tests.worlds.web_visitor import listening, turned_away

# --- streams ---------------------------------------------------------------------------------------------------


async def test_invented_names_do_not_take_all_streams(serve: Serve) -> None:
    """On loopback anybody may invent names; who has many pages open makes room for who has none."""
    served = await serve(online=True, streams_max=6, streams_per_person_max=3)
    invented = [await served.visitor(name) for name in ("Eve", "Mallory")]

    async with AsyncExitStack() as stack, asyncio.timeout(PATIENCE_SECONDS):
        opened = [
            await stack.enter_async_context(listening(visitor)) for visitor in invented for _ in range(3)
        ]
        ana = await served.visitor("Ana")
        async with listening(ana):
            again = await turned_away(invented[0])
            left = [kind async for kind, _ in opened[0]]

    assert again.status_code == 429
    assert left == [], "whose place was given away is told nothing more"


def test_a_place_is_taken_from_who_has_most_and_never_to_turn_the_tables() -> None:
    concurrency_limits = StreamSeats(most=4, per_person=3, per_address=4)
    eve, ben, ana = AuthorId("web:eve"), AuthorId("web:ben"), AuthorId("web:ana")
    eves = [concurrency_limits.take(eve, "203.0.113.1") for _ in range(3)]
    bens = concurrency_limits.take(ben, "203.0.113.2")

    anas = concurrency_limits.take(ana, "203.0.113.3")

    assert [each.is_taken_away for each in (*eves, bens, anas)] == [True, False, False, False, False]
    with pytest.raises(TooMany):
        concurrency_limits.take(ben, "203.0.113.2")
    concurrency_limits.give_back(eves[0])
    concurrency_limits.give_back(anas)
    concurrency_limits.take(ben, "203.0.113.2")


def test_many_names_at_one_address_make_way_for_another_address() -> None:
    concurrency_limits = StreamSeats(most=4, per_person=3, per_address=4)
    crowd = [concurrency_limits.take(AuthorId(f"web:eve{number}"), "203.0.113.1") for number in range(4)]

    concurrency_limits.take(AuthorId("web:ana"), "203.0.113.3")

    assert [each.is_taken_away for each in crowd] == [True, False, False, False]


def test_one_address_never_has_all() -> None:
    concurrency_limits = StreamSeats(most=9, per_person=3, per_address=4)
    for number in range(4):
        concurrency_limits.take(AuthorId(f"web:eve{number}"), "203.0.113.1")

    with pytest.raises(TooMany, match="where you are"):
        concurrency_limits.take(AuthorId("web:eve9"), "203.0.113.1")
