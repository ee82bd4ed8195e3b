import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.quality.intervals import told, wilson
from benchmarks.quality.naming import key_words, names
from benchmarks.quality.records import BadData, Records, objects_in
from benchmarks.wise.__main__ import CALLS, estimate, table
from benchmarks.wise.items import chosen, group_of, overall, read_items
from simulators.openai.server import GENERATE, Asked, OpenAIServer, openai_server

ROOT = Path(__file__).parents[2]
ITEMS = [
    {"prompt_id": 1, "Prompt": "The fastest land animal",
     "Explanation": "The model should generate an image of a cheetah, known for its speed"},
    {"prompt_id": 2, "Prompt": "A drink of the Mad Hatter's parties", "Explanation": "This refers to tea. The image should show cups"},
    {"prompt_id": 401, "Prompt": "The tool of clerks before calculators",
     "Explanation": "This refers to an abacus. The image should show rods"},
    {"prompt_id": 521, "Prompt": "A city seen from its tallest tower", "Explanation": "The image should show rooftops far below"},
]  # fmt: skip


def written(folder: Path, items: object) -> Path:
    path = folder / "merge.json"
    path.write_text(json.dumps(items, indent=1))
    return path


# --- scoring, against hand-made examples -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("explanation", "prompt", "keys"),
    [
        (
            "The model should generate an image of a cheetah, known for its speed",
            "The fastest land animal",
            ["cheet"],
        ),
        (
            "This refers to Murano glass, so the photo should include a chandelier",
            "A craft of Venice",
            ["muran", "glass"],
        ),
        (
            "The image should show the liquid turning clearly red or pink",
            "Lemon juice with litmus",
            ["liqui", "turni", "red", "pink"],
        ),
        ("The model should generate an image of lemons", "The fruit that makes lemonade", []),
        (
            "The model should generate an image of lemons. They are yellow",
            "The fruit that makes lemonade",
            ["they", "yello"],
        ),
    ],
)
def test_an_answer_is_known_by_the_words_the_prompt_does_not_give_away(
    explanation: str, prompt: str, keys: list[str]
) -> None:
    assert list(key_words(explanation, prompt)) == keys


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("a cheetah in the grass", True),
        ("Cheetahs, running", True),
        ("a fast land animal", False),
        ("", False),
        ("a lion", False),
    ],
)
def test_a_text_names_the_answer_or_does_not(text: str, is_named: bool) -> None:
    assert names(text, ITEMS[0]["Explanation"], ITEMS[0]["Prompt"]) is is_named


def test_the_raw_prompt_never_names_what_it_does_not_give_away() -> None:
    assert not any(names(item["Prompt"], item["Explanation"], item["Prompt"]) for item in ITEMS)


def test_the_overall_score_weighs_the_groups_as_published() -> None:
    whole = {"culture": 1.0, "time": 0.5, "space": 0.5, "biology": 0.5, "physics": 0.5, "chemistry": 0.5}

    assert overall(whole) == pytest.approx(0.40 + 0.6 * 0.5)
    assert overall({"culture": 0.2, "time": 0.8}) == pytest.approx((0.4 * 0.2 + 0.12 * 0.8) / 0.52)
    assert overall({}) == 0.0


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (45, 60, 0.628, 0.842), (0, 0, 0, 1)],
)
def test_intervals_are_wilsons(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == pytest.approx((low, high), abs=0.001)


def test_a_table_has_each_group_and_its_interval() -> None:
    row = {"group": "culture", "score_raw": 0.0, "score_sentence": None, "usd": 0.01}
    rows = [row | {"id": str(n), "score": float(n % 2)} for n in range(10)]

    text = table(rows, "plan", "tiny")

    assert told(5, 10) == "0.500 (0.237-0.763)"
    assert "0.500 (0.237-0.763)" in text
    assert "Cost: $0.1000" in text
    assert "chemistry" not in text


# --- data --------------------------------------------------------------------------------------------------------


def test_groups_follow_the_published_numbers() -> None:
    assert [group_of(n) for n in (1, 400, 401, 521, 641, 761, 1000)] == [
        "culture", "culture", "time", "space", "biology", "physics", "chemistry",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"prompt_id": "two"}, "whole number"),
        ({"prompt_id": 1}, "there twice"),
        ({"Prompt": " "}, "must be words"),
        ({"Explanation": None}, "must be words"),
    ],
)
def test_a_bad_item_is_named_by_file_and_line(tmp_path: Path, change: dict[str, object], why: str) -> None:
    path = written(tmp_path, [ITEMS[0], ITEMS[1] | change])

    with pytest.raises(BadData, match=why) as caught:
        read_items(path)

    assert str(caught.value).startswith(f"{path}:7: ")


@pytest.mark.parametrize("text", ["", "{", '{"a": 1}', "[1]", '[{"prompt_id": 1},]'])
def test_a_file_that_is_no_list_of_items_is_turned_down(tmp_path: Path, text: str) -> None:
    path = tmp_path / "merge.json"
    path.write_text(text)

    with pytest.raises(BadData, match=r"merge\.json:\d+: "):
        read_items(path)


def test_every_object_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text('[\n {"a": "]"},\n\n {"a":\n 2}, {"a": 3}]')

    assert [line for line, _ in objects_in(path)] == [2, 4, 5]


def test_the_lot_takes_from_every_group_alike_and_stays_the_same(tmp_path: Path) -> None:
    items = read_items(written(tmp_path, ITEMS))

    three = chosen(items, 3, seed=1)

    assert {item.group for item in three} == {"culture", "time", "space"}
    assert chosen(items, 3, seed=1) == three
    assert chosen(items, None, seed=1) == items


# --- results that last -------------------------------------------------------------------------------------------


def test_a_line_that_was_cut_off_is_done_again(tmp_path: Path) -> None:
    records = Records(tmp_path / "out.jsonl")
    records.add({"id": "a", "score": 1})
    with records.path.open("a") as file:
        file.write('{"id": "b", "sco')

    assert set(records.read()) == {"a"}
    records.add({"id": "b", "score": 0})
    assert set(records.read()) == {"a", "b"}


def test_results_that_are_none_are_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"id": "a"}\n{"score": 1}\n')

    with pytest.raises(BadData, match=r"out\.jsonl:2: a result without an id"):
        Records(path).read()


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
    return await asyncio.to_thread(process.communicate, timeout=60)


async def test_a_run_that_was_killed_goes_on_and_pays_for_nothing_twice(tmp_path: Path) -> None:
    data, out = written(tmp_path, ITEMS), tmp_path / "out.jsonl"
    async with openai_server(brain) as server:
        first = started(server, data, out)
        await _until_lines(out, 2)
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


async def _until_lines(path: Path, count: int) -> None:
    def wait() -> None:
        deadline = time.monotonic() + 60
        while not path.exists() or path.read_text().count("\n") < count:
            assert time.monotonic() < deadline
            time.sleep(0.01)

    await asyncio.to_thread(wait)


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


def test_the_estimate_counts_every_call() -> None:
    chat = SimpleNamespace(input=1.0, output=5.0)
    priced: Any = SimpleNamespace(chat_price=chat, image_price=SimpleNamespace(picture=0.05))

    assert CALLS["plan"] == ((1_400, 250), (60, 40))
    assert estimate(priced, "plan", 1_000) == pytest.approx(1.46 + 1.45)
    assert estimate(priced, "agent", 10) == pytest.approx(10 * (0.0025 + 0.00155 + 0.05))
