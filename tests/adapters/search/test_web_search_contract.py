"""Each search keeps to the contract of the port."""

import asyncio
import threading
from contextlib import AsyncExitStack

import pytest
from ddgs.exceptions import DDGSException

from adapters.search import DdgsSearch
from agent.errors import SearchUnavailable
from agent.ports import SearchResult, WebSearch
from tests.adapters.search.provider_answers import HOSTED, NAMES, Serve, as_json
from tests.contracts.web_search_contract import WebSearchContract
from tests.fakes.web_search import FakeWebSearch
from tests.patience import PATIENCE_SECONDS
from tests.worlds.listener import answer, listening


@pytest.mark.parametrize("provider", HOSTED)
class TestHostedSearch(WebSearchContract):
    @pytest.fixture
    async def search(self, provider: str, serve: Serve, stack: AsyncExitStack) -> WebSearch:
        make, found = HOSTED[provider]
        search = make((await serve(as_json(found))).url)
        stack.push_async_callback(search.aclose)
        return search

    @pytest.fixture
    async def broken(self, provider: str, serve: Serve, stack: AsyncExitStack) -> WebSearch:
        make, _ = HOSTED[provider]
        search = make((await serve(answer(b"no", status=502))).url)
        stack.push_async_callback(search.aclose)
        return search

    @pytest.mark.parametrize(
        "garbage",
        [
            b"not http at all",
            answer(b"<html>hello</html>"),
            answer(b'{"results": "none", "images": 3, "web": []}', kind="application/json"),
            answer(b"[" * 100_000, kind="application/json"),
            answer(b"\xff\xfe\x00", kind="application/json"),
            answer(b"null", kind="application/json"),
            answer(b'{"results": [', headers={"Content-Length": "500"}),
            answer(b"x" * 2_100_000),
            answer(b"", status=302, headers={"Location": "http://127.0.0.1:1/"}),
        ],
        ids=["no-http", "html", "types", "nested", "bytes", "null", "cut", "huge", "redirect"],
    )
    async def test_an_answer_that_cannot_be_read_is_search_unavailable(
        self, provider: str, garbage: bytes, serve: Serve, stack: AsyncExitStack
    ) -> None:
        search = HOSTED[provider][0]((await serve(garbage)).url)
        stack.push_async_callback(search.aclose)

        with pytest.raises(SearchUnavailable):
            await search.text("foxes", limit=5, timeout_seconds=PATIENCE_SECONDS)
        with pytest.raises(SearchUnavailable):
            await search.images("foxes", limit=5, timeout_seconds=PATIENCE_SECONDS)

    async def test_entries_of_the_wrong_shape_are_left_out(
        self, provider: str, serve: Serve, stack: AsyncExitStack
    ) -> None:
        rows = [
            None,
            7,
            {},
            {"url": 5},
            {"url": "javascript:x", "title": "t"},
            {"url": "https://a.test/\x00"},
        ]
        good = {"title": ["x"], "url": "https://good.test/", "content": {}, "description": "\x00 fine"}
        search = HOSTED[provider][0](
            (await serve(as_json({"results": [*rows, good, good], "web": {"results": [*rows, good]}}))).url
        )
        stack.push_async_callback(search.aclose)

        found = await search.text("foxes", limit=5, timeout_seconds=PATIENCE_SECONDS)

        assert [result.url for result in found] == ["https://good.test/"]
        assert found[0].title == ""

    async def test_a_provider_that_hangs_runs_out_of_time(self, provider: str, stack: AsyncExitStack) -> None:
        async def silence(writer: asyncio.StreamWriter, path: str) -> None:
            await asyncio.Event().wait()

        listener = await stack.enter_async_context(listening(silence))
        search = HOSTED[provider][0](listener.url)
        stack.push_async_callback(search.aclose)

        with pytest.raises(SearchUnavailable, match="longer than"):
            await search.text("foxes", limit=5, timeout_seconds=0.1)

    async def test_a_rate_limit_says_when_to_come_back(
        self, provider: str, serve: Serve, stack: AsyncExitStack
    ) -> None:
        search = HOSTED[provider][0]((await serve(answer(b"", status=429, headers={"Retry-After": "7"}))).url)
        stack.push_async_callback(search.aclose)

        with pytest.raises(SearchUnavailable) as caught:
            await search.text("foxes", limit=5, timeout_seconds=PATIENCE_SECONDS)

        assert caught.value.retry_after_seconds == 7


class TestDdgsSearch(WebSearchContract):
    @pytest.fixture
    async def search(self, stack: AsyncExitStack) -> WebSearch:
        rows = [
            {
                "title": name,
                "href": f"https://site.test/{name}",
                "body": f"about {name}",
                "url": f"https://site.test/{name}",
                "image": f"https://img.test/{name}.png",
            }
            for name in NAMES
        ]
        search = DdgsSearch(look=lambda kind, query, limit, timeout_seconds: rows)
        stack.push_async_callback(search.aclose)
        return search

    @pytest.fixture
    async def broken(self, stack: AsyncExitStack) -> WebSearch:
        def fail(kind: str, query: str, limit: int, timeout_seconds: float) -> list[dict[str, object]]:
            raise DDGSException("all engines failed")

        search = DdgsSearch(look=fail)
        stack.push_async_callback(search.aclose)
        return search

    async def test_nothing_found_is_an_empty_answer(self, stack: AsyncExitStack) -> None:
        def nothing(kind: str, query: str, limit: int, timeout_seconds: float) -> list[dict[str, object]]:
            raise DDGSException("No results found.")

        search = DdgsSearch(look=nothing)
        stack.push_async_callback(search.aclose)

        assert await search.text("qqq", limit=5, timeout_seconds=PATIENCE_SECONDS) == ()

    async def test_an_engine_that_blocks_its_thread_does_not_block_the_turn(
        self, stack: AsyncExitStack
    ) -> None:
        free = threading.Event()

        def block(kind: str, query: str, limit: int, timeout_seconds: float) -> list[dict[str, object]]:
            free.wait(10)
            return []

        search = DdgsSearch(look=block)
        stack.push_async_callback(search.aclose)

        with pytest.raises(SearchUnavailable, match="longer than"):
            await search.text("foxes", limit=5, timeout_seconds=0.05)
        free.set()


class TestFakeWebSearch(WebSearchContract):
    @pytest.fixture
    async def search(self) -> WebSearch:
        results = tuple(
            SearchResult(
                title=name,
                url=f"https://site.test/{name}",
                snippet=f"about {name}",
                image_url=f"https://img.test/{name}.png",
            )
            for name in NAMES
        )
        return FakeWebSearch(texts=results, pictures=results)

    @pytest.fixture
    async def broken(self) -> WebSearch:
        return FakeWebSearch(down=True)
