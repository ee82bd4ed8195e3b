"""Signing in with Telegram: against a site of ours that is as strict as theirs; the id is the person, the widget of old opens nothing."""

import hashlib
import hmac
import time
from urllib.parse import parse_qsl, urlsplit

import httpx
import httpx2
import pytest

from adapters.web.sign_in.openid_connect import TELEGRAM, OpenIdConnect
from simulators.sign_in_site import CODE_SECONDS, AskedWrongly
from simulators.telegram.login import TelegramSite
from tests.adapters.web.conftest import Serve, Served
from tests.adapters.web.identity.held_names import who

BOT, SECRET, TOKEN = "8521897198", "s3cret", "8521897198:AAH"
BACK = "http://127.0.0.1:8080/sign-in/telegram/back"
TIA: dict[str, object] = {
    "sub": "1234123412341234123", "id": 987654321, "name": "Tia Ro", "preferred_username": "tia",
    "picture": "https://cdn.example/x.jpg", "phone_number": "971577777777",
}  # fmt: skip


@pytest.fixture
def site() -> TelegramSite:
    return TelegramSite(client_id=BOT, client_secret=SECRET, redirect_uris=(BACK,), issuer=TELEGRAM)


@pytest.fixture
async def house(serve: Serve, site: TelegramSite) -> Served:
    transport = httpx2.ASGITransport(app=site.app())
    login = OpenIdConnect(
        issuer=TELEGRAM, client_id=BOT, client_secret=SECRET, name="Telegram", way="telegram", transport=transport,
    )  # fmt: skip
    return await serve(sign_ins=(login,))


async def asked(visitor: httpx.AsyncClient) -> dict[str, str]:
    """What the browser is sent to Telegram with."""
    address = urlsplit((await visitor.get("/sign-in/telegram")).headers["location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{TELEGRAM}/auth"
    return dict(parse_qsl(address.query))


async def comes_back(visitor: httpx.AsyncClient, **query: str) -> str:
    """Where the page sends the browser then."""
    return (await visitor.get("/sign-in/telegram/back", params=query)).headers["location"]


async def test_a_person_signs_in_as_their_telegram_account_and_no_number_is_asked_for(
    house: Served, site: TelegramSite
) -> None:
    for _ in range(2):
        visitor = await house.client()
        query = await asked(visitor)
        assert set(query["scope"].split()) == {"openid", "profile"}
        assert await comes_back(visitor, code=site.agrees(query, TIA), state=query["state"]) == "/"
        assert await who(visitor) == "Tia Ro"

    assert list(house.world.access.pages) == ["telegram:987654321"]


async def test_a_code_works_once_soon_and_for_who_began(house: Served, site: TelegramSite) -> None:
    visitor, thief = await house.client(), await house.client()
    query, own = await asked(visitor), await asked(thief)
    code = site.agrees(query, TIA)

    stolen = await comes_back(thief, code=code, state=own["state"])
    spoilt = await comes_back(visitor, code=code, state=query["state"])
    query = await asked(visitor)
    now, code = site.monotonic(), site.agrees(query, TIA)
    site.monotonic = lambda: now + CODE_SECONDS + 1
    late = await comes_back(visitor, code=code, state=query["state"])

    assert [stolen, spoilt, late] == ["/#sign-in-failed"] * 3
    assert [await who(thief), await who(visitor)] == ["", ""]


async def test_a_page_that_botfather_was_not_told_of_is_not_asked_for(
    house: Served, site: TelegramSite
) -> None:
    query = await asked(await house.client(headers={"Host": "localhost:8080"}))

    with pytest.raises(AskedWrongly, match="redirect_uri"):
        site.agrees(query, TIA)


async def test_a_secret_of_another_bot_opens_nothing(house: Served, site: TelegramSite) -> None:
    visitor = await house.client()
    query = await asked(visitor)
    code = site.agrees(query, TIA)
    site.client_secret = "another"

    assert await comes_back(visitor, code=code, state=query["state"]) == "/#sign-in-failed"


async def test_who_does_not_say_their_id_is_nobody(house: Served, site: TelegramSite) -> None:
    """`sub` is another number: taken for the id it would open a stranger's page."""
    visitor = await house.client()
    query = await asked(visitor)
    code = site.agrees(query, {**TIA, "id": ""})

    assert await comes_back(visitor, code=code, state=query["state"]) == "/#sign-in-failed"
    assert not house.world.access.pages


async def test_what_the_widget_of_old_brings_opens_nothing(house: Served) -> None:
    """Its answer is tied to no browser: whoever reads one such address could open the page. So it is not taken, rightly signed or not."""
    visitor = await house.client()
    said = {"id": "987654321", "first_name": "Tia", "auth_date": str(int(time.time()))}
    told = "\n".join(f"{name}={said[name]}" for name in sorted(said))
    key = hashlib.sha256(TOKEN.encode()).digest()
    signed = {**said, "hash": hmac.new(key, told.encode(), hashlib.sha256).hexdigest()}

    before = await comes_back(visitor, **signed)
    await asked(visitor)
    begun = await comes_back(visitor, **signed)

    assert [before, begun] == ["/#sign-in-failed"] * 2
    assert await who(visitor) == ""
