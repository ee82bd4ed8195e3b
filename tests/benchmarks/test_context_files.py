"""The data files, the kept results, and the rates."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.context.__main__ import HERE, UNSEEN, chosen_items, data_files
from benchmarks.context.figures import Plans, Result, figures, misses, table
from benchmarks.context.items import KINDS, read_items
from benchmarks.context.result_file import ResultFile, is_of

GOOD = '[[item]]\nid = "a"\nkind = "draw"\nlanguage = "en"\nmessage = "a fox"\nexpect = { outcome = "picture" }\n'


def written(folder: Path, text: str, name: str = "seen.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def result(name: str, *, half: str = "seen", kind: str = "draw", right: bool = True, **flags: bool) -> Result:
    usual = {
        "wrong_memory": False,
        "picture_of_nothing": False,
        "asked": False,
        "may_ask": False,
        "must_ask": False,
    }
    faults = () if right else ("came out as talk",)
    return Result(
        id=name, kind=kind, half=half, language="en", message="a fox", right=right, faults=faults, **{**usual, **flags}
    )  # fmt: skip


def test_the_unseen_half_is_large_and_speaks_many_languages() -> None:
    items = read_items(UNSEEN)
    assert len(items) >= 160
    assert sum(item.language != "en" for item in items) >= 0.35 * len(items)
    assert min(Counter(item.kind for item in items)[kind] for kind in KINDS) >= 5
    assert {item.half for item in items} == {"unseen"}


def test_the_sample_can_be_read() -> None:
    assert {item.half for item in read_items(HERE / "seen_sample.toml")} == {"seen"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD.replace("draw", "drawing"), "kind"),
        (GOOD.replace("message", "massage"), "message"),
        (GOOD.replace('"picture"', '"picutre"'), "outcome"),
        (GOOD.replace('"picture"', '"picture", has = { sceen = ["fox"] }'), "'sceen'"),
        (GOOD.replace('"picture"', '"picture", uses = ["luna"]'), "'luna'"),
        (GOOD.replace('"picture"', '"picture", leaves_open = true'), "no question is open"),
        (GOOD + 'reply_to = "fox"\n', "'fox'"),
        (GOOD + GOOD, "twice"),
        (GOOD + "[[item", "seen.toml"),
    ],
)
def test_a_wrong_file_is_refused_by_what_is_wrong(tmp_path: Path, wrong: str, told: str) -> None:
    with pytest.raises(ValueError, match=r"seen\.toml") as refused:
        read_items(written(tmp_path, wrong))
    assert told in str(refused.value)


def test_the_half_is_in_the_name(tmp_path: Path) -> None:
    assert read_items(written(tmp_path, GOOD, "mine.toml"))[0].half == "seen"
    assert read_items(written(tmp_path, GOOD, "my_unseen.toml"))[0].half == "unseen"
    assert data_files("both", tmp_path / "x.toml") == [tmp_path / "x.toml"]
    assert data_files("unseen", None) == [UNSEEN]


def test_items_are_chosen_by_lot_the_same_each_time() -> None:
    items = read_items(UNSEEN)
    some = chosen_items(items, kinds=(), limit=20, seed=3)
    assert some == chosen_items(items, kinds=(), limit=20, seed=3)
    assert some != chosen_items(items, kinds=(), limit=20, seed=4)
    assert len(some) == 20
    assert {item.kind for item in chosen_items(items, kinds=("ask", "harm"), limit=None, seed=0)} == {
        "ask",
        "harm",
    }
    assert chosen_items(items, kinds=(), limit=0, seed=0) == []


def test_kept_results_survive_a_line_that_was_cut_off(tmp_path: Path) -> None:
    file = ResultFile(tmp_path / "out.jsonl")
    assert file.read() == {}
    file.add(result("a"))
    file.add(result("b"))
    whole = (tmp_path / "out.jsonl").read_text()
    (tmp_path / "out.jsonl").write_text(whole[:-20])
    assert list(file.read()) == ["seen/a"]
    file.add(result("b", right=False))
    assert file.read() == {"seen/a": result("a"), "seen/b": result("b", right=False)}


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, result("a").model_dump_json() + '\n{"id": 1}\n', "out.jsonl")
    with pytest.raises(ValueError, match=r"out\.jsonl:2"):
        ResultFile(path).read()


def test_a_result_is_of_the_item_as_it_reads_now(tmp_path: Path) -> None:
    item = read_items(written(tmp_path, GOOD))[0]
    assert is_of(result("a"), item)
    assert not is_of(result("a"), item.model_copy(update={"message": "a cat"}))
    assert not is_of(None, item)


def test_the_figures_have_the_shape_that_was_promised() -> None:
    results = [
        result("a", asked=True, right=False),
        result("b"),
        result("c", half="unseen", kind="ask", asked=True, may_ask=True, must_ask=True),
        result("d", half="unseen", kind="ask", may_ask=True, must_ask=True, right=False, wrong_memory=True),
        result("e", half="unseen", kind="small-talk", right=False, picture_of_nothing=True),
        result("f", half="unseen", kind="small-talk"),
    ]
    assert figures(results) == {
        "kinds": {
            "draw": {"right": 1, "of": 2},
            "ask": {"right": 1, "of": 2},
            "small-talk": {"right": 1, "of": 2},
        },
        "seen": {"right": 1, "of": 2},
        "unseen": {"right": 2, "of": 4},
        "needless_questions": 0.25,
        "missed_questions": 0.5,
        "wrong_memory": 1,
        "pictures_of_nothing": 1,
    }
    assert figures([])["needless_questions"] == 0.0


def test_the_table_and_the_misses() -> None:
    results = [result("a"), result("b", right=False)]
    shown = table(results, plans=Plans(seconds=(0.01, 0.03), cost_usd=0.5), seconds=2.0)
    assert "draw                        1     2     50%" in shown
    assert "2 plans: median 30 ms" in shown
    assert "0.5000 $" in shown
    assert misses(results) == "seen/b (draw, en): 'a fox'\n    came out as talk"
