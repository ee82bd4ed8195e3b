import json
from dataclasses import replace

import pytest

from adapters.openai.judge import ModelJudge
from agent.domain.generation import Check, Reference
from agent.errors import ModelUnavailable
from agent.ports import Judge
from agent.rendering.evaluation import identity_checks
from tests.contracts.models.judge_contract import CHECKS, JudgeContract, judge_request
from tests.fakes.models.images import png
from tests.fakes.models.language_model import FakeLanguageModel
from tests.patience import PATIENCE_SECONDS


def judge(*verdicts: str, advice: str = "", **model) -> ModelJudge:
    items = [{"number": n, "holds": holds, "why": ""} for n, holds in enumerate(verdicts, 1)]
    says = [json.dumps({"verdicts": items, "advice": advice})]
    return ModelJudge(FakeLanguageModel(says=says, repeats=True, **model))


class TestModelJudge(JudgeContract):
    @pytest.fixture
    def content(self) -> Judge:
        return judge("yes", "yes")


async def test_the_whole_checklist_is_judged_in_one_call_with_the_picture() -> None:
    model = FakeLanguageModel(says=['{"verdicts": []}'])

    await ModelJudge(model).judge(judge_request(missing=("the lamp",)), timeout_seconds=PATIENCE_SECONDS)

    assert len(model.asked) == 1
    assert '1. "there are exactly three cats"\n2. "it is a watercolour"' in model.asked[0].user
    assert '"the lamp"' in model.asked[0].user
    assert len(model.asked[0].images) == 1


async def test_who_is_meant_is_shown_beside_the_picture_in_the_same_call_and_named_where_missed() -> None:
    figures = tuple(
        (Reference(image=name, role="person", label=name), png(width=side))
        for name, side in (("Ana", 24), ("Ben", 40))
    )
    asked = replace(judge_request(*identity_checks(figures), *CHECKS), figures=figures)
    items = [{"number": n, "holds": holds, "why": ""} for n, holds in enumerate(["yes", "no", "yes"], 1)]
    model = FakeLanguageModel(says=[json.dumps({"verdicts": items, "advice": "Give Ben his beard."})])

    evaluation, _ = await ModelJudge(model).judge(asked, timeout_seconds=PATIENCE_SECONDS)

    (call,) = model.asked
    assert list(call.images) == [asked.image, *(image for _, image in figures)]
    assert 'picture 2: "Ana"\npicture 3: "Ben"' in call.user
    assert (evaluation.verdict, evaluation.failed) == ("revise", ("Ben looks as in the picture of Ben",))


async def test_a_hard_item_that_fails_asks_for_another_picture() -> None:
    evaluation, usage = await judge("no", "yes", advice="Draw three cats, not two.").judge(
        judge_request(), timeout_seconds=PATIENCE_SECONDS
    )

    assert evaluation.verdict == "revise"
    assert evaluation.failed == ("there are exactly three cats",)
    assert evaluation.advice == "Draw three cats, not two."
    assert evaluation.score == 0.5
    assert usage.cost_usd == 0.01


async def test_a_soft_item_that_fails_is_said_and_left() -> None:
    evaluation, _ = await judge("yes", "no").judge(judge_request(), timeout_seconds=PATIENCE_SECONDS)

    assert (evaluation.verdict, evaluation.failed) == ("accept", ("it is a watercolour",))


async def test_what_cannot_be_seen_is_no_failure() -> None:
    evaluation, _ = await judge("unclear").judge(judge_request(), timeout_seconds=PATIENCE_SECONDS)

    assert (evaluation.verdict, evaluation.score) == ("accept", 0.5)


async def test_hard_items_are_looked_at_first_when_there_are_many() -> None:
    checks = [*(Check(slot="style", text=f"soft {n}") for n in range(20)), CHECKS[0]]

    evaluation, _ = await judge("no", *["yes"] * 11).judge(
        judge_request(*checks), timeout_seconds=PATIENCE_SECONDS
    )

    assert evaluation.failed == (CHECKS[0].text,)


async def test_a_judge_without_eyes_lets_the_picture_pass() -> None:
    evaluation, _ = await judge("no", "no", degraded="pictures unseen").judge(
        judge_request(), timeout_seconds=PATIENCE_SECONDS
    )

    assert evaluation.verdict == "accept"


async def test_a_verdict_that_cannot_be_read_leaves_the_picture_unjudged_with_its_cost() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        await ModelJudge(FakeLanguageModel(says=["nice", "very nice"])).judge(
            judge_request(), timeout_seconds=PATIENCE_SECONDS
        )

    assert caught.value.cost_usd == 0.02


async def test_items_that_were_not_on_the_list_count_for_nothing() -> None:
    evaluation, _ = await judge("yes", "yes", "no", "no").judge(
        judge_request(), timeout_seconds=PATIENCE_SECONDS
    )

    assert (evaluation.verdict, evaluation.failed, evaluation.score) == ("accept", (), 1.0)
