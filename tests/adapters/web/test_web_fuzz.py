"""Mutated requests against the page, with and without a password; each answer is one of ours. A longer run: benchmarks/fuzz/web.py."""

import random

import pytest
from starlette.types import Receive, Scope, Send

from adapters.web.app import build_app
from benchmarks.fuzz.web import FuzzWeb, NotOurs
from tests.worlds.web_world import WebWorld

REQUESTS = 1_500


@pytest.mark.parametrize("password", ["", "open sesame"])
async def test_no_request_gets_a_traceback_or_a_hang(password: str) -> None:
    world = WebWorld(password=password, trusted_proxies=("127.0.0.1",))
    rng = random.Random(12)

    async with FuzzWeb(build_app(world.services, world.config)) as fuzz:
        for number in range(REQUESTS):
            await fuzz.once(rng)
            if number % 10 == 0:
                world.clock_moves(seconds=61)  # else most would be told that they try too often
    await world.bot.stop()

    assert world.bot.messages, "the fuzz never got past the door"


async def test_the_fuzz_sees_a_defect() -> None:
    async def defect(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("a defect")

    with pytest.raises(NotOurs, match="RuntimeError"):
        await FuzzWeb(defect).once(random.Random(1))
