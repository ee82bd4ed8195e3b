"""Every role tells how it is: a worker and a gateway by a small server of their own, found by the image's health check."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from agent.errors import StoreUnavailable
from bot.worker.health import health_app, health_socket
from simulators.free_ports import free_port
from simulators.fresh_machine import ROOT, clean_environment
from tests.patience import PATIENCE_SECONDS, START_SECONDS
from tests.worlds.web_visitor import visiting


async def _probe(said: str | Exception) -> httpx.Response:
    async def ready() -> str:
        if isinstance(said, Exception):
            raise said
        return said

    transport = httpx.ASGITransport(health_app(ready, ()))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
        assert (await http.get("/livez")).status_code == 200
        return await http.get("/readyz")


async def test_ready_says_why_not() -> None:
    assert (await _probe("")).status_code == 200
    assert (await _probe("no room")).text == "not ready: no room\n"
    away = await _probe(StoreUnavailable("connection refused to 10.0.0.3"))
    assert (away.status_code, away.text) == (503, "not ready: the store does not answer\n")


def test_a_port_that_another_worker_has_does_not_end_this_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert health_socket("127.0.0.1", taken.getsockname()[1]) is None


@asynccontextmanager
async def _running(role: str, environment: dict[str, str], log: Path) -> AsyncIterator[None]:
    with log.open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--role", role,
            cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=out,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            while b"Ctrl-C" not in (line := await process.stdout.readline()):
                assert line, "it ended"
        yield
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)


@pytest.mark.e2e
@pytest.mark.parametrize("role", ["worker", "gateway"])
async def test_a_role_without_a_page_tells_how_it_is(dsn: str, tmp_path: Path, role: str) -> None:
    port = str(free_port())
    environment = clean_environment(
        tmp_path, DATABASE_URL=dsn, ATELIER_HEALTH_PORT=port, ATELIER_PORT=str(free_port())
    )
    async with _running(role, environment, tmp_path / "log"):
        async with visiting(f"http://127.0.0.1:{port}") as http:
            assert (await http.get("/readyz")).text == "ok\n"
            assert "atelier_queued_turns" in (await http.get("/metrics")).text
        assert await _healthcheck(environment) == 0
    assert await _healthcheck(environment) == 1
    assert "Traceback" not in (tmp_path / "log").read_text()


async def _healthcheck(environment: dict[str, str]) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.commands.healthcheck", cwd=ROOT, env=environment
    )
    return await process.wait()
