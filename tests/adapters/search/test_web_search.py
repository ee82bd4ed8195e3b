"""How each provider is asked and read, and which one the setting names."""

import json
from contextlib import AsyncExitStack

import pytest

from adapters.search import BraveSearch, DdgsSearch, NoSearch, SearxngSearch, TavilySearch, search_from
from agent.errors import Misconfigured, SearchUnavailable
from tests.adapters.search.provider_answers import BRAVE, HOSTED, Serve, as_json
from tests.patience import PATIENCE_SECONDS


async def test_each_provider_is_asked_the_way_its_documentation_says(
    serve: Serve, stack: AsyncExitStack
) -> None:
    heads: dict[str, str] = {}
    bodies: dict[str, bytes] = {}
    for name, (make, found) in HOSTED.items():
        listener = await serve(as_json(found))
        search = make(listener.url)
        stack.push_async_callback(search.aclose)
        await search.images("red foxes", limit=3, timeout_seconds=PATIENCE_SECONDS)
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

    assert await search.text("qqq", limit=5, timeout_seconds=PATIENCE_SECONDS) == ()


async def test_markup_and_entities_do_not_reach_the_snippet(serve: Serve, stack: AsyncExitStack) -> None:
    search = BraveSearch("key", url=(await serve(as_json(BRAVE))).url)
    stack.push_async_callback(search.aclose)

    found = await search.text("foxes", limit=1, timeout_seconds=PATIENCE_SECONDS)

    assert found[0].snippet == "about one & more"


async def test_search_that_is_off_says_so_at_once() -> None:
    with pytest.raises(SearchUnavailable, match="switched off"):
        await NoSearch().text("foxes", limit=1, timeout_seconds=PATIENCE_SECONDS)


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
