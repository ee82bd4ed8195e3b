"""The first reply to a person says that they talk to an AI: once, in the reply itself, and never at its cost."""

from dataclasses import replace

import pytest

from agent.domain.conversation import MessageId, Turn
from agent.errors import OverBudget, StoreUnavailable
from agent.outcomes import Outcome, told
from agent.ports import Journal, Progress
from agent.wording.privacy import FIRST_CONTACT, PRIVACY
from db.moderation.blocks import PgIntroductions
from db.pool import Pool
from tests.bot.turns.desk import Desk, Respond
from tests.fakes.stores.moderation import FakeIntroductions
from tests.worlds.stored_turns import POSTERS, StoredTurns


def says(text: str, /, **more: object) -> Respond:
    async def respond(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        outcome = told(text)
        return replace(outcome, reply=replace(outcome.reply, **more))  # pyright: ignore[reportArgumentType] # fields by name

    return respond


async def answered(desk: Desk, house: StoredTurns, respond: Respond, **said: object) -> str:
    """What a message gets as its answer."""
    taken = await house.say(**said)  # pyright: ignore[reportArgumentType] # as `say` takes them
    await desk.runner(respond).run(taken.turn)
    return desk.post.delivered[-1][2]


async def test_the_first_reply_says_it_and_no_other(desk: Desk, house: StoredTurns) -> None:
    desk.met = {}

    first = await answered(desk, house, says("a fox"))
    others = [await answered(desk, house, says("a fox"), at=place) for place in (POSTERS, POSTERS)]
    bens = await answered(desk, house, says("a fox"), by="ben")

    assert first == bens == f"a fox\n{FIRST_CONTACT}"
    assert others == ["a fox", "a fox"]
    assert len(desk.post.delivered) == 4, "it is no message of its own"


async def test_it_is_not_said_again_after_a_restart(desk: Desk, house: StoredTurns, pool: Pool) -> None:
    texts: list[str] = []
    for _ in range(2):
        desk.introductions = PgIntroductions(pool)
        texts.append(await answered(desk, house, says("a fox")))

    assert texts == [f"a fox\n{FIRST_CONTACT}", "a fox"]


async def test_a_kind_no_says_it_as_well(desk: Desk, house: StoredTurns) -> None:
    async def refuses(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        raise OverBudget("You had your 2 pictures.", limit="pictures")

    desk.met = {}

    assert await answered(desk, house, refuses) == f"You had your 2 pictures.\n{FIRST_CONTACT}"


async def test_what_says_it_itself_is_left_as_it_is_and_counts(desk: Desk, house: StoredTurns) -> None:
    desk.met = {}

    assert await answered(desk, house, says(PRIVACY)) == PRIVACY
    assert await answered(desk, house, says("a fox")) == "a fox"


@pytest.mark.parametrize("reply", [{"removes": MessageId("b1")}, {"text": ""}])
async def test_a_reply_that_is_not_shown_does_not_count(
    desk: Desk, house: StoredTurns, reply: dict[str, object]
) -> None:
    desk.met = {}

    await answered(desk, house, says("Deleted.", **reply))

    assert await answered(desk, house, says("a fox")) == f"a fox\n{FIRST_CONTACT}"


async def test_a_reply_comes_also_where_it_cannot_be_known(desk: Desk, house: StoredTurns) -> None:
    class Down(FakeIntroductions):
        async def first(self, turn: Turn) -> bool:
            raise StoreUnavailable("away")

    desk.introductions = Down()

    assert await answered(desk, house, says("a fox")) == "a fox"
