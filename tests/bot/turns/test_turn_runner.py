"""A turn from its claim to its delivery: answered once, kindly whatever fails, and taken up again where it was left."""

import asyncio
import logging
from dataclasses import replace

import pytest

from agent.domain.conversation import Said, Turn, TurnId
from agent.errors import (
    BadInput,
    Cancelled,
    MalformedCompletion,
    ModelUnavailable,
    NotAllowed,
    OverBudget,
    RenderRefused,
    Superseded,
    UnknownOutcome,
)
from agent.outcomes import Outcome, told
from agent.ports import Journal, Progress
from bot.turns.turn_runner import TRIES_MAX, WAITS_MAX, Again
from db.pool import Pool
from db.turns.intake_store import IntakeStore
from tests.bot.turns.desk import Desk, answers, fails, plans
from tests.fakes.builders import author
from tests.patience import PATIENCE_SECONDS
from tests.worlds.stored_turns import ART


async def test_where_the_bot_may_not_write_nothing_is_begun_and_its_author_is_told(desk: Desk) -> None:
    taken = await desk.house.say("draw a fox")
    desk.post.closed = True

    await desk.runner(fails(AssertionError("it was begun"))).run(taken.turn)

    ((_, kind, text),) = desk.post.delivered
    assert kind == "error"
    assert "may not write where you asked" in text


async def test_what_is_added_while_it_is_planned_is_answered_with_it(desk: Desk, pool: Pool) -> None:
    house = desk.house
    house.intake = IntakeStore(pool, join_seconds=600.0)
    taken = await house.say("draw a fox")
    told_of: list[str] = []

    async def respond(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        assert isinstance(turn.request, Said)
        told_of.append(turn.request.text)
        if len(told_of) == 1:
            await house.say("with a hat")
        await journal.close_request()
        return told(turn.request.text)

    await desk.runner(respond).run(taken.turn)
    assert desk.post.delivered == []
    await desk.runner(respond, worker="another").run(taken.turn)
    await desk.runner(respond).run(taken.turn)  # the job of before, put back by a rescuer

    assert told_of == ["draw a fox", "draw a fox\nwith a hat"]
    assert [text for _, _, text in desk.post.delivered] == ["draw a fox\nwith a hat"]
    assert len([text for text in desk.post.shown if "thinking" in text]) == 1


async def test_a_turn_is_worked_on_in_sight_and_answered_once(desk: Desk) -> None:
    turn = (await desk.house.say()).turn
    runner = desk.runner(answers)

    await runner.run(turn)
    await runner.run(turn)

    assert desk.post.shown == ["plan: thinking", "render: drawing"]
    assert [text for _, _, text in desk.post.delivered] == ["a fox"]
    assert await desk.house.state(turn) == "done"
    assert await desk.house.turns.open_count("console") == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnknownOutcome("timed out"), "pay"),
        (RenderRefused("I may not draw that person."), "I may not draw that person."),
        (RenderRefused(""), "other words"),
        (NotAllowed("Only moderators may do that."), "Only moderators"),
        (OverBudget("That is all for today.", limit="money"), "That is all for today."),
        (BadInput("That link leads nowhere."), "That link leads nowhere."),
        (Cancelled("by its author"), "Cancelled."),
        (MalformedCompletion("no JSON", text="secret"), "sorry"),
        (RuntimeError("a defect with secrets in it"), "sorry"),
    ],
)
async def test_each_error_is_told_in_kind_words(desk: Desk, error: Exception, words: str) -> None:
    turn = (await desk.house.say()).turn

    await desk.runner(fails(error)).run(turn)

    ((_, kind, text),) = desk.post.delivered
    assert kind == "error"
    assert words in text
    assert "secret" not in text
    assert await desk.house.state(turn) in ("declined", "cancelled")


async def test_what_is_down_makes_the_turn_wait_visibly_and_run_again(desk: Desk) -> None:
    turn = (await desk.house.say()).turn

    with pytest.raises(Again) as again:
        await desk.runner(fails(ModelUnavailable("503", retry_after_seconds=7.0))).run(turn)
    await desk.runner(answers).run(turn)

    assert 7.0 <= again.value.seconds < 10.0
    assert any("does not answer" in text for text in desk.post.shown)
    assert [text for _, _, text in desk.post.delivered] == ["a fox"]


