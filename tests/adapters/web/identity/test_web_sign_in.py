"""Signing in with an organisation's OpenID Connect provider: the real flow against a real provider, which comes from a package."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from adapters.web.sign_in.openid_connect import OpenIdConnect
from adapters.web.sign_in_service import Attempt, SignInRefused, Vouched
from agent.ports import Way
from tests.adapters.web.conftest import Serve, Served
from tests.adapters.web.identity.held_names import who
from tests.worlds.openid_provider import Provider, openid_provider

MIRA = {"sub": "7f3a", "name": "Mira Sol", "email": "mira@example.org"}
ALSO_MIRA = {"sub": "9b1c", "name": "Mira Sol", "email": "mira@example.org"}
TELEGRAM_USER = {"sub": "opaque", "id": "456", "name": "Tia"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with openid_provider([MIRA, ALSO_MIRA, TELEGRAM_USER]) as started:
        yield started


@pytest.fixture
async def organisation(serve: Serve, provider: Provider) -> Served:
    return await serve(sign_ins=(provider.service(),))


async def begins(visitor: httpx.AsyncClient, way: str = "oidc") -> str:
    answer = await visitor.get(f"/sign-in/{way}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def signed_in(
    house: Served, provider: Provider, subject: str, *, way: str = "oidc", **options: object
) -> httpx.AsyncClient:
    visitor = await house.client(**options)
    back = await provider.agrees(await begins(visitor, way), subject)
    answer = await visitor.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    return visitor


async def test_a_person_of_the_organisation_comes_in_and_back_under_their_name(
    organisation: Served, provider: Provider
) -> None:
    stranger = await organisation.client()
    door = (await stranger.get("/api/session")).json()

    desk = await signed_in(organisation, provider, MIRA["sub"])
    phone = await signed_in(organisation, provider, MIRA["sub"])

    assert door["ways"]["services"] == [{"name": "Example", "path": "/sign-in/oidc"}]
    assert [await who(desk), await who(phone)] == ["Mira Sol", "Mira Sol"]
    me = (await desk.get("/api/session")).json()["me"]
    assert (me["browsers"], me["moderator"]) == (2, False)
    assert {each["way"] for each in (await desk.get("/api/sessions")).json()["sessions"]} == {"oidc"}


async def test_the_same_name_and_e_mail_of_another_subject_is_somebody_else(
    organisation: Served, provider: Provider
) -> None:
    first = await signed_in(organisation, provider, MIRA["sub"])
    other = await signed_in(organisation, provider, ALSO_MIRA["sub"])

    assert [await who(first), await who(other)] == ["Mira Sol", "Mira Sol 2"]


async def test_the_request_carries_state_nonce_and_pkce(organisation: Served) -> None:
    visitor = await organisation.client()
    seen = [parse_qs(urlsplit(await begins(visitor)).query) for _ in range(2)]

    for query in seen:
        assert query["code_challenge_method"] == ["S256"]
        assert query["redirect_uri"] == ["http://127.0.0.1:8080/sign-in/oidc/back"]
        assert query["response_type"] == ["code"]
        assert set(query["scope"][0].split()) == {"openid", "profile"}
    for secret in ("state", "nonce", "code_challenge"):
        assert seen[0][secret] != seen[1][secret]
        assert len(seen[0][secret][0]) >= 32


async def test_a_code_that_another_browser_began_opens_nothing(
    organisation: Served, provider: Provider
) -> None:
    """Else a stranger could have me sign in as them, or take my code."""
    mallory, victim = await organisation.client(), await organisation.client()
    back = await provider.agrees(await begins(mallory), MIRA["sub"])

    without = await victim.get(back)
    await begins(victim)
    other = await victim.get(back)

    assert [each.headers["location"] for each in (without, other)] == ["/#sign-in-failed"] * 2
    assert await who(victim) == ""


async def test_another_state_opens_nothing_whatever_the_service_would_say(serve: Serve) -> None:
    """A service that knows neither nonce nor PKCE leaves the state alone to tell whose sign-in it is."""
    house = await serve(sign_ins=(Trusting(),))
    visitor = await house.client()
    address = await begins(visitor)
    state = parse_qs(urlsplit(address).query)["state"][0]

    wrong = await visitor.get(f"/sign-in/oidc/back?code=x&state={'a' * len(state)}")
    await begins(visitor)
    old = await visitor.get(f"/sign-in/oidc/back?code=x&state={state}")
    state = parse_qs(urlsplit(await begins(visitor)).query)["state"][0]
    right = await visitor.get(f"/sign-in/oidc/back?code=x&state={state}")

    locations = [each.headers["location"] for each in (wrong, old, right)]
    assert locations == ["/#sign-in-failed", "/#sign-in-failed", "/"]


class Trusting:
    """A service that vouches for whoever comes with a code."""

    name = "Example"
    way: Way = "oidc"

    async def begin(self, attempt: Attempt) -> str:
        return f"https://id.example/a?state={attempt.state}"

    async def finish(self, attempt: Attempt, code: str) -> Vouched:
        return Vouched(service="https://id.example", subject="7f3a", name="Mira")


async def test_coming_back_a_second_time_or_too_late_opens_nothing(
    organisation: Served, provider: Provider
) -> None:
    visitor = await organisation.client()
    back = await provider.agrees(await begins(visitor), MIRA["sub"])
    late = await organisation.client()
    late_back = await provider.agrees(await begins(late), MIRA["sub"])

    assert (await visitor.get(back)).headers["location"] == "/"
    assert (await visitor.get(back)).headers["location"] == "/#sign-in-failed"
    assert await who(visitor) == "Mira Sol"
    organisation.world.clock_moves(minutes=11)
    assert (await late.get(late_back)).headers["location"] == "/#sign-in-failed"


async def test_who_says_no_at_the_provider_stays_outside(organisation: Served, provider: Provider) -> None:
    visitor = await organisation.client()
    back = await provider.agrees(await begins(visitor), "", action="deny")

    answer = await visitor.get(back)

    assert answer.headers["location"] == "/#sign-in-failed"
    assert (await visitor.get("/api/session")).json()["login"]


async def test_signing_in_ends_what_the_browser_had_before(organisation: Served, provider: Provider) -> None:
    visitor = await signed_in(organisation, provider, MIRA["sub"])
    before = dict(visitor.cookies)
    back = await provider.agrees(await begins(visitor), ALSO_MIRA["sub"])
    await visitor.get(back)

    assert await who(visitor) == "Mira Sol 2"
    assert await who(await organisation.client(cookies=before)) == ""


async def test_telegram_s_users_are_known_by_the_id_claim_and_are_one_person_with_their_page(
    serve: Serve, provider: Provider
) -> None:
    house = await serve(sign_ins=(provider.service(way="telegram", name="Telegram"),))

    visitor = await signed_in(house, provider, TELEGRAM_USER["sub"], way="telegram")

    assert await who(visitor) == "Tia"
    assert list(house.world.access.pages) == ["telegram:456"]
    nobody = await house.client()
    back = await provider.agrees(await begins(nobody, "telegram"), MIRA["sub"])  # no `id` claim
    assert (await nobody.get(back)).headers["location"] == "/#sign-in-failed"


async def test_a_way_that_there_is_not_is_told(organisation: Served) -> None:
    visitor = await organisation.client()

    assert (await visitor.get("/sign-in/discord")).status_code == 404
    assert (await visitor.get("/sign-in/oidc/back")).headers["location"] == "/#sign-in-failed"


async def test_tries_at_coming_back_are_counted(organisation: Served) -> None:
    visitor = await organisation.client()

    answers = [await visitor.get("/sign-in/oidc/back?code=x&state=y") for _ in range(7)]

    assert [each.status_code for each in answers] == [303] * 5 + [429] * 2


# --- what a provider may not do --------------------------------------------------------------------------------


ATTEMPT = Attempt(state="s" * 32, nonce="n" * 32, verifier="v" * 64, back="http://127.0.0.1:8080/back")


async def code_for(service: OpenIdConnect, provider: Provider, attempt: Attempt = ATTEMPT) -> str:
    back = await provider.agrees(await service.begin(attempt), MIRA["sub"])
    return parse_qs(urlsplit(back).query)["code"][0]


async def test_a_token_for_another_client_nonce_or_time_vouches_for_nobody(provider: Provider) -> None:
    service = provider.service()

    good = await service.finish(ATTEMPT, await code_for(service, provider))
    code = await code_for(service, provider)
    other_nonce = Attempt(state="s" * 32, nonce="m" * 32, verifier="v" * 64, back=ATTEMPT.back)
    with pytest.raises(SignInRefused, match="no use"):
        await service.finish(other_nonce, code)

    assert (good.subject, good.name, good.account) == (MIRA["sub"], "Mira Sol", None)
    with pytest.raises(SignInRefused, match="refused the code"):
        await service.finish(ATTEMPT, "made up")


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://id.example/token"},
        {"jwks_uri": "http://id.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
async def test_a_provider_that_says_strange_things_of_itself_is_not_believed(said: dict[str, str]) -> None:
    import httpx2

    whole = {
        "issuer": "https://id.example", "authorization_endpoint": "https://id.example/a",
        "token_endpoint": "https://id.example/t", "jwks_uri": "https://id.example/k", **said,
    }  # fmt: skip
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json=whole))
    service = Provider("https://id.example").service(transport=transport)

    with pytest.raises(SignInRefused):
        await service.begin(ATTEMPT)


async def test_a_provider_that_is_away_keeps_nobody_waiting_for_ever(serve: Serve) -> None:
    away = Provider("http://localhost:9").service()
    house = await serve(sign_ins=(away,))
    visitor = await house.client()

    answer = await visitor.get("/sign-in/oidc")

    assert answer.headers["location"] == "/#sign-in-failed"
