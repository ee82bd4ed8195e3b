"""What every WebSearch promises. Subclass it and give `search` (finds three results) and `broken` (its provider is down)."""

import pytest

from agent.errors import SearchUnavailable
from agent.ports import WebSearch
from tests.patience import PATIENCE_SECONDS


class WebSearchContract:
    @pytest.fixture
    async def search(self) -> WebSearch:
        """Finds texts titled one, two, three, and pictures one.png, two.png, three.png, in this order."""
        raise NotImplementedError

    @pytest.fixture
    async def broken(self) -> WebSearch:
        raise NotImplementedError

    async def test_texts_come_best_first_with_address_and_snippet(self, search: WebSearch) -> None:
        found = await search.text("foxes", limit=5, timeout_seconds=PATIENCE_SECONDS)

        assert [result.title for result in found] == ["one", "two", "three"]
        assert all(result.url.startswith("https://") and result.snippet for result in found)

    async def test_pictures_come_best_first_with_their_address(self, search: WebSearch) -> None:
        found = await search.images("foxes", limit=5, timeout_seconds=PATIENCE_SECONDS)

        assert [result.image_url.rsplit("/", 1)[-1] for result in found] == [
            "one.png",
            "two.png",
            "three.png",
        ]

    async def test_no_more_than_the_limit_is_returned(self, search: WebSearch) -> None:
        texts = await search.text("foxes", limit=2, timeout_seconds=PATIENCE_SECONDS)
        pictures = await search.images("foxes", limit=1, timeout_seconds=PATIENCE_SECONDS)

        assert (len(texts), len(pictures)) == (2, 1)

    async def test_a_provider_that_is_down_is_search_unavailable(self, broken: WebSearch) -> None:
        with pytest.raises(SearchUnavailable):
            await broken.text("foxes", limit=5, timeout_seconds=PATIENCE_SECONDS)
        with pytest.raises(SearchUnavailable):
            await broken.images("foxes", limit=5, timeout_seconds=PATIENCE_SECONDS)
