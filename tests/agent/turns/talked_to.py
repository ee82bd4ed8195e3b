"""The core with its built-in models, asked turn after turn."""

from dataclasses import replace

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.domain.conversation import Turn
from agent.loop import Agent
from agent.outcomes import Outcome
from tests.fakes import builders
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House


class TalkedTo:
    """What is said and pressed is of those that build on it."""

    def __init__(self) -> None:
        self.house = House(
            planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
        )  # fmt: skip
        self._turns = 0

    async def answered(self, asked: Turn) -> Outcome:
        """As a turn of its own."""
        self._turns += 1
        asked = replace(asked, id=builders.uuid_of(f"turn {self._turns}"))
        return await Agent(self.house.parts()).respond(asked, self.house.journal(asked), FakeProgress())
