"""The parts that need no key keep the same promises as the real ones."""

import pytest

from adapters.builtin.embedder import NanoEmbedder
from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.ports import Embedder, Judge, Planner
from tests.contracts.models.embedder_contract import EmbedderContract
from tests.contracts.models.judge_contract import JudgeContract
from tests.contracts.models.planner_contract import PlannerContract

EMBEDDER = NanoEmbedder()
"""One for all: it takes a second to load."""


class TestOfflinePlanner(PlannerContract):
    @pytest.fixture
    def planner(self) -> Planner:
        return BuiltInPlanner()


class TestOfflineJudge(JudgeContract):
    @pytest.fixture
    def content(self) -> Judge:
        return BuiltInJudge()


class TestNanoEmbedder(EmbedderContract):
    @pytest.fixture
    async def embedder(self) -> Embedder:
        return EMBEDDER
