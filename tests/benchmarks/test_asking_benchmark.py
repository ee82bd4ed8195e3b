from pathlib import Path

import pytest

from agent.domain.generation import Candidate, Gap
from benchmarks.asking.__main__ import PRICES, WORLDS, knob_of, run, table
from benchmarks.asking.rules import RULES, entropy, utility
from benchmarks.asking.world import OpenRequest, requests
from benchmarks.quality.records import Records


def gap(*chances: float, harm: float = 0.5, slot: str = "style") -> Gap:
    options = tuple(
        Candidate(value=letter, probability=chance)
        for letter, chance in zip("abcdefgh", chances, strict=False)
    )
    return Gap(slot=slot, why="", route="ask", candidates=options, harm=harm)  # pyright: ignore[reportArgumentType]


def request(truth: str, *gaps: Gap) -> OpenRequest:
    return OpenRequest(number=1, gaps=gaps, truth=tuple(truth))


# --- by hand -----------------------------------------------------------------------------------------------------


def test_a_wrong_guess_takes_its_harm_and_a_question_its_price() -> None:
    open_ = gap(0.6, 0.4, harm=0.5)

    assert utility(request("a", open_), (), 0.1) == 0.0
    assert utility(request("b", open_), (), 0.1) == -0.5
    assert utility(request("b", open_), (open_,), 0.1) == pytest.approx(-0.1)


def test_what_is_not_among_the_options_shown_has_to_be_typed() -> None:
    wide = gap(0.3, 0.2, 0.2, 0.15, 0.1, 0.05, harm=1.0)

    assert utility(request("d", wide), (wide,), 0.0) == 0.0
    assert utility(request("e", wide), (wide,), 0.0) == pytest.approx(-0.2)


@pytest.mark.parametrize(
    ("rule", "knob", "asked"),
    [
        ("never", 0, ""),
        ("always", 0, "ca"),
        ("fixed number", 1, "c"),
        ("confidence", 0.7, "ca"),
        ("entropy", 0.8, "c"),
        ("ours", 0, "ca"),
    ],
)
def test_each_rule_asks_by_its_own_measure(rule: str, knob: float, asked: str) -> None:
    even, sure, many = (
        gap(0.5, 0.5, slot="style", harm=0.7),
        gap(0.95, 0.05, slot="time", harm=0.1),
        gap(*[0.25] * 4, slot="setting", harm=0.8),
    )
    letters = {"style": "a", "time": "b", "setting": "c"}

    found = RULES[rule][0]([even, sure, many], 0.1, knob)

    assert sorted(letters[g.slot] for g in found) == sorted(asked)


def test_entropy_is_counted_in_bits() -> None:
    assert entropy(gap(0.25, 0.25, 0.25, 0.25)) == 2.0
    assert entropy(gap(1.0, 0.0)) == 0.0


def test_a_knob_is_the_best_on_the_other_requests() -> None:
    known = [request("b", gap(0.6, 0.4, harm=1.0))] * 5

    assert knob_of("fixed number", 0.1, known) == 1
    assert knob_of("fixed number", 1.5, known) == 0


# --- the set -----------------------------------------------------------------------------------------------------


def test_the_set_is_the_same_for_the_same_seed_and_memory_only_changes_belief() -> None:
    without, with_ = requests(seed=1, count=50, memory=False), requests(seed=1, count=50, memory=True)

    assert requests(seed=1, count=50, memory=False) == without
    assert [r.truth for r in with_] == [r.truth for r in without]
    assert [r.gaps for r in with_] != [r.gaps for r in without]
    assert all(sum(c.probability for c in g.candidates) == pytest.approx(1.0) for r in with_ for g in r.gaps)


def test_knowing_a_person_helps_to_guess_and_saves_questions() -> None:
    lost: dict[bool, float] = {}
    asked: dict[bool, int] = {}
    for memory in (False, True):
        judged = requests(seed=2, count=300, memory=memory)
        lost[memory] = sum(utility(r, (), 0.15) for r in judged)
        asked[memory] = sum(len(RULES["ours"][0](r.gaps, 0.15, 0.0)) for r in judged)

    assert lost[True] > lost[False]
    assert asked[True] < asked[False]


def test_a_table_has_every_rule_price_and_world_and_a_run_goes_on(tmp_path: Path) -> None:
    out = Records(tmp_path / "out.jsonl")

    first = run(seed=0, count=20, out=out)
    lines = out.path.read_text().count("\n")
    second = run(seed=0, count=20, out=out)

    text = table(first)
    assert lines == 20 * len(WORLDS) == out.path.read_text().count("\n")
    assert table(second) == text
    assert all(word in text for word in (*RULES, *WORLDS, *(f"price {price}" for price in PRICES)))
