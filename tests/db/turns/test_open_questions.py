"""Whether somebody is being asked something, the fake and the real, by the same contract."""

import pytest

from agent.domain.conversation import TurnId
from db.pool import Pool
from db.turns.open_questions import PgOpenQuestions
from tests.contracts.stores.open_questions_contract import Asking, OpenQuestionsContract
from tests.fakes import builders
from tests.fakes.stores.open_questions import FakeOpenQuestions
from tests.worlds.stored_turns import StoredTurns


class FakeAsking:
    def __init__(self, questions: FakeOpenQuestions) -> None:
        self._questions = questions

    async def ask(self) -> None:
        self._questions.open(builders.PLACE, builders.author("ana").id)

    async def close(self) -> None:
        self._questions.askers.clear()


class StoredAsking:
    def __init__(self, house: StoredTurns) -> None:
        self._house = house
        self._asked: TurnId | None = None

    async def ask(self) -> None:
        self._asked = (await self._house.say("draw something")).turn
        await self._house.answer(self._asked, question=True)

    async def close(self) -> None:
        assert self._asked is not None
        await self._house.threads.close(self._asked)


class TestFake(OpenQuestionsContract):
    @pytest.fixture
    def questions(self) -> FakeOpenQuestions:
        return FakeOpenQuestions()

    @pytest.fixture
    def asking(self, questions: FakeOpenQuestions) -> Asking:
        return FakeAsking(questions)


class TestPostgres(OpenQuestionsContract):
    @pytest.fixture
    def questions(self, pool: Pool) -> PgOpenQuestions:
        return PgOpenQuestions(pool)

    @pytest.fixture
    def asking(self, pool: Pool) -> Asking:
        return StoredAsking(StoredTurns(pool))
