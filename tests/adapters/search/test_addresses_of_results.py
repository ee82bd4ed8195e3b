"""An address that a search found is posted as a link: it is one, and no more."""

import pytest

from adapters.search.results import result


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "tg://resolve?domain=evil",
        "data:text/html,x",
        "https://user:pw@evil.example/",
        "https://evil.example@other.example/",
        "https:///nowhere",
        "https://[half",
        "https://evil.example/ @everyone",
    ],
)
def test_what_is_no_plain_link_is_none(url: str) -> None:
    assert result(title="x", url=url).url == ""


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/x?y=1&z=%20#part", "https://a.example/x?y=1&z=%20#part"),
        (
            "https://a.example/)[tap](https://b.example)",
            "https://a.example/%29%5Btap%5D%28https://b.example%29",
        ),
        ("https://a.example/`<x>*'\"|", "https://a.example/%60%3Cx%3E%2A%27%22%7C"),
        ("https://a.example/höhe", "https://a.example/h%C3%B6he"),
    ],
)
def test_what_could_end_a_link_is_written_by_its_number(url: str, shown: str) -> None:
    assert result(title="x", url=url).url == shown
