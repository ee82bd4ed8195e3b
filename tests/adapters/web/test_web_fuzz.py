"""Mutated requests against the page, with and without a password; each answer is one of ours. A longer run: benchmarks/fuzz_web.py."""

import random

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from adapters.web.app import build_app
from benchmarks.fuzz_web import FuzzWeb, NotOurs
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

    if not password:
        assert world.bot.messages, "the fuzz never got past the door"


async def test_the_fuzz_sees_a_defect() -> None:
    async def defect(request: object) -> PlainTextResponse:
        raise RuntimeError("a defect")

    app = Starlette(routes=[Route("/{path:path}", defect)])

    with pytest.raises(NotOurs, match="RuntimeError"):
        for number in range(20):
            await FuzzWeb(app).once(random.Random(number))
