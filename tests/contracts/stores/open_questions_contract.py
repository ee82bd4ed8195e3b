"""What every `OpenQuestions` does."""

from typing import Protocol

from agent.ports import OpenQuestions
from tests.fakes import builders
from tests.worlds.stored_turns import POSTERS


class Asking(Protocol):
    """Opens and closes the question to ana in the builders' place, as a turn would."""

    async def ask(self) -> None: ...

    async def close(self) -> None: ...


class OpenQuestionsContract:
    async def test_who_is_asked_is_known_where_they_are_asked(
        self, questions: OpenQuestions, asking: Asking
    ) -> None:
        ana, bob = builders.author("ana").id, builders.author("bob").id
        assert not await questions.asked(builders.PLACE, ana)

        await asking.ask()

        assert await questions.asked(builders.PLACE, ana)
        assert not await questions.asked(builders.PLACE, bob)
        assert not await questions.asked(POSTERS, ana)

    async def test_what_is_answered_is_asked_no_more(self, questions: OpenQuestions, asking: Asking) -> None:
        await asking.ask()

        await asking.close()

        assert not await questions.asked(builders.PLACE, builders.author("ana").id)
