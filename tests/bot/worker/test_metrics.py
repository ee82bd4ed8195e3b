"""/metrics: who may ask, and that the figures are those of the database."""

import httpx
import pytest
from starlette.applications import Starlette

from adapters.http.circuit_breaker import FAILURES_MAX, CircuitBreaker
from agent.errors import ModelUnavailable
from bot.worker.metrics import metrics_routes
from db.pool import Pool
from tests.fakes.clock import FakeClock
from tests.worlds.stored_turns import StoredTurns


async def _ask(
    pool: Pool,
    breakers: list[CircuitBreaker],
    *,
    password: str = "",
    client: str = "127.0.0.1",
    bearer: str = "",
) -> httpx.Response:
    app = Starlette(routes=[*metrics_routes(pool, breakers, password=password)])
    transport = httpx.ASGITransport(app, client=(client, 1234))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
        return await http.get("/metrics", headers={"authorization": f"Bearer {bearer}"} if bearer else {})


async def test_the_figures_are_those_of_the_database(pool: Pool) -> None:
    await StoredTurns(pool).say()

    text = (await _ask(pool, [])).text

    assert "atelier_queued_turns 1.0" in text
    assert "atelier_running_turns 0.0" in text


async def test_a_provider_that_is_left_alone_is_seen(pool: Pool) -> None:
    breaker = CircuitBreaker("images", FakeClock())

    async def down() -> None:
        raise ModelUnavailable("away")

    for _ in range(FAILURES_MAX):
        with pytest.raises(ModelUnavailable):
            await breaker.call(down)

    assert 'atelier_breaker_open{provider="images"} 1.0' in (await _ask(pool, [breaker])).text


@pytest.mark.parametrize(
    ("password", "client", "bearer", "status"),
    [
        ("", "127.0.0.1", "", 200),
        ("", "10.0.0.9", "", 404),
        ("secret", "127.0.0.1", "", 404),
        ("secret", "10.0.0.9", "secret", 200),
    ],
)
async def test_only_this_machine_or_who_knows_the_password_may_ask(
    pool: Pool, password: str, client: str, bearer: str, status: int
) -> None:
    assert (await _ask(pool, [], password=password, client=client, bearer=bearer)).status_code == status
