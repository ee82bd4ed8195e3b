"""/metrics: who may ask, and that the figures are those of the database."""

from types import SimpleNamespace

import httpx
import pytest
from starlette.applications import Starlette

from adapters.http.circuit_breaker import FAILURES_MAX, CircuitBreaker
from adapters.web.identity.login_attempts import TRIES_PER_ADDRESS_MAX
from agent.errors import ModelUnavailable
from bot.platforms import metrics_of
from bot.settings import Settings
from bot.worker.metrics import metrics_routes
from db.pool import Pool
from tests.fakes.clock import FakeClock
from tests.worlds.stored_turns import StoredTurns


def _app(pool: Pool, breakers: list[CircuitBreaker], *, token: str = "", open_here: bool = True) -> Starlette:
    clock = FakeClock()
    return Starlette(routes=[*metrics_routes(pool, breakers, clock=clock, token=token, open_here=open_here)])


async def _ask(app: Starlette, *, client: str = "127.0.0.1", bearer: str = "") -> httpx.Response:
    transport = httpx.ASGITransport(app, client=(client, 1234))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
        return await http.get(
            "/metrics", headers={"authorization": f"Bearer {bearer}".encode()} if bearer else {}
        )


async def test_the_figures_are_those_of_the_database(pool: Pool) -> None:
    await StoredTurns(pool).say()

    text = (await _ask(_app(pool, []))).text

    assert "atelier_queued_turns 1.0" in text
    assert "atelier_running_turns 0.0" in text


async def test_what_the_last_sweep_found_in_the_object_store_is_told(pool: Pool) -> None:
    await pool.execute("update object_home set objects = 3, bytes = 750000")

    text = (await _ask(_app(pool, []))).text

    assert "atelier_objects 3.0" in text
    assert "atelier_object_bytes 750000.0" in text


async def test_a_provider_that_is_left_alone_is_seen(pool: Pool) -> None:
    breaker = CircuitBreaker("images", FakeClock())

    async def down() -> None:
        raise ModelUnavailable("away")

    for _ in range(FAILURES_MAX):
        with pytest.raises(ModelUnavailable):
            await breaker.call(down)

    assert 'atelier_breaker_open{provider="images"} 1.0' in (await _ask(_app(pool, [breaker]))).text


@pytest.mark.parametrize(
    ("token", "open_here", "client", "bearer", "status"),
    [
        ("", True, "127.0.0.1", "", 200),
        ("", True, "10.0.0.9", "", 404),
        ("", False, "127.0.0.1", "", 404),  # a proxy on this machine stands for strangers
        ("a long enough token", True, "127.0.0.1", "", 404),
        ("a long enough token", False, "10.0.0.9", "a long enough token", 200),
        ("a long enough token", False, "10.0.0.9", "a long enough tokem", 404),
        ("a long enough token", False, "10.0.0.9", "tök\u00e9n", 404),
    ],
)
async def test_only_this_machine_or_who_knows_the_token_may_ask(
    pool: Pool, token: str, open_here: bool, client: str, bearer: str, status: int
) -> None:
    app = _app(pool, [], token=token, open_here=open_here)

    assert (await _ask(app, client=client, bearer=bearer)).status_code == status


@pytest.mark.parametrize(
    ("settings", "bearer", "status"),
    [
        ({}, "", 200),
        ({"ATELIER_WEB_PASSWORD": "open sesame"}, "", 404),
        ({"ATELIER_WEB_PASSWORD": "open sesame"}, "open sesame", 404),
        ({"ATELIER_METRICS_TOKEN": "a long enough token"}, "", 404),
        ({"ATELIER_METRICS_TOKEN": "a long enough token"}, "a long enough token", 200),
    ],
)
async def test_who_may_ask_this_machine_is_as_the_settings_say(
    pool: Pool, settings: dict[str, str], bearer: str, status: int
) -> None:
    """With accounts nobody is told for being on this machine: a proxy may be."""
    started = SimpleNamespace(
        settings=Settings(_env_file=None, **settings), pool=pool, clock=FakeClock(), models=SimpleNamespace(breakers=())
    )  # fmt: skip

    assert (await _ask(Starlette(routes=[*metrics_of(started)]), bearer=bearer)).status_code == status


async def test_a_token_is_not_guessed_at_547_tries_a_second(pool: Pool) -> None:
    app = _app(pool, [], token="a long enough token", open_here=False)

    answers = [await _ask(app, client="10.0.0.9", bearer=f"guess {number}") for number in range(20)]
    right = await _ask(app, client="10.0.0.9", bearer="a long enough token")
    elsewhere = await _ask(app, client="10.0.0.7", bearer="a long enough token")
    scraped = [await _ask(app, client="10.0.0.7", bearer="a long enough token") for _ in range(20)]

    assert [each.status_code for each in answers] == [404] * TRIES_PER_ADDRESS_MAX + [429] * 15
    assert int(right.headers["retry-after"]) > 0
    assert right.status_code == 429
    assert {each.status_code for each in (elsewhere, *scraped)} == {200}
