"""The embedded Postgres is killed under a running bot: it comes back by itself, the turns go on, and nothing is told as a traceback."""

import os
import signal
from pathlib import Path

import httpx
import psutil
import pytest

from bot.postgres.postmaster import postmaster_of
from tests.e2e.processes.machine import Machine
from tests.e2e.processes.web_process import bot_running, empty_home
from tests.patience import until_seen
from tests.worlds.web_visitor import page, send, visiting

pytestmark = pytest.mark.e2e


def _postmaster(data: Path) -> int:
    found = postmaster_of(data / "postgres")
    assert found is not None
    return found


def _one_backend(postmaster: int) -> int:
    """A process of Postgres that serves one of the bot's connections."""
    backends = psutil.Process(postmaster).children()
    return next(each.pid for each in backends if "idle" in " ".join(each.cmdline()))


def test_a_chat_goes_on_when_its_database_is_killed(machine: Machine) -> None:
    chat = machine.start()
    assert chat.say("draw a fox")["type"] == "reply"

    first = _postmaster(machine.data)
    os.kill(first, signal.SIGKILL)
    assert chat.say("draw a lighthouse")["type"] == "reply"
    second = _postmaster(machine.data)
    os.kill(_one_backend(second), signal.SIGKILL)
    assert chat.say("draw a castle")["type"] == "reply"

    assert second != first
    assert _postmaster(machine.data) == second, "a backend's death is Postgres' own to mend"
    assert chat.close() == 0, chat.stderr()
    log = (machine.home / f"stderr-{id(chat)}.log").read_text()
    assert not [line[:3_000] for line in log.splitlines() if "Traceback" in line]
    assert "the database is back" in log


async def test_the_web_chat_goes_on_when_its_database_is_killed() -> None:
    with empty_home() as home:
        async with (
            bot_running(home) as address,
            visiting(address) as visitor,
        ):
            await visitor.post("/api/session", json={"name": "Ana"})
            visitor.headers["origin"] = address
            assert (await send(visitor, "draw a fox")).status_code == 202
            os.kill(_postmaster(home / "data"), signal.SIGKILL)

            assert await _taken_in(visitor, "draw a lighthouse"), "it never came back"
            await _answered(visitor, 2)
            assert (await visitor.get("/readyz")).status_code == 200
        log = (home / "bot.log").read_text()
    assert "the database is back" in log
    assert not [line[:3_000] for line in log.splitlines() if "Traceback" in line]


async def _taken_in(visitor: httpx.AsyncClient, text: str) -> bool:
    async def taken() -> bool:
        return (await send(visitor, text)).status_code == 202

    return await until_seen(taken, "a database that takes it")


async def _answered(visitor: httpx.AsyncClient, pictures: int) -> None:
    async def drawn() -> bool:
        return await _pictures(visitor) >= pictures

    await until_seen(drawn, f"{pictures} pictures")


async def _pictures(visitor: httpx.AsyncClient) -> int:
    return sum(bool((message.get("reply") or {}).get("images")) for message in await page(visitor))
