"""WISE: what counts as an answer, the groups and their figures, and data that is none."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.quality.intervals import told, wilson
from benchmarks.quality.naming import key_words, names
from benchmarks.quality.records import BadData, Records, objects_in
from benchmarks.wise.__main__ import CALLS, estimate, table
from benchmarks.wise.items import chosen, group_of, overall, read_items
from tests.benchmarks.quality.wise_items import ITEMS, written


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


def test_the_estimate_counts_every_call() -> None:
    chat = SimpleNamespace(input=1.0, output=5.0)
    priced: Any = SimpleNamespace(chat_price=chat, image_price=SimpleNamespace(picture=0.05))

    assert CALLS["plan"] == ((1_400, 250), (60, 40))
    assert estimate(priced, "plan", 1_000) == pytest.approx(1.46 + 1.45)
    assert estimate(priced, "agent", 10) == pytest.approx(10 * (0.0025 + 0.00155 + 0.05))
