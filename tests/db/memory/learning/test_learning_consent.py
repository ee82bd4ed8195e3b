"""Nothing is learnt in passing before a yes."""

import pytest

from agent.domain.incoming import IncomingMessage, IncomingPress
from agent.learning.passive_learning import QUESTION
from db.turns.turn_store import Claim
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.learning.parlour import ART, PASSING, Parlour, switch_off, web_author


async def test_one_yes_keeps_what_was_said_and_undo_takes_it_back(parlour: Parlour) -> None:
    asking = await parlour.say(PASSING)
    assert asking.images
    assert asking.text.endswith(QUESTION)
    assert await parlour.known() == []

    thanks = await parlour.press(asking, "Yes, learn")

    assert thanks.text.endswith("\nNoted in passing: prefers gouache")
    assert thanks.only_for_author
    assert await parlour.known() == ["prefers gouache"]
    assert (await parlour.settings.author(web_author("ana").id)).learning == "yes"
    later = await parlour.say("draw a cat. I adore sunsets")
    assert QUESTION not in later.text

    await parlour.press(thanks, "Undo", on=parlour.last_message)

    assert "prefers gouache" not in await parlour.known()
    assert quoting(await dump(parlour.pool), "prefers gouache", "love gouache") == []


async def test_after_a_no_it_is_never_asked_again_and_nothing_is_kept(parlour: Parlour) -> None:
    await parlour.press(await parlour.say(PASSING), "No")
    parlour.clock.move(days=30)

    later = await parlour.say(PASSING)

    assert QUESTION not in later.text
    assert await parlour.known() == []
    assert await parlour.pool.fetchval("select count(*) from noticed_turns") == 0


async def test_without_an_answer_it_is_asked_once_a_week(parlour: Parlour) -> None:
    asked = []
    for days in (0, 1, 5, 1):
        parlour.clock.move(days=days)
        asked.append(QUESTION in (await parlour.say(PASSING)).text)

    assert asked == [True, False, False, True]
    assert QUESTION in (await parlour.say(PASSING, by="bob")).text


async def test_a_turn_that_is_taken_up_again_asks_again(parlour: Parlour) -> None:
    accepted = await parlour.intake.message(
        IncomingMessage(event_id="x", message="x", place=ART, author=web_author("ana"), text=PASSING)
    )
    assert accepted.turn
    for worker in ("one", "two"):
        claim = await parlour.turns.claim(accepted.turn, worker)
        assert isinstance(claim, Claim)
        assert QUESTION in (await parlour.respond(claim, store=False)).text


async def test_somebody_elses_yes_is_none(parlour: Parlour) -> None:
    asking = await parlour.say(PASSING)
    (yes,) = [button for button in asking.buttons if button.action == "consent_yes"]

    accepted = await parlour.intake.press(
        IncomingPress(
            event_id="b", place=ART, author=web_author("bob"), message=parlour.last_message, button=yes.id
        )
    )

    assert accepted.turn is None
    assert await parlour.known() == []


@pytest.mark.parametrize("how", ["nothing in passing", "incognito", "memory off", "channel off", "explicit"])
async def test_it_is_not_asked_where_nothing_could_be_kept(parlour: Parlour, how: str) -> None:
    if how == "memory off":
        await parlour.say("/memory off")
    if how == "channel off":
        await switch_off(parlour)
    text = {"nothing in passing": "draw a fox", "explicit": "Remember that I love gouache"}.get(how, PASSING)

    reply = await parlour.say(text, incognito=how == "incognito")

    assert QUESTION not in reply.text
