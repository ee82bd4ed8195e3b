"""What is offered while a command is filled in."""

from adapters.discord.inbound.suggestions import suggest
from agent.domain.conversation import AuthorId, Place
from agent.errors import StoreUnavailable
from tests.fakes.board import FakeDesk


async def test_a_memory_that_does_not_answer_suggests_nothing() -> None:
    class Down(FakeDesk):
        async def list(self, *given: object, **named: object) -> list[object]:  # type: ignore[override]
            raise StoreUnavailable("away")

    place = Place(platform="discord", community="1", channel="2")

    assert await suggest(Down(), "character", "l", author=AuthorId("discord:1"), place=place) == []
    assert await suggest(None, "character", "l", author=AuthorId("discord:1"), place=place) == []
