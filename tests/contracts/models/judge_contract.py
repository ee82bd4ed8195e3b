"""What every `Judge` does."""

from abc import ABC, abstractmethod

import pytest

from agent.domain.generation import Check
from agent.ports import Judge, JudgeRequest
from tests.fakes.builders import context
from tests.fakes.models.images import png
from tests.patience import PATIENCE_SECONDS

CHECKS = (
    Check(slot="count", text="there are exactly three cats", hard=True),
    Check(slot="style", text="it is a watercolour"),
)


def judge_request(*checks: Check, missing: tuple[str, ...] = ()) -> JudgeRequest:
    made = context({"subject": "three cats", "count": "3 cats", "style": "watercolour"})
    return JudgeRequest(image=png(), context=made, checklist=checks or CHECKS, missing=missing)


class JudgeContract(ABC):
    @abstractmethod
    @pytest.fixture
    def content(self) -> Judge:
        """Finds nothing wrong with a picture that lacks nothing."""

    async def test_a_right_picture_is_accepted(self, content: Judge) -> None:
        evaluation, usage = await content.judge(judge_request(), timeout_seconds=PATIENCE_SECONDS)

        assert evaluation.verdict == "accept"
        assert evaluation.failed == ()
        assert usage.cost_usd >= 0.0

    async def test_the_score_is_a_share(self, content: Judge) -> None:
        evaluation, _ = await content.judge(
            judge_request(missing=("cats",)), timeout_seconds=PATIENCE_SECONDS
        )

        assert 0.0 <= evaluation.score <= 1.0
