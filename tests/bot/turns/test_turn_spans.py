"""What a turn did arrives at a collector: one trace with the turn's own id, its steps and calls in it, and nobody's words."""

import subprocess
import sys
from uuid import UUID

import pytest

from agent.domain.conversation import Turn
from agent.domain.generation import Plan
from agent.errors import Misconfigured, ModelUnavailable
from agent.outcomes import Outcome, told
from agent.ports import Journal, Progress
from bot.turns.turn_runner import Again
from bot.turns.turn_spans import NoSpans, open_spans
from tests.bot.turns.desk import Desk, answers, fails
from tests.patience import PATIENCE_SECONDS
from tests.worlds.collector import Collector, collector

SECRET = "a fox for grandmother"


async def with_a_model(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
    async def plan() -> Plan:
        await journal.note(
            "plan",
            model="m-1",
            seconds=0.25,
            input_tokens=900,
            output_tokens=40,
            cost_usd=0.002,
            prompt=SECRET,
        )
        return Plan(intent="create")

    await journal.once("plan", Plan, plan)
    await journal.note("render-0", failed="ModelUnavailable", seconds=0.1, prompt=SECRET)
    return told(SECRET)


async def sent(desk: Desk, *tries: object) -> tuple[Collector, str]:
    taken = await desk.house.say(SECRET)
    with collector() as found:
        with open_spans(found.url) as spans:
            for respond in tries:
                try:
                    await desk.runner(respond, spans=spans).run(taken.turn)  # pyright: ignore[reportArgumentType]
                except Again:
                    continue
        return found, taken.turn


async def test_a_turn_is_one_trace_with_its_own_id(desk: Desk) -> None:
    found, turn = await sent(desk, with_a_model)

    assert {span.trace for span in found.spans} == {UUID(turn).hex}
    root = found.named("turn")
    assert root.parent == ""
    assert {span.name for span in found.spans if span.parent == root.id} == {
        "plan",
        "plan call",
        "render call",
    }
    assert root.facts["atelier.turn"] == turn
    assert (root.facts["atelier.platform"], root.facts["atelier.try"], root.facts["atelier.end"]) == (
        "console",
        1,
        "done",
    )
    assert found.resource["service.name"] == "atelier"


async def test_a_call_tells_its_model_tokens_money_and_time(desk: Desk) -> None:
    found, _ = await sent(desk, with_a_model)

    call, lost = found.named("plan call"), found.named("render call")
    assert call.facts == {
        "gen_ai.request.model": "m-1", "gen_ai.usage.input_tokens": 900, "gen_ai.usage.output_tokens": 40, "atelier.cost_usd": 0.002,
    }  # fmt: skip
    assert round(call.seconds, 3) == 0.25
    assert (lost.failed, lost.facts["error.type"], call.failed) == (True, "ModelUnavailable", False)


async def test_nobody_s_words_and_nobody_s_id_leave(desk: Desk) -> None:
    found, _ = await sent(desk, with_a_model)

    said = repr(found)
    assert "fox" not in said
    assert "ana" not in said


async def test_the_tries_of_a_turn_stand_in_one_trace(desk: Desk) -> None:
    found, turn = await sent(desk, fails(ModelUnavailable("away")), answers)

    tries = [span for span in found.spans if span.name == "turn"]
    assert [span.facts["atelier.try"] for span in tries] == [1, 2]
    assert {span.trace for span in tries} == {UUID(turn).hex}


async def test_a_collector_that_is_away_costs_no_turn_and_no_stop(desk: Desk) -> None:
    taken = await desk.house.say("draw a fox")
    with collector() as gone:
        pass

    with open_spans(gone.url) as spans:
        await desk.runner(answers, spans=spans).run(taken.turn)

    assert [text for _, _, text in desk.post.delivered] == ["a fox"]


def test_without_a_collector_the_library_is_not_read_in() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, bot.commands.run; print(*sys.modules)"],
        capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    with open_spans("") as spans:
        assert isinstance(spans, NoSpans)

    assert not [name for name in told.stdout.split() if name.startswith("opentelemetry")]


def test_where_the_extra_is_missing_the_setting_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    with (
        pytest.raises(Misconfigured, match=r"ATELIER_OTLP_ENDPOINT.*opentelemetry-sdk"),
        open_spans("http://127.0.0.1:9"),
    ):
        pass
