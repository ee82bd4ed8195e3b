"""What a voice message said is the word of who listened to it, a model: it forgets nothing before a tap, and sets nothing for others."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.statement_reader import BuiltInStatementReader
from agent.domain.conversation import Said
from agent.domain.generation import Plan, Statement
from agent.domain.memory import NewMemory
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.turn_context import reader_of
from tests.fakes.builders import PLACE, author, context, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.fakes.models.plain_planner import SetPlanner
from tests.worlds.house import FakeProgress, House

FORGETS = Plan(intent="forget", forget="Luna", is_reading=True)
FORGETS_BESIDE = Plan(
    intent="create", context=context({"subject": "a fox"}), forget="Luna", is_reading=True, language="en"
)
RULE = Statement(kind="rule", text="only cats", scope="channel", explicit=True, is_reading=True)


async def said(plan: Plan, words: str, *, heard: bool) -> tuple[Outcome, House]:
    house = House(
        planner=SetPlanner(plan), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )
    scope = reader_of(author().id, PLACE).scopes()[0]
    await house.memory.store.remember(
        NewMemory(scope=scope, kind="character", name="Luna", text="an elf", author=author().id)
    )
    asked = turn(words, may_manage=True)
    asked = replace(asked, request=Said(text=words, heard=words if heard else ""))
    parts = replace(house.parts(), statements=BuiltInStatementReader())
    return await Agent(parts).respond(asked, house.journal(asked), FakeProgress()), house


async def kept(house: House) -> list[tuple[str, str, str]]:
    held = await house.memory.desk.list(reader_of(author().id, PLACE))
    return [(one.scope.kind, one.kind, one.name or one.text) for one in held]


@pytest.mark.parametrize("plan", [FORGETS, FORGETS_BESIDE], ids=["by itself", "beside a picture"])
@pytest.mark.parametrize("heard", [True, False], ids=["heard", "written"])
async def test_nothing_heard_is_forgotten_before_a_tap(plan: Plan, heard: bool) -> None:
    answer, house = await said(plan, "forget Luna", heard=heard)

    assert (("user", "character", "Luna") in await kept(house)) == heard
    if plan is FORGETS:
        assert ("Keep" in [button.label for button in answer.reply.buttons]) == heard


@pytest.mark.parametrize(
    ("heard", "holds"),
    [(True, ("user", "preference")), (False, ("channel", "rule"))],
    ids=["heard", "written"],
)
async def test_nothing_heard_holds_for_others(heard: bool, holds: tuple[str, str]) -> None:
    plan = Plan(intent="remember", statements=(RULE,), is_reading=True)
    _, house = await said(plan, "rule: only cats here", heard=heard)

    assert (*holds, "only cats") in await kept(house)
