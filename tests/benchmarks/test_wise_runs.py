"""WISE, run whole: it goes on after a kill, keeps to its budget, and names what is wrong."""

import json
from pathlib import Path

import pytest

from simulators.openai.requests import GENERATE, Asked
from simulators.openai.server import openai_server
from tests.benchmarks.bench_runs import killed_after, ran, ran_alone
from tests.benchmarks.wise_items import ITEMS, written


def brain(asked: Asked) -> str:
    if asked.name == "wise_judge":
        return json.dumps(
            {
                "why": "seen",
                "score": int("EXPLANATION: The model should" in asked.user and asked.pictures == 1),
            }
        )
    if asked.name == "sentence":
        return '{"sentence": "A fast animal."}'
    slot = {"slot": "subject", "value": "a cheetah", "method": "reason"}
    return json.dumps({"intent": "create", "slots": [slot], "prompt": "A cheetah."})


async def test_a_run_that_was_killed_goes_on_and_pays_for_nothing_twice(tmp_path: Path) -> None:
    data, out = written(tmp_path, ITEMS), tmp_path / "out.jsonl"
    async with openai_server(brain) as server:
        done = await killed_after(2, "wise", server, out, "--data", str(data))
        before = len(server.asked)
        server.asked.clear()

        second = await ran_alone("wise", server, out, "--data", str(data))

    assert second.code == 0, second.errors
    assert before >= 4
    assert len(server.asked) == 2 * (len(ITEMS) - len(done))
    assert len(out.read_text().splitlines()) == len(ITEMS)
    assert "WISE-Verified, 4 items" in second.printed


@pytest.mark.parametrize(
    ("mode", "told_to_draw"), [("direct", "The fastest land animal"), ("agent", "A cheetah.")]
)
async def test_pictures_are_drawn_of_the_prompt_or_of_the_plan_and_judged(
    tmp_path: Path, mode: str, told_to_draw: str
) -> None:
    out = tmp_path / "out.jsonl"
    async with openai_server(brain, side_max=64, models=("tiny", "gpt-image-2")) as server:
        run = await ran("wise", server, out, "--data", str(written(tmp_path, ITEMS)), "--mode", mode)

    assert run.code == 0, run.errors
    assert server.of(GENERATE)[0].body["prompt"].startswith(told_to_draw)
    assert server.rendered == len(ITEMS)
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    scores = {record["id"]: record["score"] for record in lines if "score" in record}
    assert scores == {
        f"{mode} wise-1": 1.0,
        f"{mode} wise-2": 0.0,
        f"{mode} wise-401": 0.0,
        f"{mode} wise-521": 0.0,
    }
    assert "0.250 (" in run.printed


async def test_a_judge_without_eyes_ends_the_run_and_the_picture_is_kept_for_the_next(tmp_path: Path) -> None:
    out, options = tmp_path / "out.jsonl", ["--data", str(written(tmp_path, ITEMS)), "--mode", "direct"]
    async with openai_server(brain, side_max=64, vision=False, models=("tiny", "gpt-image-2")) as server:
        blind = await ran("wise", server, out, *options)
        server.vision = True
        sees = await ran("wise", server, out, *options)

    assert (blind.code, sees.code) == (2, 0), sees.errors
    assert "sees no pictures" in blind.errors
    assert "WISE-Verified, 4 items" in sees.printed
    assert server.rendered == len(ITEMS)


async def test_a_run_that_would_cost_more_than_its_budget_does_not_start(tmp_path: Path) -> None:
    async with openai_server(brain) as server:
        data = str(written(tmp_path, ITEMS))
        run = await ran("wise", server, tmp_path / "out.jsonl", "--data", data, "--budget", "-1")

    assert run.code == 2
    assert "raise it" in run.errors
    assert server.asked == []


async def test_bad_data_ends_a_run_before_it_asks_anything(tmp_path: Path) -> None:
    async with openai_server(brain) as server:
        data = str(written(tmp_path, [{"prompt_id": 0}]))
        run = await ran("wise", server, tmp_path / "out.jsonl", "--data", data)

    assert run.code == 2
    assert "merge.json:2: prompt_id" in run.errors
    assert server.asked == []
