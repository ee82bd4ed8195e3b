import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from ddgs.exceptions import DDGSException

from adapters.search import (
    BraveSearch,
    DdgsSearch,
    NoSearch,
    SearxngSearch,
    TavilySearch,
    search_from,
)
from agent.errors import Misconfigured, SearchUnavailable
from agent.ports import SearchResult, WebSearch
from tests.contracts.web_search_contract import WebSearchContract
from tests.fakes.web_search import FakeWebSearch
from tests.worlds.listener import Listener, answer, listening, saying

NAMES = ("one", "two", "three")
SEARXNG = {
    "results": [
        {
            "title": name,
            "url": f"https://site.test/{name}",
            "content": f"about {name}",
            "img_src": f"//img.test/{name}.png",
        }
        for name in NAMES
    ]
}
BRAVE_ROWS = [
    {
        "title": name,
        "url": f"https://site.test/{name}",
        "description": f"<strong>about</strong> {name} &amp; more",
        "properties": {"url": f"https://img.test/{name}.png"},
        "thumbnail": {"src": f"https://thumbs.test/{name}"},
    }
    for name in NAMES
]
BRAVE = {"type": "search", "web": {"results": BRAVE_ROWS}, "results": BRAVE_ROWS}
TAVILY = {
    "results": [
        {"title": name, "url": f"https://site.test/{name}", "content": f"about {name}", "score": 0.9}
        for name in NAMES
    ],
    "images": [
        "https://img.test/one.png",
        {"url": "https://img.test/two.png", "description": "the second"},
        {"url": "https://img.test/three.png", "description": None},
    ],
}
HOSTED: dict[str, tuple[Callable[[str], SearxngSearch | BraveSearch | TavilySearch], object]] = {
    "searxng": (SearxngSearch, SEARXNG),
    "brave": (lambda url: BraveSearch("key", url=url), BRAVE),
    "tavily": (lambda url: TavilySearch("key", url=url), TAVILY),
}
Serve = Callable[[bytes], Awaitable[Listener]]


@pytest.fixture
async def stack() -> AsyncGenerator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
def serve(stack: AsyncExitStack) -> Serve:
    async def start(data: bytes) -> Listener:
        return await stack.enter_async_context(listening(saying(data)))

    return start


def as_json(value: object) -> bytes:
    return answer(json.dumps(value).encode(), kind="application/json")


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
            await search.text("foxes", limit=5, timeout_seconds=5)
        with pytest.raises(SearchUnavailable):
            await search.images("foxes", limit=5, timeout_seconds=5)

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

        found = await search.text("foxes", limit=5, timeout_seconds=5)

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
            await search.text("foxes", limit=5, timeout_seconds=5)

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

        assert await search.text("qqq", limit=5, timeout_seconds=5) == ()

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


async def test_each_provider_is_asked_the_way_its_documentation_says(
    serve: Serve, stack: AsyncExitStack
) -> None:
    heads: dict[str, str] = {}
    bodies: dict[str, bytes] = {}
    for name, (make, found) in HOSTED.items():
        listener = await serve(as_json(found))
        search = make(listener.url)
        stack.push_async_callback(search.aclose)
        await search.images("red foxes", limit=3, timeout_seconds=5)
        heads[name], bodies[name] = listener.requests[0], listener.bodies[0]

    assert heads["searxng"].startswith("GET /search?q=red+foxes&format=json&categories=images ")
    assert heads["brave"].startswith("GET /images/search?q=red+foxes&count=3 ")
    assert "x-subscription-token: key" in heads["brave"].lower()
    assert heads["tavily"].startswith("POST /search ")
    assert "authorization: bearer key" in heads["tavily"].lower()
    assert json.loads(bodies["tavily"])["include_images"] is True


async def test_brave_without_a_web_section_found_nothing(serve: Serve, stack: AsyncExitStack) -> None:
    search = BraveSearch("key", url=(await serve(as_json({"type": "search"}))).url)
    stack.push_async_callback(search.aclose)

    assert await search.text("qqq", limit=5, timeout_seconds=5) == ()


async def test_markup_and_entities_do_not_reach_the_snippet(serve: Serve, stack: AsyncExitStack) -> None:
    search = BraveSearch("key", url=(await serve(as_json(BRAVE))).url)
    stack.push_async_callback(search.aclose)

    found = await search.text("foxes", limit=1, timeout_seconds=5)

    assert found[0].snippet == "about one & more"


async def test_search_that_is_off_says_so_at_once() -> None:
    with pytest.raises(SearchUnavailable, match="switched off"):
        await NoSearch().text("foxes", limit=1, timeout_seconds=1)


async def test_the_setting_names_the_search() -> None:
    made = [
        search_from("ddgs"),
        search_from("searxng", searxng_url="http://127.0.0.1:8888"),
        search_from("Brave", brave_key="k"),
        search_from("tavily", tavily_key="k"),
        search_from("off"),
    ]

    assert [type(search) for search in made] == [
        DdgsSearch,
        SearxngSearch,
        BraveSearch,
        TavilySearch,
        NoSearch,
    ]
    for search in made:
        await search.aclose()


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("bing", "ATELIER_SEARCH"),
        ("searxng", "SEARXNG_URL"),
        ("brave", "BRAVE_API_KEY"),
        ("tavily", "TAVILY_API_KEY"),
    ],
)
def test_a_search_that_cannot_work_is_refused_with_the_setting_to_mend(name: str, setting: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        search_from(name)

    assert caught.value.setting == setting
