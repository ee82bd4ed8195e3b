"""Plans of a mad model, through the whole bot: each message gets one answer, and memory holds what it held."""

import random
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.media import PillowGate
from adapters.openai.planner.planner import ModelPlanner
from agent.domain.conversation import Author, AuthorId, Place
from agent.domain.incoming import IncomingMessage
from agent.domain.memory import Memory, MemoryKind, NewMemory, Reader
from agent.turn_context import reader_of
from benchmarks.context.stage import PLATFORM, Stage, open_stage
from benchmarks.fuzz.mad_answers import MESSAGES, MadModel, answer_of, check
from benchmarks.fuzz.target import GIVE_UP_SECONDS, Outcome
from bot.models.choice import choose_models
from bot.settings import read_settings

HOUSE = Place(platform=PLATFORM, community="club", channel="art")
"""Each message stands in a channel of its own: what is said in one breath in the same would be one request."""
OPEN_SECONDS = 120.0
KEPT: Sequence[tuple[MemoryKind, str, str]] = (
    ("character", "Luna", "silver-haired elf"),
    ("preference", "", "prefers watercolour"),
)


@dataclass(slots=True)
class Dice:
    """Those of the message that is answered just now."""

    now: random.Random | None = None

    def answer(self) -> str:
        """Nothing, before the first: the fallback reads in what it needs then."""
        return answer_of(self.now) if self.now else ""


class Plans:
    """Port `benchmarks.fuzz.target.Target`."""

    name = "plans"
    _stage: Stage

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._dice = Dice()
        self._said = 0
        self._before: Sequence[Memory] = ()

    async def open(self) -> None:
        self._stage = stage = await self._stack.enter_async_context(_stage(self._dice))
        for kind, name, text in KEPT:
            memory = NewMemory(
                scope=_reader().scopes()[0], kind=kind, name=name, text=text, author=_reader().author
            )
            await stage.memory.remember(memory)
        self._before = await _kept(stage)
        await self._answered("draw a fox", seconds=OPEN_SECONDS)

    async def once(self, dice: random.Random) -> Outcome:
        words = dice.choice(MESSAGES)
        self._dice.now = dice
        outcome = await self._answered(words, seconds=GIVE_UP_SECONDS)
        before, self._before = self._before, await _kept(self._stage)
        changed = [
            memory for memory in (*before, *self._before) if (memory in before) != (memory in self._before)
        ]
        assert not changed, f"memory changed: {words!r}: {changed}"
        return outcome

    async def _answered(self, words: str, *, seconds: float) -> Outcome:
        stage = self._stage
        self._said += 1
        author = Author(id=AuthorId(f"{PLATFORM}:ana"), name="ana", may_manage=self._said % 2 == 0)
        accepted = await stage.app.intake.message(
            IncomingMessage(
                event_id=f"m{self._said}",
                message=f"m{self._said}",
                place=replace(HOUSE, channel=f"art-{self._said}"),
                author=author,
                text=words,
            )
        )
        if accepted.turn is None:
            assert accepted.note, "no answer at all"
            return "refused"
        check(await stage.heard.reply(accepted.turn, timeout_seconds=seconds), words)
        del stage.heard.replies[accepted.turn]
        return "accepted"

    async def close(self) -> None:
        await self._stack.aclose()


@asynccontextmanager
async def _stage(dice: Dice) -> AsyncGenerator[Stage]:
    with tempfile.TemporaryDirectory(prefix="atelier-fuzz-") as folder:
        models = choose_models(
            read_settings(ATELIER_DATA_DIR=Path(folder), ATELIER_SEARCH="off"), PillowGate()
        )
        planner = ModelPlanner(MadModel(dice.answer), fallback=models.planner)
        async with open_stage(models=replace(models, planner=planner)) as stage:
            yield stage


def _reader() -> Reader:
    return reader_of(AuthorId(f"{PLATFORM}:ana"), HOUSE)


async def _kept(stage: Stage) -> Sequence[Memory]:
    """Everything in memory but how often it was used."""
    return [replace(memory, uses=0) for memory in await stage.desk.list(_reader())]
