"""A content checker that says what it is told to, or nothing at all."""

from collections.abc import Sequence

from agent.domain.generation import ImageData
from agent.errors import ModelUnavailable
from agent.ports import Category, Verdict


class FakeContentChecker:
    """The `ContentChecker`."""

    name = "fake"
    reads = True
    sees = True

    def __init__(
        self, *, of_words: Sequence[Category] = (), of_pictures: Sequence[Category] = (), away: bool = False
    ) -> None:
        self.of_words = of_words
        self.of_pictures = of_pictures
        self.away = away
        self.looked: list[str] = []
        """What it was asked about, in order: words | picture."""
        self.texts: list[str] = []

    async def words(self, text: str, *, timeout_seconds: float) -> Verdict:
        self.texts.append(text)
        return self._said("words", self.of_words)

    async def picture(self, image: ImageData, *, timeout_seconds: float) -> Verdict:
        return self._said("picture", self.of_pictures)

    def _said(self, what: str, found: Sequence[Category]) -> Verdict:
        self.looked.append(what)
        if self.away:
            raise ModelUnavailable("it is away")
        return Verdict(categories=frozenset(found), scores=dict.fromkeys(found, 1.0))
