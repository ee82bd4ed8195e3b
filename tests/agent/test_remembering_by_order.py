"""`/remember`: read by the configured language model, and without one when it does not answer."""

from dataclasses import dataclass, replace

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from agent.commands.dispatch import parse_command, run_command
from agent.domain.generation import Plan, Statement
from agent.errors import ModelUnavailable
from agent.outcomes import Outcome
from agent.ports import PlanRequest, Usage
from agent.turn_context import open_turn_context, reader_of
from tests.fakes.builders import PLACE, author, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House


@dataclass(kw_only=True)
class ReadingPlanner:
    """Reads one statement out of any words, or is away."""

    asked: str = ""
    away: bool = False

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        self.asked = request.text
        if self.away:
            raise ModelUnavailable("away")
        kept = Statement(kind="preference", text="prefers gouache", explicit=False)
        return Plan(intent="remember", statements=(kept,)), Usage(model="reader")


async def told(planner: ReadingPlanner, *, free: bool) -> tuple[Outcome, set[str]]:
    """The answer to an order, and what is kept then."""
    house = House(
        planner=planner, judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )  # fmt: skip
    command = parse_command("/remember my heart belongs to gouache")
    assert command is not None
    of = turn()
    parts = replace(house.parts(), free_models=free)
    ctx = await open_turn_context(parts, of, house.journal(of), FakeProgress())
    answer = await run_command(parts, ctx, command, ())
    return answer, {memory.text for memory in await house.memory.desk.list(reader_of(author().id, PLACE))}


async def test_a_configured_model_reads_the_order() -> None:
    planner = ReadingPlanner()

    answer, kept = await told(planner, free=False)

    assert "my heart belongs to gouache" in planner.asked
    assert kept == {"prefers gouache"}
    assert answer.reply.text.startswith("Noted: ")


async def test_without_the_model_the_order_is_kept_all_the_same() -> None:
    _, kept = await told(ReadingPlanner(away=True), free=False)

    assert kept == {"my heart belongs to gouache"}


async def test_where_no_model_is_configured_none_is_asked() -> None:
    planner = ReadingPlanner()

    await told(planner, free=True)

    assert planner.asked == ""
