"""Signing in with Discord: against a site of ours that is as strict as theirs, and nothing of it is kept."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import httpx
import httpx2
import pytest

from adapters.web.sign_in.discord_login import DiscordLogin
from simulators.discord.login import DiscordSite
from simulators.sign_in_site import CODE_SECONDS, AskedWrongly
from tests.adapters.web.conftest import Serve, Served
from tests.adapters.web.identity.held_names import who

BACK = "http://127.0.0.1:8080/sign-in/discord/back"
DI: dict[str, object] = {
    "id": "80351110224678912",
    "username": "di",
    "global_name": "Di",
    "discriminator": "0",
}


@pytest.fixture
def site() -> DiscordSite:
    return DiscordSite(client_id="123", client_secret="s3cret", redirect_uris=(BACK,))


def login(site: DiscordSite, **more: object) -> DiscordLogin:
    transport = httpx2.ASGITransport(app=site.app())
    settings: dict[str, object] = {
        "client_id": "123",
        "client_secret": "s3cret",
        "transport": transport,
        **more,
    }
    return DiscordLogin(**settings)  # pyright: ignore[reportArgumentType]


@pytest.fixture
async def house(serve: Serve, site: DiscordSite) -> Served:
    return await serve(sign_ins=(login(site),))


async def asked(visitor: httpx.AsyncClient) -> dict[str, str]:
    """What the browser is sent to Discord with."""
    address = urlsplit((await visitor.get("/sign-in/discord")).headers["location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == "https://discord.com/oauth2/authorize"
    return dict(parse_qsl(address.query))


async def signs_in(house: Served, site: DiscordSite, user: dict[str, object] = DI) -> httpx.AsyncClient:
    visitor = await house.client()
    query = await asked(visitor)
    params = {"code": site.agrees(query, user), "state": query["state"]}
    answer = await visitor.get("/sign-in/discord/back", params=params)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    return visitor


async def test_a_person_signs_in_as_their_discord_account_and_its_tokens_end(
    house: Served, site: DiscordSite
) -> None:
    first = await signs_in(house, site)
    again = await signs_in(house, site)

    assert [await who(first), await who(again)] == ["Di", "Di"]
    assert list(house.world.access.pages) == ["discord:80351110224678912"]
    assert not site.tokens, "no token is good any more"
    assert len(site.revoked) == 2


async def test_a_code_works_once(house: Served, site: DiscordSite) -> None:
    visitor, thief = await house.client(), await house.client()
    query = await asked(visitor)
    code = site.agrees(query, DI)
    await visitor.get("/sign-in/discord/back", params={"code": code, "state": query["state"]})
    theirs = await asked(thief)

    answer = await thief.get("/sign-in/discord/back", params={"code": code, "state": theirs["state"]})

    assert answer.headers["location"] == "/#sign-in-failed"
    assert await who(thief) == ""


async def test_a_code_of_another_s_sign_in_is_no_good_in_mine(house: Served, site: DiscordSite) -> None:
    """Who gets hold of a code before it is used has not what it was begun with."""
    victim, thief = await house.client(), await house.client()
    code = site.agrees(await asked(victim), DI)
    own = await asked(thief)

    answer = await thief.get("/sign-in/discord/back", params={"code": code, "state": own["state"]})

    assert answer.headers["location"] == "/#sign-in-failed"
    assert (await who(thief), site.tokens) == ("", {})


async def test_a_code_that_lay_about_is_no_good(house: Served, site: DiscordSite) -> None:
    visitor = await house.client()
    query = await asked(visitor)
    now = site.monotonic()
    code = site.agrees(query, DI)
    site.monotonic = lambda: now + CODE_SECONDS + 1

    answer = await visitor.get("/sign-in/discord/back", params={"code": code, "state": query["state"]})

    assert answer.headers["location"] == "/#sign-in-failed"


async def test_the_page_is_asked_for_at_its_own_address_alone(house: Served, site: DiscordSite) -> None:
    """A page that is reached under another name asks for another way back, which Discord was not told of."""
    visitor = await house.client(headers={"Host": "localhost:8080"})
    query = await asked(visitor)

    assert query["redirect_uri"] == "http://localhost:8080/sign-in/discord/back"
    with pytest.raises(AskedWrongly, match="redirect_uri"):
        site.agrees(query, DI)


@pytest.mark.parametrize("answer", [{"error": "access_denied"}, {"error": "access_denied", "code": "x"}, {}])
async def test_who_says_no_there_stays_outside(
    house: Served, site: DiscordSite, answer: dict[str, str]
) -> None:
    visitor = await house.client()
    query = await asked(visitor)

    said = await visitor.get("/sign-in/discord/back", params={**answer, "state": query["state"]})

    assert said.headers["location"] == "/#sign-in-failed"
    assert await who(visitor) == ""


@pytest.mark.parametrize(
    "breaks",
    [
        lambda site: setattr(site, "client_secret", "other"),
        lambda site: site.tokens.clear(),
        lambda site: site.codes.clear(),
    ],
)
async def test_what_discord_refuses_opens_nothing(
    house: Served, site: DiscordSite, breaks: Callable[[DiscordSite], None]
) -> None:
    visitor = await house.client()
    query = await asked(visitor)
    code = site.agrees(query, {"id": "not a number"})
    breaks(site)

    answer = await visitor.get("/sign-in/discord/back", params={"code": code, "state": query["state"]})

    assert answer.headers["location"] == "/#sign-in-failed"
    assert not house.world.access.pages
    assert not site.tokens
