"""What every `Noticing` does."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from agent.conversation import Place, Turn
from agent.ports import Noticing
from tests.fakes.builders import turn

DIRECT = Place(platform="console", channel="dm@ana", private=True)
Learns = Callable[[str, bool], Awaitable[None]]
"""Has something distilled of ana's turns: its text, and whether it was said in private."""


async def told(noticing: Noticing, of: Turn, limit: int = 3) -> list[str]:
    return [memory.text for memory in await noticing.untold(of, limit=limit)]


def after(name: str, *, by: str = "ana", place: Place | None = None) -> Turn:
    made = turn(by=by, id=name)
    return made if place is None else replace(made, place=place)


class NoticingContract(ABC):
    @abstractmethod
    @pytest.fixture
    def noticing(self) -> Noticing: ...

    @abstractmethod
    @pytest.fixture
    def learns(self) -> Learns: ...

    async def test_consent_is_asked_by_one_turn_a_person(self, noticing: Noticing) -> None:
        assert await noticing.may_ask(after("one"))
        assert not await noticing.may_ask(after("two"))
        assert await noticing.may_ask(after("one"))
        assert await noticing.may_ask(after("three", by="bob"))

    async def test_what_was_learnt_is_told_once_to_its_person_oldest_first(
        self, noticing: Noticing, learns: Learns
    ) -> None:
        for text in ("prefers ink", "likes night scenes", "prefers square pictures"):
            await learns(text, False)

        assert await told(noticing, after("bobs", by="bob")) == []
        assert await told(noticing, after("one"), limit=2) == ["prefers ink", "likes night scenes"]
        assert await told(noticing, after("two")) == ["prefers square pictures"]
        assert await told(noticing, after("three")) == []

    async def test_what_was_said_in_private_is_told_in_private(
        self, noticing: Noticing, learns: Learns
    ) -> None:
        await learns("prefers ink", True)

        assert await told(noticing, after("one")) == []
        assert await told(noticing, after("two", place=DIRECT)) == ["prefers ink"]
