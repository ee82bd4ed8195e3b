"""Learning in passing, whole: the real intake, core and stores, the built-in planner and distiller; only the pixels are painted flat."""

import pytest

from agent.domain.conversation import Reply
from agent.domain.taste_signals import TURNS_PER_BATCH_MIN
from agent.errors import ModelUnavailable
from db.memory.noticed_turns import TAKEN_FOR
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.learning.parlour import DIRECT, SCENES, Parlour
from tests.fakes.stores.passive_learning import FakeDistiller


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


# --- distilling --------------------------------------------------------------------------------------------------


async def test_a_style_said_again_and_again_is_told_once_and_used_then(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink()

    assert await parlour.distil() == 1

    told = await parlour.say("draw a lighthouse")
    assert told.text.endswith("\nNoted in passing: prefers ink")
    assert "Undo" in labels(told)
    assert told.context is not None
    assert told.context.slots["style"].method == "recall"
    assert "Noted" not in (await parlour.say("draw a horse")).text
    assert await parlour.distil() == 0


async def test_the_same_refinement_twice_is_proposed(parlour: Parlour) -> None:
    await parlour.agree()
    for scene in SCENES[:2]:
        drawn = await parlour.say(f"draw {scene}")
        await parlour.press(drawn, "Refine", text="less dark")
    await parlour.say("draw a horse")

    assert await parlour.distil() == 1

    assert await parlour.known() == ["prefers less dark"]


async def test_undo_forgets_it_and_the_same_turns_do_not_bring_it_back(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink()
    await parlour.distil()
    told = await parlour.say("draw a lighthouse")

    undone = await parlour.press(told, "Undo")

    assert undone.text == "Undone: I have forgotten it."
    parlour.clock.move(days=1)
    for scene in SCENES[:3]:
        await parlour.say(f"draw {scene}")
    assert await parlour.distil() == 0
    assert await parlour.known() == []
    assert quoting(await dump(parlour.pool), "prefers ink") == []


async def test_forgetting_before_it_was_told_takes_the_notice_too(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink()
    await parlour.distil()

    await parlour.say("/forget ink")

    assert "Noted" not in (await parlour.say("draw a horse")).text
    assert await parlour.known() == []
    assert quoting(await dump(parlour.pool), "prefers ink") == []


async def test_what_is_private_is_learnt_apart_and_told_in_private_only(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink(at=DIRECT)
    await parlour.distil()

    assert "Noted" not in (await parlour.say("draw a horse")).text
    assert await parlour.known() == []

    assert "Noted in passing: prefers ink" in (await parlour.say("draw a horse", at=DIRECT)).text


async def test_nothing_is_told_in_an_incognito_turn_nor_by_a_command(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink()
    await parlour.distil()

    assert "Noted" not in (await parlour.say("draw a horse", incognito=True)).text
    assert "Noted" not in (await parlour.say("/help")).text

    assert "Noted" in (await parlour.say("draw a horse")).text


async def test_several_turns_cost_one_call_and_fewer_none(parlour: Parlour) -> None:
    await parlour.agree()
    distiller = FakeDistiller()
    await parlour.draw_in_ink(SCENES[: TURNS_PER_BATCH_MIN - 1])
    await parlour.distil(distiller)
    assert distiller.asked == []

    await parlour.draw_in_ink(SCENES[:1])
    await parlour.distil(distiller)
    await parlour.distil(distiller)

    assert len(distiller.asked) == 1
    cost = await parlour.pool.fetchval(
        "select sum((facts->>'cost_usd')::float) from traces where step = 'distil'"
    )
    assert cost == pytest.approx(distiller.cost_usd)


async def test_a_model_that_is_away_is_asked_again_later(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink()
    assert await parlour.distil(FakeDistiller(away=ModelUnavailable("away"))) == 0
    assert await parlour.distil() == 0

    parlour.clock.move(seconds=TAKEN_FOR.total_seconds() + 1)

    assert await parlour.distil() == 1
