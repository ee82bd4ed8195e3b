"""Where the platform says that no picture can be shown, none is drawn; words are answered as everywhere."""

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.loop import Agent
from agent.outcomes import Outcome
from tests.fakes.builders import turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House

REFUSAL = "I may not send pictures here, so I did not draw it."


async def answered(text: str) -> tuple[Outcome, House, float]:
    house = House(
        planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )
    asked = turn(text)
    journal = house.journal(asked)
    outcome = await Agent(house.parts()).respond(asked, journal, FakeProgress(refusal=REFUSAL))
    return outcome, house, journal.cost()


@pytest.mark.parametrize("words", ["draw a fox", "/draw a fox", "draw something for me"])
async def test_a_request_is_declined_before_anything_is_drawn_or_asked(words: str) -> None:
    outcome, house, cost = await answered(words)

    assert (outcome.reply.text, outcome.reply.only_for_author, outcome.question) == (REFUSAL, False, None)
    assert not house.images.images
    assert cost == 0.0


async def test_words_are_answered_all_the_same() -> None:
    outcome, _, _ = await answered("remember I like watercolour")

    assert "watercolour" in outcome.reply.text
