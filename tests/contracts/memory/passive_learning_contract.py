"""What every `PassiveLearning` does."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from agent.domain.conversation import Place, Turn
from agent.ports import PassiveLearning
from tests.fakes.builders import turn

DIRECT = Place(platform="console", channel="dm@ana", private=True)
Learns = Callable[[str, bool], Awaitable[None]]
"""Has something distilled of ana's turns: its text, and whether it was said in private."""


async def told(passive_learning: PassiveLearning, of: Turn, limit: int = 3) -> list[str]:
    return [memory.text for memory in await passive_learning.untold(of, limit=limit)]


def after(name: str, *, by: str = "ana", place: Place | None = None) -> Turn:
    made = turn(by=by, id=name)
    return made if place is None else replace(made, place=place)


class PassiveLearningContract(ABC):
    @abstractmethod
    @pytest.fixture
    def passive_learning(self) -> PassiveLearning: ...

    @abstractmethod
    @pytest.fixture
    def learns(self) -> Learns: ...

    async def test_consent_is_asked_by_one_turn_a_person(self, passive_learning: PassiveLearning) -> None:
        assert await passive_learning.may_ask(after("one"))
        assert not await passive_learning.may_ask(after("two"))
        assert await passive_learning.may_ask(after("one"))
        assert await passive_learning.may_ask(after("three", by="bob"))

    async def test_what_was_learnt_is_told_once_to_its_person_oldest_first(
        self, passive_learning: PassiveLearning, learns: Learns
    ) -> None:
        for text in ("prefers ink", "likes night scenes", "prefers square pictures"):
            await learns(text, False)

        assert await told(passive_learning, after("bobs", by="bob")) == []
        assert await told(passive_learning, after("one"), limit=2) == ["prefers ink", "likes night scenes"]
        assert await told(passive_learning, after("two")) == ["prefers square pictures"]
        assert await told(passive_learning, after("three")) == []

    async def test_what_was_said_in_private_is_told_in_private(
        self, passive_learning: PassiveLearning, learns: Learns
    ) -> None:
        await learns("prefers ink", True)

        assert await told(passive_learning, after("one")) == []
        assert await told(passive_learning, after("two", place=DIRECT)) == ["prefers ink"]
