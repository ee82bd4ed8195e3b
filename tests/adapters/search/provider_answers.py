"""What the providers answer."""

import json
from collections.abc import Awaitable, Callable

from adapters.search import BraveSearch, SearxngSearch, TavilySearch
from tests.worlds.listener import Listener, answer

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


def as_json(value: object) -> bytes:
    return answer(json.dumps(value).encode(), kind="application/json")
