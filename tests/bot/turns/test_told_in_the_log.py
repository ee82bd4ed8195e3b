"""At INFO the log tells the story of a turn in about six lines, each with the turn's id, and without its words."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from agent.domain.conversation import Turn
from agent.domain.generation import ImageData, Plan, RenderedImage
from agent.outcomes import Outcome, told
from agent.ports import Journal, Progress
from bot.log import set_up_logging
from bot.turns.intake import TurnIntake
from tests.bot.turns.desk import Desk
from tests.bot.turns.told_intake import says

SECRET = "a fox for grandmother"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level, stream = root.handlers[:], root.level, io.StringIO()
    set_up_logging("INFO", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


async def draws(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
    async def plan() -> Plan:
        await journal.note(
            "plan", model="m-1", seconds=1.5, input_tokens=900, output_tokens=40, cost_usd=0.002
        )
        return Plan(intent="create")

    async def render() -> RenderedImage:
        await journal.note("render-0", model="draws-1", seconds=8.0, cost_usd=0.04)
        return RenderedImage(
            image=ImageData(data=b"pixels", media_type="image/png", width=1, height=1), model="draws-1"
        )

    await journal.once("plan", Plan, plan)
    await journal.keep("render-0", render, caption=SECRET)
    return told(SECRET)


async def test_a_turn_is_a_story_of_six_lines(desk: Desk, intake: TurnIntake, log: io.StringIO) -> None:
    taken = await intake.message(says(SECRET))
    assert taken.turn is not None
    await desk.runner(draws).run(taken.turn)

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    story = [line for line in lines if line.get("turn") == taken.turn]
    assert [line["action"] for line in story] == ["taken_in", "step", "step", "answered", "delivered"]
    assert [(line["step"], line["model"], line["seconds"], line["cost_usd"]) for line in story[1:3]] == [
        ("plan", "m-1", 1.5, 0.002),
        ("render-0", "draws-1", 8.0, 0.04),
    ]
    assert story[3].keys() >= {"seconds", "end"}
    assert "fox" not in log.getvalue()
