"""The judge that knows only what the renderer admits, and the merger that claims no more than was found."""

import pytest

from adapters.builtin.judge import BuiltInJudge, verdict
from adapters.builtin.merger import FOUND_CHARS_MAX, BuiltInMerger, merged
from agent.domain.generation import Check
from agent.ports import Findings, Judge
from tests.contracts.models.judge_contract import JudgeContract, judge_request
from tests.fakes.builders import context
from tests.fakes.models.images import png
from tests.patience import PATIENCE_SECONDS

CATS = Check(slot="count", text="there are exactly 3 cats", hard=True)
STYLE = Check(slot="style", text="style: watercolour")
NO_SPIDERS = Check(slot="exclude", text="there is no spiders in it", hard=True)


class TestJudgeContract(JudgeContract):
    @pytest.fixture
    def content(self) -> Judge:
        return BuiltInJudge()


def test_what_is_missing_breaks_the_checks_that_speak_of_it() -> None:
    evaluation = verdict(judge_request(CATS, STYLE, missing=("cat",)))

    assert evaluation.failed == (CATS.text,)
    assert evaluation.score == 0.5


def test_another_try_is_not_asked_for() -> None:
    assert verdict(judge_request(CATS, missing=("cat",))).verdict == "accept"


def test_what_must_not_be_there_may_be_missing() -> None:
    assert verdict(judge_request(NO_SPIDERS, missing=("spider",))).failed == ()


def test_what_no_check_speaks_of_fails_nothing() -> None:
    assert verdict(judge_request(CATS, missing=("sphinx",))).failed == ()


def test_chinese_things_are_found_in_their_checks() -> None:
    check = Check(slot="subject", text="it shows 一只麒麟")

    assert verdict(judge_request(check, missing=("麒麟",))).failed == (check.text,)


# --- the merger ------------------------------------------------------------------------------------------------


async def test_a_found_text_is_evidence_with_its_source() -> None:
    found = Findings(
        slot="subject",
        query="okapi",
        text="The okapi is a striped animal.",
        sources=("https://a.example/okapi",),
    )

    made, usage = await BuiltInMerger().merge(
        context({"subject": "an okapi"}), [found], timeout_seconds=PATIENCE_SECONDS
    )

    evidence = made.slots["subject"]
    assert evidence.value == "an okapi: The okapi is a striped animal."
    assert (evidence.method, evidence.source) == ("search", "https://a.example/okapi")
    assert evidence.confidence < 1.0
    assert "striped animal" in made.prompt
    assert usage.cost_usd == 0.0


def test_found_pictures_are_named_as_such() -> None:
    made = merged(
        context(),
        [Findings(slot="references", query="okapi", sources=("https://a.example",), images=(png(),))],
    )

    assert made.value("references") == "pictures of okapi"


def test_a_long_text_is_cut_at_a_sentence() -> None:
    made = merged(context(), [Findings(slot="setting", query="q", text="A short sentence. " * 100)])

    assert len(made.value("setting")) <= FOUND_CHARS_MAX
    assert made.value("setting").endswith("sentence.")


def test_a_slot_that_does_not_exist_is_left_alone() -> None:
    before = context({"subject": "a fox"})

    assert merged(before, [Findings(slot="nonsense", query="q", text="t")]).slots == before.slots


def test_nothing_found_changes_nothing() -> None:
    before = context({"subject": "a fox"})

    assert merged(before, []).slots == before.slots
