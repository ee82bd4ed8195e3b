"""Step checkpoints: what is recorded is never done again, and only by the worker that has the turn."""

import pytest

from agent.domain.conversation import AuthorId, TurnId
from agent.domain.generation import ImageData, Plan, RenderedImage
from agent.errors import Cancelled, StoreUnavailable, Superseded
from agent.ports import KeptImage
from db.pool import Pool
from db.turns.journal import PgJournal
from tests.worlds.stored_turns import StoredTurns, pixels

ANA = AuthorId("console:ana")


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    return StoredTurns(pool)


class Maker:
    """Makes a value, and counts how often."""

    def __init__(self, value: object) -> None:
        self.value = value
        self.made = 0

    async def __call__(self) -> object:
        self.made += 1
        return self.value


def journal_of(house: StoredTurns, turn: TurnId, fence: int) -> "PgJournal":
    return PgJournal.open(house.pool, turn=turn, fence=fence, author=ANA)  # pyright: ignore[reportReturnType] # awaited


def rendered(name: str) -> RenderedImage:
    image: ImageData = pixels(name)
    return RenderedImage(image=image, model="sketch", seed=3, missing=("a lamp",))


async def test_a_recorded_step_is_not_made_again_not_even_by_a_later_claim(house: StoredTurns) -> None:
    turn = (await house.say()).turn
    make = Maker(Plan(intent="create", notes=("once",)))
    first = await journal_of(house, turn, (await house.claim(turn)).fence)
    await first.once("plan", Plan, make)
    await first.once("plan", Plan, make)

    later = await journal_of(house, turn, (await house.claim(turn)).fence)
    again = await later.once("plan", Plan, make)

    assert again == make.value
    assert later.recorded("plan", Plan) == make.value
    assert later.recorded("render-0", Plan) is None
    assert make.made == 1


async def test_a_picture_is_kept_with_its_record_and_drawn_once(house: StoredTurns) -> None:
    turn = (await house.say()).turn
    make = Maker(rendered("fox"))
    first = await journal_of(house, turn, (await house.claim(turn)).fence)
    kept = await first.keep("render-0", make, caption="a fox")

    later = await journal_of(house, turn, (await house.claim(turn)).fence)
    again = await later.keep("render-0", make, caption="a fox")

    assert again == kept
    assert (kept.model, kept.seed, kept.missing) == ("sketch", 3, ("a lamp",))
    assert make.made == 1
    assert await house.count("images", caption="a fox") == 1


async def test_a_picture_is_held_while_postgres_is_away(
    house: StoredTurns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was paid for: given up, it would be paid for again."""
    monkeypatch.setattr("db.turns.journal.HOLD_PAUSE_SECONDS", 0)
    turn = (await house.say()).turn
    make = Maker(rendered("fox"))
    journal = await journal_of(house, turn, (await house.claim(turn)).fence)
    store, tries = journal._store_picture, 0

    async def away(step: str, picture: RenderedImage, caption: str) -> KeptImage:
        """The first time nothing gets through, the second time only the answer does not."""
        nonlocal tries
        tries += 1
        if tries == 2:
            await store(step, picture, caption)
        raise StoreUnavailable("away")

    monkeypatch.setattr(journal, "_store_picture", away)

    kept = await journal.keep("render-0", make, caption="a fox")

    assert (kept.model, kept.seed, make.made, tries) == ("sketch", 3, 1, 2)
    assert await house.count("images", caption="a fox") == 1


async def test_equal_pixels_of_two_turns_are_two_pictures(house: StoredTurns) -> None:
    kept = []
    for _ in range(2):
        turn = (await house.say()).turn
        journal = await journal_of(house, turn, (await house.claim(turn)).fence)
        kept.append(await journal.keep("render-0", Maker(rendered("fox")), caption="a fox"))
        await house.turns.finish(turn, 1, "done")

    assert kept[0].image != kept[1].image


async def test_a_worker_that_lost_the_turn_is_refused_and_its_picture_is_not_stored(
    house: StoredTurns,
) -> None:
    turn = (await house.say()).turn
    old = await journal_of(house, turn, (await house.claim(turn)).fence)
    await house.claim(turn, "another")

    with pytest.raises(Superseded):
        await old.once("plan", Plan, Maker(Plan(intent="create")))
    with pytest.raises(Superseded):
        await old.keep("render-0", Maker(rendered("fox")), caption="a fox")

    assert await house.count("steps") == 0
    assert await house.count("images") == 0


async def test_a_cancelled_turn_stops_at_its_next_step(house: StoredTurns) -> None:
    turn = (await house.say()).turn
    claim = await house.claim(turn)
    journal = await journal_of(house, turn, claim.fence)
    await house.intake.cancel(ANA, claim.turn.conversation)

    with pytest.raises(Cancelled):
        await journal.once("plan", Plan, Maker(Plan(intent="create")))


async def test_a_step_that_failed_is_not_recorded(house: StoredTurns) -> None:
    turn = (await house.say()).turn
    journal = await journal_of(house, turn, (await house.claim(turn)).fence)

    async def fails() -> Plan:
        raise RuntimeError("no plan")

    with pytest.raises(RuntimeError):
        await journal.once("plan", Plan, fails)

    assert journal.recorded("plan", Plan) is None
    assert await house.count("steps") == 0


async def test_notes_are_kept_of_the_present_claim_only(house: StoredTurns) -> None:
    turn = (await house.say()).turn
    old = await journal_of(house, turn, (await house.claim(turn)).fence)
    new = await journal_of(house, turn, (await house.claim(turn)).fence)

    await old.note("plan", seconds=1.0)
    await new.note("plan", seconds=2.0)
    await old.close()
    await new.close()

    assert [row["facts"] for row in await house.pool.fetch("select facts from traces")] == [{"seconds": 2.0}]


async def test_notes_are_written_with_the_next_step_in_their_order(house: StoredTurns) -> None:
    turn = (await house.say()).turn
    journal = await journal_of(house, turn, (await house.claim(turn)).fence)

    async def plan() -> Plan:
        await journal.note("plan", seconds=1.0)
        await journal.note("ask", arithmetic=["style: assumed"])
        return Plan(intent="chat")

    await journal.once("plan", Plan, plan)
    await journal.close()

    rows = await house.pool.fetch("select step, facts from traces order by n")
    assert [(row["step"], row["facts"]) for row in rows] == [
        ("plan", {"seconds": 1.0}), ("ask", {"arithmetic": ["style: assumed"]}),
    ]  # fmt: skip
