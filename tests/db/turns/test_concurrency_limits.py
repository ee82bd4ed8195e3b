"""How many turns of one person and one community run at once, in which order the others come, and that none is forgotten."""

import asyncio
from datetime import timedelta

from agent.domain.conversation import Author, AuthorId, Place, Said, TurnId
from db.accounts.account_store import PgAccounts
from db.pool import Pool
from db.turns.concurrency_limits import ConcurrencyLimits, InLine
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore, TakenIn
from db.turns.turn_store import Claim, TurnStore
from tests.fakes.clock import FakeClock

SEATS = ConcurrencyLimits(per_person=2, per_community=3)


class House:
    """Takes turns in and claims them."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.intake = IntakeStore(pool)
        self.turns = TurnStore(pool, SEATS)
        self._events = 0

    async def asks(
        self, name: str, *, guild: str = "guild", channel: str = "art", priority: int = 0
    ) -> TurnId:
        self._events += 1
        author = Author(id=AuthorId(f"discord:{name}"), name=name)
        taken: TakenIn = await self.intake.take_in(
            NewTurn(
                event_id=str(self._events),
                place=Place(platform="discord", community=guild, channel=channel),
                author=author,
                request=Said(text="a fox"),
                message=f"m{self._events}",
                priority=priority,
            )
        )
        return taken.turn

    async def claim(self, turn: TurnId) -> Claim | InLine | None:
        return await self.turns.claim(turn, "worker")

    async def order(self) -> list[str]:
        """The queued turns in the order in which the queue's workers fetch them."""
        found: list[str] = []
        worker = await self.pool.fetchval("insert into procrastinate_workers default values returning id")
        while True:
            row = await self.pool.fetchrow("select * from procrastinate_fetch_job_v2(null, $1)", worker)
            assert row is not None
            if row["id"] is None:
                return found
            found.append(row["args"]["turn"])
            await self.pool.execute("delete from procrastinate_jobs where id = $1", row["id"])


async def test_a_person_has_so_many_seats_and_others_have_theirs(pool: Pool) -> None:
    house = House(pool)
    mine = [await house.asks("ana", channel=f"c{n}") for n in range(4)]
    bobs = await house.asks("bob")

    outcomes = [await house.claim(turn) for turn in mine]

    assert [type(outcome) for outcome in outcomes] == [Claim, Claim, InLine, InLine]
    assert [outcome.ahead for outcome in outcomes if isinstance(outcome, InLine)] == [0, 1]
    assert isinstance(await house.claim(bobs), Claim)


async def test_a_community_has_so_many_seats_and_the_next_community_has_its_own(pool: Pool) -> None:
    house = House(pool)
    crowd = [await house.asks(f"p{n}") for n in range(5)]
    elsewhere = await house.asks("zoe", guild="other")

    outcomes = [await house.claim(turn) for turn in crowd]

    assert [type(outcome) for outcome in outcomes] == [Claim] * 3 + [InLine] * 2
    assert isinstance(await house.claim(elsewhere), Claim)


async def test_a_turn_that_is_claimed_again_needs_no_second_seat(pool: Pool) -> None:
    house = House(pool)
    turns = [await house.asks("ana", channel=f"c{n}") for n in range(2)]
    for turn in turns:
        assert isinstance(await house.claim(turn), Claim)

    again = await house.claim(turns[1])

    assert isinstance(again, Claim)
    assert again.fence == 2


async def test_a_seat_that_comes_free_wakes_the_next_in_line(pool: Pool) -> None:
    house = House(pool)
    first, second, third = [await house.asks("ana", channel=f"c{n}") for n in range(3)]
    claim = await house.claim(first)
    assert isinstance(claim, Claim)
    assert isinstance(await house.claim(second), Claim)
    assert isinstance(await house.claim(third), InLine)
    await _put_off(pool, third)

    await house.turns.finish(first, claim.fence, "done")

    assert await _is_due(pool, third)
    assert isinstance(await house.claim(third), Claim)


async def test_cancelling_wakes_a_turn_in_line_and_it_needs_no_seat_to_say_so(pool: Pool) -> None:
    house = House(pool)
    turns = [await house.asks("ana", channel=f"c{n}") for n in range(3)]
    for turn in turns:
        await house.claim(turn)
    await _put_off(pool, turns[2])

    await house.intake.cancel(AuthorId("discord:ana"), None, turn=turns[2])

    assert await _is_due(pool, turns[2])
    cancelled = await house.claim(turns[2])
    assert isinstance(cancelled, Claim)
    assert cancelled.cancelled


async def test_a_flood_in_one_community_does_not_hold_up_another(pool: Pool) -> None:
    house = House(pool)
    flood = [await house.asks(f"p{n}") for n in range(20)]
    quiet = await house.asks("zoe", guild="other")

    order = await house.order()

    assert order.index(quiet) <= 1
    assert [turn for turn in order if turn != quiet] == flood


async def test_one_conversation_stays_in_order_whatever_the_crowd_does(pool: Pool) -> None:
    house = House(pool)
    crowd = [await house.asks(f"p{n}") for n in range(5)]
    first = await house.asks("ana")
    await pool.execute("update turns set state = 'done' where id = any($1::uuid[])", crowd)
    second = await house.asks("ana")

    order = await house.order()

    assert order.index(first) < order.index(second)


async def test_an_answer_comes_before_new_requests(pool: Pool) -> None:
    house = House(pool)
    await house.asks("bob")
    answer = await house.asks("ana", priority=10)

    assert (await house.order())[0] == answer


async def _put_off(pool: Pool, turn: TurnId) -> None:
    await pool.execute(
        "update procrastinate_jobs set scheduled_at = now() + $2 where id = (select job_id from turns where id = $1::uuid)",
        turn, timedelta(hours=1),
    )  # fmt: skip


async def _is_due(pool: Pool, turn: TurnId) -> bool:
    return await pool.fetchval(
        "select scheduled_at <= now() from procrastinate_jobs where id = (select job_id from turns where id = $1::uuid)",
        turn,
    )


async def test_seats_are_counted_right_however_many_ask_at_once(pool: Pool) -> None:
    house = House(pool)
    turns = [await house.asks("ana", channel=f"c{n}") for n in range(12)]

    outcomes = await asyncio.gather(*(house.claim(turn) for turn in turns))

    assert sum(isinstance(outcome, Claim) for outcome in outcomes) == SEATS.per_person


async def test_accounts_that_are_one_person_share_their_seats(pool: Pool) -> None:
    house = House(pool)
    accounts = PgAccounts(pool, FakeClock(), page="https://atelier.example")
    ana, anna, bob = (Author(id=AuthorId(f"discord:{name}"), name=name) for name in ("ana", "anna", "bob"))
    assert await accounts.join(anna, await accounts.offer(ana)) is None
    asked = [await house.asks(name, guild=f"g{n}") for n, name in enumerate(("ana", "anna", "anna", "ana"))]

    outcomes = [await house.claim(turn) for turn in asked]

    assert [type(outcome) for outcome in outcomes] == [Claim, Claim, InLine, InLine]
    assert [outcome.ahead for outcome in outcomes if isinstance(outcome, InLine)] == [0, 1]
    assert isinstance(await house.claim(await house.asks(bob.name)), Claim)

    await _put_off(pool, asked[2])
    await house.turns.finish(asked[0], 1, "done")

    assert await _is_due(pool, asked[2]), "the turn of one account wakes the other's"
    assert isinstance(await house.claim(asked[2]), Claim)
