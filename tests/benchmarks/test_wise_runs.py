"""WISE, run as a process: it goes on after a kill, keeps to its budget, and names what is wrong."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulators.openai.requests import GENERATE, Asked
from simulators.openai.server import OpenAIServer, openai_server
from tests.benchmarks.bench_runs import until_lines
from tests.benchmarks.wise_items import ITEMS, written
from tests.patience import START_SECONDS

ROOT = Path(__file__).parents[2]


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


def started(server: OpenAIServer, data: Path, out: Path, *more: str) -> "subprocess.Popen[str]":
    env = {
        **os.environ,
        "OPENAI_BASE_URL": server.url,
        "ATELIER_CHAT_MODEL": "tiny",
        "ATELIER_PLAN": "full",
        "ATELIER_SEARCH": "off",
    }
    command = [sys.executable, "-m", "benchmarks.wise", "--data", str(data), "--out", str(out), *more]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


async def finished(process: "subprocess.Popen[str]") -> tuple[str, str]:
    return await asyncio.to_thread(process.communicate, timeout=START_SECONDS)


async def test_a_run_that_was_killed_goes_on_and_pays_for_nothing_twice(tmp_path: Path) -> None:
    data, out = written(tmp_path, ITEMS), tmp_path / "out.jsonl"
    async with openai_server(brain) as server:
        first = started(server, data, out)
        await until_lines(out, 2)
        first.send_signal(signal.SIGKILL)
        await finished(first)
        done = {json.loads(line)["id"] for line in out.read_text().splitlines() if line.endswith("}")}
        before = len(server.asked)
        server.asked.clear()

        second = started(server, data, out)
        printed, _ = await finished(second)

    assert second.returncode == 0
    assert before >= 4
    assert len(server.asked) == 2 * (len(ITEMS) - len(done))
    assert len(out.read_text().splitlines()) == len(ITEMS)
    assert "WISE-Verified, 4 items" in printed


@pytest.mark.parametrize(
    ("mode", "told_to_draw"), [("direct", "The fastest land animal"), ("agent", "A cheetah.")]
)
async def test_pictures_are_drawn_of_the_prompt_or_of_the_plan_and_judged(
    tmp_path: Path, mode: str, told_to_draw: str
) -> None:
    out = tmp_path / "out.jsonl"
    async with openai_server(brain, side_max=64, models=("tiny", "gpt-image-2")) as server:
        process = started(server, written(tmp_path, ITEMS), out, "--mode", mode)
        printed, errors = await finished(process)

    assert process.returncode == 0, errors
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
    assert "0.250 (" in printed


async def test_a_judge_without_eyes_ends_the_run_and_the_picture_is_kept_for_the_next(tmp_path: Path) -> None:
    async with openai_server(brain, side_max=64, vision=False, models=("tiny", "gpt-image-2")) as server:
        blind = started(server, written(tmp_path, ITEMS), tmp_path / "out.jsonl", "--mode", "direct")
        _, errors = await finished(blind)
        server.vision = True
        sees = started(server, written(tmp_path, ITEMS), tmp_path / "out.jsonl", "--mode", "direct")
        printed, _ = await finished(sees)

    assert (blind.returncode, sees.returncode) == (2, 0)
    assert "sees no pictures" in errors
    assert "WISE-Verified, 4 items" in printed
    assert server.rendered == len(ITEMS)


async def test_a_run_that_would_cost_more_than_its_budget_does_not_start(tmp_path: Path) -> None:
    async with openai_server(brain) as server:
        process = started(server, written(tmp_path, ITEMS), tmp_path / "out.jsonl", "--budget", "-1")
        _, told_ = await finished(process)

    assert process.returncode == 2
    assert "raise it" in told_
    assert server.asked == []


async def test_bad_data_ends_a_run_before_it_asks_anything(tmp_path: Path) -> None:
    async with openai_server(brain) as server:
        process = started(server, written(tmp_path, [{"prompt_id": 0}]), tmp_path / "out.jsonl")
        _, told_ = await finished(process)

    assert process.returncode == 2
    assert "merge.json:2: prompt_id" in told_
    assert server.asked == []
