"""The built-in planner reads by likeness, too: what only resembles an order to forget is asked about, and nothing goes before the tap."""

from dataclasses import dataclass, replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.statement_reader import BuiltInStatementReader
from agent.domain.generation import Plan
from agent.domain.memory import NewMemory
from agent.loop import Agent
from agent.ports import PlanRequest, Usage
from agent.turn_context import reader_of
from tests.fakes.builders import PLACE, author, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House


@dataclass(frozen=True, slots=True)
class Forgets:
    """Reads every message as an order to forget Luna."""

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        return Plan(intent="forget", forget="Luna", is_reading=True), Usage(model="reading")


@pytest.mark.parametrize(
    ("words", "kept"),
    [("remove the hat from Luna", True), ("> forget Luna\nnice, draw her", True), ("forget Luna", False)],
)
async def test_only_an_order_is_carried_out_at_once(words: str, kept: bool) -> None:
    house = House(
        planner=Forgets(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )
    scope = reader_of(author().id, PLACE).scopes()[0]
    luna = NewMemory(scope=scope, kind="character", name="Luna", text="an elf", author=author().id)
    await house.memory.store.remember(luna)
    said = turn(words)
    parts = replace(house.parts(), statements=BuiltInStatementReader())

    answer = await Agent(parts).respond(said, house.journal(said), FakeProgress())

    held = await house.memory.desk.list(reader_of(author().id, PLACE))
    assert [memory.name for memory in held] == (["Luna"] if kept else [])
    assert ("Keep" in [button.label for button in answer.reply.buttons]) == kept
