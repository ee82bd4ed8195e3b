"""A proxy that vouches for people: believed when it is named in the settings, and from nowhere else."""

import httpx
import pytest

from adapters.web.app import build_app
from adapters.web.config import WebConfig
from agent.errors import Misconfigured
from tests.adapters.web.conftest import Serve, Served
from tests.adapters.web.identity.held_names import who

HEADER = "X-Forwarded-User"
PROXY, ELSEWHERE = "10.0.0.9", "10.9.9.9"


@pytest.fixture
async def house(serve: Serve) -> Served:
    return await serve(user_header=HEADER, trusted_proxies=("10.0.0.0/24",))


def browser(house: Served, *, address: str = PROXY, **options: object) -> httpx.AsyncClient:
    """Whose requests come from that address."""
    app = build_app(house.world.services, house.world.config)
    transport = httpx.ASGITransport(app=app, client=(address, 4711))
    return httpx.AsyncClient(base_url="http://127.0.0.1:8080", transport=transport, **options)  # pyright: ignore[reportArgumentType]


async def enters(house: Served, user: str | bytes, **options: object) -> httpx.AsyncClient:
    visitor = browser(house, headers={HEADER: user}, **options)
    answer = await visitor.post("/api/sign-in/proxy", json={})
    assert answer.status_code == 200, answer.text
    return visitor


async def test_whom_the_proxy_vouches_for_comes_in_under_their_own_name(house: Served) -> None:
    door = (await browser(house, headers={HEADER: "ana@example.org"}).get("/api/session")).json()
    ana = await enters(house, "ana@example.org")
    again = await enters(house, "ana@example.org")
    other = await enters(house, "ana@elsewhere.example")

    assert door["ways"]["proxy"] == "ana@example.org"
    assert [await who(each) for each in (ana, again, other)] == ["ana", "ana", "ana 2"]


async def test_a_user_is_called_as_the_proxy_writes_them_in_any_script(house: Served) -> None:
    for user in ("Zoë", "Анна", "Mü\xfcller"):
        door = (await browser(house, headers=[(HEADER.encode(), user.encode())]).get("/api/session")).json()
        assert door["ways"]["proxy"] == user
    assert await who(await enters(house, "Zoë".encode())) == "Zoë"
    latin = browser(house, headers=[(HEADER.encode(), "Zoë".encode("latin-1"))])
    assert (await latin.get("/api/session")).json()["ways"]["proxy"] == "Zoë"


async def test_the_header_of_anybody_else_says_nothing(house: Served) -> None:
    stranger = browser(house, address=ELSEWHERE, headers={HEADER: "ana@example.org"})
    forwarded = browser(
        house, address=ELSEWHERE, headers={HEADER: "ana@example.org", "X-Forwarded-For": PROXY}
    )

    for visitor in (stranger, forwarded):
        assert (await visitor.post("/api/sign-in/proxy", json={})).status_code == 422
        assert (await visitor.get("/api/session")).json()["ways"]["proxy"] == ""


async def test_two_headers_are_none(house: Served) -> None:
    """The visitor's own may have been let through beside the proxy's."""
    visitor = browser(house, headers=[(HEADER, "eve"), (HEADER, "ana")])

    assert (await visitor.post("/api/sign-in/proxy", json={})).status_code == 422


async def test_a_session_is_good_only_while_the_proxy_says_the_same(house: Served) -> None:
    ana = await enters(house, "ana")
    cookies = dict(ana.cookies)

    later = browser(house, headers={HEADER: "ben"}, cookies=cookies)
    signed_out = browser(house, cookies=cookies)
    around = browser(house, address=ELSEWHERE, headers={HEADER: "ana"}, cookies=cookies)
    still = browser(house, headers={HEADER: "ana"}, cookies=cookies)

    assert [await who(each) for each in (later, signed_out, around, still)] == ["", "", "", "ana"]


async def test_another_page_cannot_sign_me_in(house: Served) -> None:
    visitor = browser(house, headers={HEADER: "ana"})

    answer = await visitor.post("/api/sign-in/proxy", json={}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403


def test_a_header_without_a_named_proxy_is_refused_at_the_start() -> None:
    with pytest.raises(Misconfigured, match="ATELIER_TRUSTED_PROXIES"):
        WebConfig(key=b"k", user_header=HEADER)
