"""Asking by value of information: the arithmetic, its edges, and what is done with what is not asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.generation import Candidate, Gap
from agent.limits import OPTIONS_PER_QUESTION_MAX, QUESTIONS_PER_MESSAGE_MAX
from agent.planning.ask_policy import DEFAULT_SUBJECT, PRICES, assume, decide, gain


def gap(*probabilities: float, slot: str = "character", harm: float = 0.8, **more: object) -> Gap:
    candidates = tuple(
        Candidate(value=f"{slot} {n}", probability=p, source="memory") for n, p in enumerate(probabilities)
    )
    return Gap(slot=slot, why="unclear", route="ask", harm=harm, candidates=candidates, **more)


@pytest.mark.parametrize(
    ("probabilities", "harm", "expected"),
    [
        ((0.5, 0.5), 0.8, 0.4),  # (1.0 - 0.5) x 0.8
        ((0.9,), 1.0, 0.08),  # 0.9 + 0.8 x 0.1 - 0.9
        ((), 0.5, 0.4),  # an open answer is worth 0.8
        ((1.0,), 1.0, 0.0),
        ((0.25, 0.25, 0.25, 0.25), 1.0, 0.75),
        ((0.5, 0.5), 0.0, 0.0),
    ],
)
def test_the_gain_is_what_an_answer_adds(
    probabilities: tuple[float, ...], harm: float, expected: float
) -> None:
    assert gain(gap(*probabilities, harm=harm)) == pytest.approx(expected)


@given(st.lists(st.floats(0, 1), max_size=6), st.floats(0, 1))
def test_the_gain_is_between_nothing_and_the_harm(probabilities: list[float], harm: float) -> None:
    total = sum(probabilities) or 1.0
    shared = [p / max(1.0, total) for p in probabilities]

    assert 0.0 <= gain(gap(*shared, harm=harm)) <= harm + 1e-9


def test_the_surer_the_best_guess_the_less_is_asked() -> None:
    gains = [gain(gap(p, 1 - p)) for p in (0.5, 0.6, 0.8, 0.95)]

    assert gains == sorted(gains, reverse=True)


def test_a_gap_is_asked_about_when_its_gain_beats_the_price() -> None:
    doubtful, clear = gap(0.5, 0.5, harm=0.6), gap(0.9, 0.1, slot="style", harm=0.6)

    decision = decide([doubtful, clear], policy="when-needed")

    assert [question.slot for question in decision.questions] == ["character"]
    assert len(decision.arithmetic) == 2
    assert decision.arithmetic[0].endswith("-> ask")
    assert decision.arithmetic[1].endswith("-> assume")


def test_who_wants_to_be_asked_often_pays_less() -> None:
    small = gap(0.8, 0.2, harm=0.8)  # gains 0.16

    assert PRICES["often"] < gain(small) < PRICES["when-needed"]
    assert decide([small], policy="when-needed").questions == ()
    assert len(decide([small], policy="often").questions) == 1


def test_never_means_never() -> None:
    decision = decide([gap(slot="subject", harm=1.0), gap(0.5, 0.5, harm=1.0)], policy="never")

    assert decision.questions == ()
    assert all("no question wanted" in line for line in decision.arithmetic)


def test_a_price_of_its_own_overrides_the_policys() -> None:
    assert decide([gap(0.5, 0.5)], policy="when-needed", price=0.9).questions == ()


def test_nothing_to_draw_is_asked_about_at_any_price() -> None:
    nothing = Gap(slot="subject", why="nothing named", route="ask", harm=0.0)

    assert len(decide([nothing], policy="when-needed", price=10.0).questions) == 1


def test_the_two_worthiest_are_asked_the_worthiest_first() -> None:
    gaps = [gap(0.6, 0.4, slot="style"), gap(0.3, 0.3, 0.3), gap(0.5, 0.5, slot="setting")]

    questions = decide(gaps, policy="when-needed").questions

    assert len(questions) == QUESTIONS_PER_MESSAGE_MAX
    assert [question.slot for question in questions] == ["character", "setting"]
    assert len(decide(gaps, policy="when-needed", limit=1).questions) == 1


def test_one_slot_is_asked_about_once() -> None:
    questions = decide([gap(0.5, 0.5), gap(0.4, 0.4)], policy="when-needed").questions

    assert [question.slot for question in questions] == ["character"]


def test_at_most_four_options_likeliest_first_without_doubles() -> None:
    candidates = tuple(
        Candidate(value=value, probability=p)
        for value, p in [("a", 0.1), ("b", 0.3), ("a", 0.1), ("c", 0.2), ("d", 0.1), ("e", 0.1)]
    )
    question = decide(
        [Gap(slot="character", why="", route="ask", harm=1.0, candidates=candidates)], policy="when-needed"
    ).questions[0]

    assert [option.value for option in question.options] == ["b", "c", "a", "d"]
    assert len(question.options) == OPTIONS_PER_QUESTION_MAX


def test_a_gap_without_a_wording_gets_a_plain_one() -> None:
    said = decide([gap(0.5, 0.5, question="Welche Luna?")], policy="when-needed").questions[0]
    plain = decide([gap(0.5, 0.5, slot="setting")], policy="when-needed").questions[0]

    assert (said.text, plain.text) == ("Welche Luna?", "Where should it be?")


# --- matters of taste ------------------------------------------------------------------------------------------


def test_a_matter_of_taste_is_shown_not_asked() -> None:
    taste = gap(0.4, 0.3, 0.3, slot="style", harm=0.95, taste=True)

    decision = decide([taste], policy="when-needed")

    assert decision.questions == ()
    assert [draft.value for draft in decision.drafts] == ["style 0", "style 1", "style 2"]


@pytest.mark.parametrize(
    ("policy", "harm", "shown"), [("when-needed", 0.5, 0), ("often", 0.5, 2), ("when-needed", 0.9, 2)]
)
def test_drafts_are_for_those_who_want_a_choice(policy: str, harm: float, shown: int) -> None:
    decision = decide([gap(0.5, 0.5, slot="style", harm=harm, taste=True)], policy=policy)

    assert len(decision.drafts) == shown


def test_one_way_is_no_choice() -> None:
    assert decide([gap(0.9, slot="style", harm=1.0, taste=True)], policy="often").drafts == ()


def test_a_question_goes_before_drafts() -> None:
    decision = decide(
        [gap(0.5, 0.5), gap(0.5, 0.5, slot="style", harm=1.0, taste=True)], policy="when-needed"
    )

    assert len(decision.questions) == 1
    assert decision.drafts == ()


# --- assumptions -----------------------------------------------------------------------------------------------


def test_the_likeliest_is_assumed_and_named_so() -> None:
    doubtful = Gap(
        slot="character", why="two Lunas", route="ask",
        candidates=(Candidate(value="cat", probability=0.3), Candidate(value="elf", probability=0.6, memory="m1")),
    )  # fmt: skip

    evidence = assume(doubtful)

    assert evidence is not None
    assert (evidence.value, evidence.method, evidence.source, evidence.memory) == (
        "elf",
        "assume",
        "two Lunas",
        "m1",
    )
    assert evidence.confidence == 0.6


def test_equally_likely_ones_keep_the_planners_order() -> None:
    evidence = assume(gap(0.4, 0.4))

    assert evidence is not None
    assert evidence.value == "character 0"


def test_a_picture_of_nothing_is_a_small_fox() -> None:
    evidence = assume(Gap(slot="subject", why="", route="ask"))

    assert evidence is not None
    assert evidence.value == DEFAULT_SUBJECT


def test_nothing_to_go_by_stays_open() -> None:
    assert assume(Gap(slot="character", why="", route="ask")) is None
