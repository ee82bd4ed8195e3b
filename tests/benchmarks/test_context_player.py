"""Items played on the real core and a real database, with a planner that does as it is told here."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.domain.generation import Evidence, GenerationContext, Plan, Statement
from agent.ports import PlanRequest, Usage
from benchmarks.context.__main__ import play_all
from benchmarks.context.items import Item
from benchmarks.context.outcomes import Outcome, classes_of
from benchmarks.context.player import Player
from benchmarks.context.result_file import ResultFile
from benchmarks.context.stage import Stage, open_stage
from benchmarks.speed.instant_models import Delays, Ledger, instant_models
from tests.patience import PATIENCE_SECONDS

Planned = Callable[[PlanRequest], Plan]
LUNA = {"key": "luna", "kind": "character", "name": "Luna", "text": "silver-haired elf", "photo": True}
THEIRS = {"key": "theirs", "kind": "preference", "text": "prefers neon", "who": "ben"}


class ToldPlanner:
    """Plans by the message."""

    def __init__(self, plans: Mapping[str, Planned]) -> None:
        self._plans = plans

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        return replace(self._plans[request.text](request), is_reading=True), Usage()


def picture(base: str | None = None, **slots: str) -> Plan:
    filled: Any = {name: Evidence(value=value, method="said") for name, value in slots.items()}
    return Plan(intent="edit" if base else "create", context=GenerationContext(slots=filled, base=base))


def of_luna(request: PlanRequest) -> Plan:
    luna = request.profile.of("character")[0]
    evidence = Evidence(value=luna.text, method="recall", source="memory: Luna", memory=luna.id)
    return Plan(intent="create", context=GenerationContext(slots={"character": evidence}))


def seen_by_it(request: PlanRequest) -> Plan:
    """Tells what the planner was shown."""
    known = "; ".join(memory.sentence() for memory in request.profile.memories)
    shown = request.base.context.value("subject") if request.base else "nothing"
    return Plan(intent="chat", answer=f"{known} / {shown}")


def raises(request: PlanRequest) -> Plan:
    raise RuntimeError("a defect")


PLANS: Mapping[str, Planned] = {
    "a wide fox": lambda _: picture(subject="a fox", format="banner 3:1"),
    "make it snow": lambda r: picture(r.base.id if r.base else "none", subject="a boat", setting="in snow"),
    "luna": of_luna,
    "what do you see": seen_by_it,
    "I like teal": lambda _: Plan(
        intent="remember", statements=(Statement(kind="preference", text="favourite colour is teal"),)
    ),
    "forget Luna": lambda _: Plan(intent="forget", forget="Luna"),
    "hello": lambda _: Plan(intent="chat", answer="Hello!"),
    "a black one": lambda r: picture(
        subject=f"a black cat {r.pending.context.value('setting') if r.pending else ''}"
    ),
    "it breaks": raises,
}


def item(message: str, **more: Any) -> Item:
    given = {"id": "x", "kind": "draw", "language": "en", "expect": {"outcome": "talk"}}
    return Item.model_validate({**given, "message": message, **more})


@pytest.fixture
async def stage(dsn: str) -> AsyncIterator[Stage]:
    models = replace(instant_models(Delays(), Ledger()), planner=ToldPlanner(PLANS), free=True)
    async with open_stage(dsn=dsn, models=models) as opened:
        yield opened


async def played(stage: Stage, message: str, **more: Any) -> Outcome:
    return await Player(stage=stage, item=item(message, **more), timeout_seconds=PATIENCE_SECONDS).play()


async def test_a_picture_comes_out_with_its_context_and_shape(stage: Stage) -> None:
    outcome = await played(stage, "a wide fox")
    assert classes_of(outcome) == {"picture"}
    assert outcome.value("scene") == "a fox"
    width, height = outcome.sizes[0]
    assert width / height == pytest.approx(3, rel=0.06)


async def test_what_was_there_before_is_there(stage: Stage) -> None:
    before = [
        {"who": "ben", "says": "a whale", "draws": {"subject": "a whale"}},
        {"says": "a boat", "draws": {"subject": "a boat"}},
    ]
    outcome = await played(stage, "what do you see", before=before, memory=[LUNA, THEIRS])
    assert "Luna: silver-haired elf / a boat" in outcome.text
    changed = await played(stage, "make it snow", before=before)
    assert classes_of(changed) == {"change"}
    assert [context.value("subject") for context in (changed.bases or {}).values()] == ["a boat"]


async def test_a_reply_names_the_picture(stage: Stage) -> None:
    before = [
        {"says": "a barn", "draws": {"subject": "a barn"}, "name": "barn"},
        {"says": "a boat", "draws": {"subject": "a boat"}},
    ]
    outcome = await played(stage, "what do you see", before=before, reply_to="barn")
    assert outcome.text.startswith(" / a barn")


async def test_one_item_knows_nothing_of_another(stage: Stage) -> None:
    await played(
        stage, "I like teal", memory=[LUNA], before=[{"says": "a boat", "draws": {"subject": "a boat"}}]
    )
    assert (await played(stage, "what do you see")).text.startswith(" / nothing")


async def test_a_memory_used_is_known_by_its_key(stage: Stage) -> None:
    outcome = await played(stage, "luna", memory=[LUNA, THEIRS])
    assert outcome.used == {"luna"}


async def test_memory_is_compared_before_and_after(stage: Stage) -> None:
    wrote = await played(stage, "I like teal", memory=[LUNA])
    assert classes_of(wrote) == {"remembered"}
    assert [(each.kind, each.scope) for each in wrote.stored] == [("preference", "user")]
    assert "teal" in wrote.stored[0].sentence
    assert wrote.lost == frozenset()
    forgot = await played(stage, "forget Luna", memory=[LUNA])
    assert classes_of(forgot) == {"forgotten"}
    assert (forgot.lost, forgot.removed) == ({"luna"}, {"luna"})


async def test_a_question_from_before_stays_open_or_is_answered(stage: Stage) -> None:
    asks = {
        "slot": "subject",
        "text": "What does it look like?",
        "setting": "on a sofa",
        "options": ["a tabby"],
    }
    before = [{"says": "draw my cat", "asks": asks}]
    talked = await played(stage, "hello", before=before)
    assert (talked.still_open, talked.text) == (True, "Hello!")
    answered = await played(stage, "a black one", before=before)
    assert (answered.still_open, answered.value("subject")) == (False, "a black cat on a sofa")


async def test_photos_and_commands_are_handed_in(stage: Stage) -> None:
    outcome = await played(stage, "/remember this is my cat", photo=1)
    assert len(outcome.photos) == 1
    listed = await played(stage, "/memory", memory=[LUNA])
    assert classes_of(listed) == {"listing"}


async def test_an_item_that_raises_is_wrong_and_the_run_goes_on(stage: Stage, tmp_path: Path) -> None:
    items = [
        item("it breaks", id="a"),
        item("hello", id="b", before=[{"says": "hello", "draws": {}}]),
        item("hello", id="c"),
    ]
    out = ResultFile(tmp_path / "out.jsonl")
    results = await play_all(items, stage=stage, at_once=2, timeout_seconds=PATIENCE_SECONDS, out=out)
    assert [result.right for result in results] == [False, False, True]
    assert results[0].faults == ("failed: the turn raised; the log says why",)
    assert set(out.read()) == {"seen/a", "seen/b", "seen/c"}
