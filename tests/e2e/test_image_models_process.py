"""The whole bot on each kind of image server: the right outcome, the right price in the trace, and no second paid render."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import pytest
from PIL import Image, ImageDraw

from agent.domain.generation import UNMASKED
from simulators.serving import Trouble, breaks_off, fails, hangs
from tests.e2e.processes.image_servers import A_PDF, NO_BASE64, SERVERS, ImageServer, written
from tests.e2e.processes.jsonl_process import JsonlChat, Line
from tests.e2e.processes.machine import Machine

pytestmark = pytest.mark.e2e

TURN_SECONDS = 15.0
LOST, SPENT = "may have been drawn", "cannot be used as this bot is set up"
_BOOKED = "select coalesce(sum(usd), 0) from spending"
_SETTLED = f"{_BOOKED} where settled"
_TRACED = "select coalesce(sum((facts ->> 'cost_usd')::float8), 0) from traces"


@dataclass
class Stage:
    """One process on one simulated server."""

    server: ImageServer
    chat: JsonlChat
    dsn: str
    folder: Path
    before: tuple[int, int, float] = field(default=(0, 0, 0.0))

    def say(self, text: str, **more: object) -> Line:
        self.before = (self.server.posts(), self.server.drawn(), self.money(_BOOKED))
        return self.chat.say(text, **more)

    def asked_for(self) -> tuple[int, int]:
        """How often a picture was asked for, and how many were drawn, since the last thing said."""
        posts, drawn, _ = self.before
        return self.server.posts() - posts, self.server.drawn() - drawn

    def paid(self) -> float:
        """Since the last thing said, as booked."""
        return self.money(_BOOKED) - self.before[2]

    def money(self, query: str) -> float:
        async def fetched() -> float:
            connection = await asyncpg.connect(self.dsn)
            try:
                return float(await connection.fetchval(query))
            finally:
                await connection.close()

        return asyncio.run(fetched())

    def picture(self, name: str, colour: str, *, marked: bool = False) -> str:
        path = self.folder / f"{name}.png"
        image = Image.new("RGB", (128, 128), colour)
        if marked:
            ImageDraw.Draw(image).rectangle((32, 32, 96, 96), fill="white")
        image.save(path)
        return str(path)


@pytest.fixture(params=SERVERS)
def stage(request: pytest.FixtureRequest, machine: Machine, dsn: str) -> Iterator[Stage]:
    with SERVERS[request.param]() as server:
        folder = Path(machine.home)
        key = {"gemini": "gemini-key", "openrouter": "openrouter-key"}.get(request.param, "my-key")
        chat = machine.start(
            DATABASE_URL=dsn, ATELIER_MODELS=written(server, folder), MY_KEY=key, ATELIER_TURN_SECONDS=str(TURN_SECONDS),
        )  # fmt: skip
        yield Stage(server, chat, dsn, folder)
        assert chat.close() == 0
        assert "Traceback" not in chat.stderr(), chat.stderr()


def test_an_evening_of_pictures_and_troubles(stage: Stage) -> None:
    a_picture_is_drawn_and_priced(stage)
    an_edit_takes_the_picture_replied_to(stage)
    two_characters_are_two_references(stage)
    a_mask_is_kept_to_or_said_not_to_be(stage)
    for trouble, words, drawn, is_paid in troubles(stage.server):
        a_trouble_has_its_outcome_and_its_price(stage, trouble, words, drawn=drawn, is_paid=is_paid)
    busy = [fails(429, {"error": {"code": 429}}, Retry_After="1"), fails(429, {"error": {"code": 429}})]
    gateway = [fails(524, "<html>")] if stage.server.workflows else []
    for trouble in (*busy, *gateway):
        what_was_surely_not_drawn_is_asked_for_again_and_drawn_once(stage, trouble)
    assert stage.money(_TRACED) == pytest.approx(stage.money(_SETTLED), abs=1e-6)


def a_picture_is_drawn_and_priced(stage: Stage) -> None:
    drawn = stage.say("draw a fox")
    usd = stage.server.picture_usd
    assert (drawn["kind"], stage.asked_for()) == ("image", (1, 1))
    assert stage.paid() == pytest.approx(usd, abs=5e-4)

    assert ("$10.00 a day, 50 pictures a day for each person" in stage.chat.stderr()) is (usd > 0)

    why = stage.chat.press(drawn, "Why?")["text"]
    assert "**Drawn by** only" in why
    assert (f"for ${stage.paid():.4f}" if usd else "for nothing") in why


def an_edit_takes_the_picture_replied_to(stage: Stage) -> None:
    first = stage.say("draw a lighthouse")
    night = stage.say("make it night", reply_to=first["id"])

    assert (night["kind"], stage.asked_for(), stage.server.pictures_given()) == ("image", (1, 1), 1)


def two_characters_are_two_references(stage: Stage) -> None:
    stage.say("/character save Luna: a silver-haired elf", images=[stage.picture("luna", "silver")])
    stage.say("/character save Rex: a green dragon", images=[stage.picture("rex", "green")])
    both = stage.say("draw Luna and Rex by the sea")

    assert (both["kind"], stage.asked_for(), stage.server.pictures_given()) == ("image", (1, 1), 2)


def a_mask_is_kept_to_or_said_not_to_be(stage: Stage) -> None:
    photo, mask = stage.picture("photo", "navy"), stage.picture("mask", "black", marked=True)
    masked = stage.say("make the sky purple, only in the masked area", images=[photo, mask])

    assert (masked["kind"], stage.asked_for()) == ("image", (1, 1))
    assert (UNMASKED[:20] in masked["text"]) is not stage.server.keeps_masks


def troubles(server: ImageServer) -> Iterator[tuple[Trouble, str, int, bool | None]]:
    """Each with what the reply says, how many pictures it draws, and whether they are paid for (None: perhaps, so it
    counts and is not repeated)."""
    yield fails(451, {"error": {"code": 451}}), "will not draw", 0, False
    yield fails(402, {"error": {"code": 402, "message": "no credits"}}), SPENT, 0, False
    if server.refusal:
        yield server.refusal, "will not draw", 0, False
    if server.no_picture:
        yield server.no_picture, "picture", 0, False
    if not server.workflows:  # a job of ComfyUI is asked for by its id: see test_comfyui_process.py
        yield server.says_picture(NO_BASE64), "picture", 1, True
        yield server.says_picture(A_PDF), "picture", 1, True
        yield fails(524, "<html>"), LOST, 0, None
        yield breaks_off, LOST, 1, None
        yield hangs, LOST, 1, None


def a_trouble_has_its_outcome_and_its_price(
    stage: Stage, trouble: Trouble, words: str, *, drawn: int, is_paid: bool | None
) -> None:
    stage.server.meet(trouble)
    answer = stage.say("draw a boat")

    assert answer["kind"] != "image", answer
    assert words in answer["text"]
    assert stage.asked_for() == (1, drawn)
    usd = {True: stage.server.picture_usd, False: 0.0, None: stage.server.held_usd}[is_paid]
    assert stage.paid() == pytest.approx(usd, abs=5e-4)


def what_was_surely_not_drawn_is_asked_for_again_and_drawn_once(stage: Stage, trouble: Trouble) -> None:
    stage.server.meet(trouble)
    answer = stage.say("draw a house")

    assert (answer["kind"], stage.asked_for()) == ("image", (2, 1))
    assert stage.paid() == pytest.approx(stage.server.picture_usd, abs=5e-4)
