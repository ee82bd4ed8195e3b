"""What every `ContentChecker` does: of pictures, and of words where it reads them."""

from abc import ABC, abstractmethod

import pytest

from agent.errors import ModelUnavailable
from agent.ports import ContentChecker
from tests.fakes.models.images import png
from tests.patience import PATIENCE_SECONDS


class PictureCheckerContract(ABC):
    """Of each one that sees."""

    @abstractmethod
    @pytest.fixture
    def mild(self) -> ContentChecker:
        """Finds nothing."""

    @abstractmethod
    @pytest.fixture
    def sexual(self) -> ContentChecker:
        """Finds that pictures are sexual; one that reads, that words are, and of a minor."""

    @abstractmethod
    @pytest.fixture
    def away(self) -> ContentChecker:
        """Does not answer."""

    async def test_a_mild_picture_has_no_category(self, mild: ContentChecker) -> None:
        assert mild.sees
        assert (await mild.picture(png(), timeout_seconds=PATIENCE_SECONDS)).categories == frozenset()

    async def test_a_picture_is_looked_at(self, sexual: ContentChecker) -> None:
        verdict = await sexual.picture(png(), timeout_seconds=PATIENCE_SECONDS)

        assert "sexual" in verdict.categories
        assert verdict.scores
        assert all(0.0 < score <= 1.0 for score in verdict.scores.values())

    async def test_one_that_is_away_says_so_of_a_picture(self, away: ContentChecker) -> None:
        with pytest.raises(ModelUnavailable):
            await away.picture(png(), timeout_seconds=PATIENCE_SECONDS)


class ContentCheckerContract(PictureCheckerContract):
    """Of each one that reads as well."""

    async def test_mild_words_have_no_category(self, mild: ContentChecker) -> None:
        assert mild.reads
        assert (await mild.words("a fox", timeout_seconds=PATIENCE_SECONDS)).categories == frozenset()

    async def test_what_is_found_is_named_with_a_score(self, sexual: ContentChecker) -> None:
        verdict = await sexual.words("words", timeout_seconds=PATIENCE_SECONDS)

        assert verdict.categories == {"sexual", "minors"}
        assert all(0.0 < score <= 1.0 for score in verdict.scores.values())
        assert len(verdict.scores) == 2

    async def test_one_that_is_away_says_so_of_words(self, away: ContentChecker) -> None:
        with pytest.raises(ModelUnavailable):
            await away.words("a fox", timeout_seconds=PATIENCE_SECONDS)

    async def test_no_text_is_too_long_or_too_short(self, mild: ContentChecker) -> None:
        for text in ("", "fox " * 10_000):
            assert not (await mild.words(text, timeout_seconds=PATIENCE_SECONDS)).categories
