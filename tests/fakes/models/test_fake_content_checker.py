"""The fake content checker passes the port's contract."""

import pytest

from agent.ports import ContentChecker
from tests.contracts.models.content_checker_contract import ContentCheckerContract
from tests.fakes.models.content_checker import FakeContentChecker


class TestFakeContentChecker(ContentCheckerContract):
    @pytest.fixture
    def mild(self) -> ContentChecker:
        return FakeContentChecker()

    @pytest.fixture
    def sexual(self) -> ContentChecker:
        return FakeContentChecker(of_words=["sexual", "minors"], of_pictures=["sexual"])

    @pytest.fixture
    def away(self) -> ContentChecker:
        return FakeContentChecker(away=True)