async def test_a_turn_that_no_worker_can_post_is_looked_at_ever_more_rarely_and_ends(desk: Desk) -> None:
    telegram = replace(ART, platform="telegram")
    turn = (await desk.house.say(at=telegram)).turn
    waits: list[float] = []

    for _ in range(WAITS_MAX):
        with pytest.raises(Again) as again:
            await desk.runner(answers).run(turn)
        waits.append(again.value.seconds)
    await desk.runner(answers).run(turn)

    assert waits == sorted(waits)
    assert waits[-1] >= 60
    assert await desk.house.state(turn) == "failed"


async def test_a_turn_that_kills_its_workers_is_given_up_with_an_apology(desk: Desk) -> None:
    turn = (await desk.house.say()).turn
    for _ in range(TRIES_MAX):
        await desk.house.claim(turn)

    await desk.runner(answers).run(turn)

    assert "sorry" in desk.post.delivered[0][2]


async def test_a_worker_whose_turn_was_taken_says_nothing(desk: Desk) -> None:
    turn = (await desk.house.say()).turn

    async def is_slow(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        await desk.house.claim(turn.id, "another")
        return told("too late")

    await desk.runner(is_slow).run(turn)
    await desk.runner(fails(Superseded("another worker"))).run((await desk.house.say("more", by="bob")).turn)

    assert desk.post.delivered == []


async def test_a_cancelled_turn_says_so_and_keeps_nothing_of_its_answer(desk: Desk) -> None:
    turn = (await desk.house.say()).turn

    async def is_cancelled(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        await desk.house.intake.cancel(turn.author.id, turn.conversation)
        return told("a fox")

    await desk.runner(is_cancelled).run(turn)

    assert [text for _, _, text in desk.post.delivered] == ["Cancelled."]
    assert await desk.house.state(turn) == "cancelled"


async def test_an_abort_by_the_author_is_an_answer_and_one_by_a_stopping_process_is_not(desk: Desk) -> None:
    begun = asyncio.Event()

    async def waits(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def aborted(turn: TurnId) -> "asyncio.Task[None]":
        begun.clear()
        running = asyncio.create_task(desk.runner(waits).run(turn))
        await asyncio.wait_for(begun.wait(), timeout=PATIENCE_SECONDS)
        return running

    stopped = await aborted((await desk.house.say()).turn)
    stopped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopped

    mine = (await desk.house.say(by="bob")).turn
    running = await aborted(mine)
    await desk.house.intake.cancel(author("bob").id, None, turn=mine)
    running.cancel()
    await running

    assert [text for _, _, text in desk.post.delivered] == ["Cancelled."]


@pytest.mark.parametrize(
    "point", ["claimed", "opening", "opened", "render", "plan_made", "plan_kept", "before_store", "stored"]
)
async def test_a_worker_that_dies_leaves_a_turn_that_the_next_one_finishes_once(
    desk: Desk, point: str
) -> None:
    turn = (await desk.house.say()).turn
    desk.crashed_at = point
    with pytest.raises(SystemExit):
        await desk.runner(plans, worker="dead").run(turn)
    desk.crashed_at = ""

    await desk.runner(plans).run(turn)

    assert [text for _, _, text in desk.post.delivered] == ["a fox"]
    assert await desk.house.state(turn) == "done"


async def test_a_reply_that_the_platform_has_is_sent_again_to_the_same_message(desk: Desk) -> None:
    turn = (await desk.house.say()).turn
    desk.crashed_at = "sent"
    with pytest.raises(SystemExit):
        await desk.runner(answers, worker="dead").run(turn)
    desk.crashed_at = ""

    await desk.runner(answers).run(turn)

    first, second = desk.post.delivered
    assert first == second
    assert await desk.house.turns.open_count("console") == 0


async def test_a_defect_is_logged_with_its_turn_and_the_person_gets_its_number(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    turn = (await desk.house.say()).turn

    with caplog.at_level(logging.ERROR):
        await desk.runner(fails(RuntimeError("a defect"))).run(turn)

    assert turn[:13] in desk.post.delivered[0][2]
    assert any(getattr(record, "action", "") == "turn_failed" for record in caplog.records)


async def test_what_is_answered_at_once_shows_no_working_message(desk: Desk) -> None:
    from agent.domain.conversation import Command, Said
    from db.turns.intake_statement import NewTurn
    from tests.worlds.stored_turns import ART

    request = Said(text="/memory", command=Command(name="memory"))
    new = NewTurn(event_id="m1", place=ART, author=author(), request=request, message="m1", queue="console")

    await desk.runner(answers).run((await desk.house.intake.take_in(new)).turn)

    assert desk.post.shown == []
