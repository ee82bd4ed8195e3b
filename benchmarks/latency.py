"""Model calls, tokens, money and seconds of a turn: ours, the paper's module by module, and Mind-Brush's fixed chain, in one run
on the same 60 requests, through the real core, the real adapters and the real SDK against a simulated server.

    python -m benchmarks.latency [--json] [--scale 1.0]

The delays are set (DELAYS); the clock jumps over them (warp.py) and our own work counts as it is, so a run takes seconds.
"""

import argparse
import asyncio
import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from openai import AsyncOpenAI

from adapters.builtin.planner.planner import BuiltInPlanner
from adapters.builtin.statement_reader import BuiltInStatementReader
from adapters.media import PillowGate
from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import connect
from adapters.openai.images.capabilities import OPENAI
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.judge import ModelJudge
from adapters.openai.merger import ModelMerger
from adapters.openai.planner.planner import ModelPlanner
from agent.domain.conversation import Author, AuthorId, Place, Said, Turn, TurnId
from agent.loop import Agent
from agent.turn_context import Services
from benchmarks.speed.call_orders import Bench, Bill, mind_brush_order, paper_order
from benchmarks.speed.delayed_web import SNIPPET, DelayedFetcher, DelayedSearch, page
from benchmarks.speed.empty_stores import (
    UNMODERATED,
    EmptyMemory,
    FreeSpending,
    NewThread,
    NoAccounts,
    NoDesk,
    NoLearning,
    NoSchedules,
    StandardSettings,
    TurnImages,
    TurnJournal,
    Unseen,
)
from benchmarks.speed.latency_figures import (
    JUDGING,
    MERGING,
    PLANNING,
    RENDERING,
    SEARCHING,
    Figures,
    Result,
    as_json,
    as_table,
)
from benchmarks.speed.latency_wishes import TWO_SEARCHES, Wish, wishes
from benchmarks.speed.own_decoders import OwnDecoders
from benchmarks.speed.time_warp import WarpLoop
from bot.clock import SystemClock
from simulators.openai.requests import EDIT, GENERATE, Asked, message_in
from simulators.openai.server import OpenAIServer, openai_server
from simulators.pictures import drawn

PLACE = Place(platform="console", channel="art")
CHAT_MODEL, IMAGE_MODEL = "gpt-6.1-terra", "gpt-image-2.6-flare"
DELAYS: Mapping[str, float] = {
    "plan": PLANNING, "plan_information": PLANNING, "select": PLANNING, "reason": PLANNING, "keywords": PLANNING,
    "rewrite": PLANNING, "checklist": PLANNING, "intent": PLANNING, "rag": PLANNING, "review": PLANNING,
    "merge": MERGING, "summarise": MERGING, "judge": JUDGING, "evaluate": JUDGING, "rank": JUDGING,
    GENERATE: RENDERING, EDIT: RENDERING,
}  # fmt: skip
# --- the simulated world -----------------------------------------------------------------------------------------


class Brain:
    """Answers every step at the length that a model would."""

    def __init__(self, known: Sequence[Wish]) -> None:
        self._known = {wish.text: wish for wish in known}

    def __call__(self, asked: Asked) -> str:
        match asked.name:
            case "plan":
                return json.dumps(_plan(self._known[message_in(asked)]))
            case "merge":
                filled = {
                    "slot": "subject",
                    "finding": 1,
                    "value": f"{SNIPPET} in detail, as found",
                    "confidence": 0.9,
                }
                return json.dumps({"filled": [filled]})
            case "judge":
                return json.dumps(
                    {"verdicts": [{"number": 1, "holds": "yes", "why": "seen clearly"}], "advice": ""}
                )
            case _:
                return json.dumps({"text": " ".join([SNIPPET] * 6)})


PROMPT_WORDS = 40
"""Of a prompt that may have 50."""


def _plan(wish: Wish) -> dict[str, Any]:
    slots = {"subject": wish.subject, **wish.slots}
    method = "assume" if wish.searches else "reason" if wish.group == "reason" else "said"
    return {
        "intent": "create", "language": "en", "answers_question": False,
        "slots": [{"slot": name, "value": value, "method": method, "memory": "", "confidence": 0.9,
                   "why": "" if method == "said" else "follows from the request"}
                  for name, value in slots.items()],
        "gaps": [], "searches": [{**search, "slot": "subject"} for search in wish.searches], "edits": "", "references": [],
        "panels": [], "prompt": " ".join(f"{wish.subject}. {SNIPPET} {SNIPPET}".split()[:PROMPT_WORDS]),
        "checklist": [{"slot": "subject", "text": wish.hard or "the subject is seen", "hard": bool(wish.hard)}],
        "statements": [], "forget": "", "answer": "",
    }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that one run shares."""

    server: OpenAIServer
    language: OpenAILanguageModel
    services: Services
    images: TurnImages
    scale: float

    def bench(self) -> Bench:
        return Bench(
            language=self.language,
            images=self.services.image_model,
            search=self.services.search,
            fetcher=self.services.fetcher,
        )


def _services(
    client: AsyncOpenAI, language: OpenAILanguageModel, images: TurnImages, scale: float
) -> Services:
    gate = PillowGate(OwnDecoders())
    fetcher = DelayedFetcher(
        pages={f"https://page.example/{n}": page(n) for n in range(5)},
        pictures={f"https://page.example/{n}.png": drawn(96, 96, str(n)) for n in range(5)},
        seconds=SEARCHING * 0.4 * scale,
    )
    return Services(
        planner=ModelPlanner(language, fallback=BuiltInPlanner()), judge=ModelJudge(language), merger=ModelMerger(language),
        image_model=OpenAIImageModel(client, model=IMAGE_MODEL, capabilities=OPENAI, gate=gate, fetcher=fetcher),
        memory=EmptyMemory(), desk=NoDesk(), settings=StandardSettings(), threads=NewThread(), images=images, gate=gate,
        search=DelayedSearch(SEARCHING * 0.6 * scale), fetcher=fetcher, clock=SystemClock(), spending=FreeSpending(),
        schedules=NoSchedules(), passive_learning=NoLearning(), statements=BuiltInStatementReader(), moderation=UNMODERATED,
        accounts=NoAccounts(),
    )  # fmt: skip


# --- the three orders --------------------------------------------------------------------------------------------


async def ours(world: World, wish: Wish) -> Bill:
    """The turn as the bot runs it, billed by its own trace."""
    ana = Author(id=AuthorId("console:ana"), name="ana")
    said = Turn(
        id=TurnId(wish.text), place=PLACE, author=ana, request=Said(text=wish.text), message=None, received_at=datetime.now(UTC),
    )  # fmt: skip
    journal = TurnJournal(store=world.images, author=ana.id)
    await Agent(world.services).respond(said, journal, Unseen())
    bill = Bill(money=journal.cost())
    for step, facts in journal.notes:
        if step.startswith(("plan", "merge", "judge")):
            bill.model_calls += 1
            bill.tokens += facts["input_tokens"] + facts["output_tokens"]
    return bill


async def measured(world: World, work: Callable[[], Any]) -> Figures:
    loop = asyncio.get_running_loop()
    started = loop.time()
    bill: Bill = await work()
    seconds = (loop.time() - started) / world.scale
    return Figures(model_calls=bill.model_calls, seconds=seconds, tokens=bill.tokens, money=bill.money)


def mean(figures: Sequence[Figures]) -> Figures:
    return Figures(
        model_calls=statistics.fmean(f.model_calls for f in figures),
        seconds=statistics.fmean(f.seconds for f in figures),
        tokens=statistics.fmean(f.tokens for f in figures),
        money=statistics.fmean(f.money for f in figures),
    )


async def run(scale: float, requests: Sequence[Wish]) -> Result:
    brain = Brain([*requests, TWO_SEARCHES])
    delays = {name: seconds * scale for name, seconds in DELAYS.items()}
    async with (
        openai_server(brain, side_max=256, delays=delays) as server,
        connect(base_url=server.url) as client,
    ):
        language = OpenAILanguageModel(client, model=CHAT_MODEL)
        images = TurnImages()
        services = _services(client, language, images, scale)
        world = World(server=server, language=language, services=services, images=images, scale=scale)
        await ours(world, requests[0])  # warms connections and templates up
        bench, seen = world.bench(), await services.gate.admit(drawn(64, 64, "seen"), name="seen.png")
        three: list[list[Figures]] = [[], [], []]
        for wish in requests:
            remembers, wanted = wish.group == "memory", wish.wanted()
            three[0].append(await measured(world, lambda wish=wish: ours(world, wish)))
            three[1].append(
                await measured(
                    world,
                    lambda wish=wish, wanted=wanted, remembers=remembers: paper_order(
                        bench, wish.text, wanted, remembers=remembers, seen=seen
                    ),
                )
            )
            three[2].append(
                await measured(
                    world, lambda wish=wish, wanted=wanted: mind_brush_order(bench, wish.text, wanted)
                )
            )
        critical = await measured(world, lambda: ours(world, TWO_SEARCHES))
    return Result(
        ours=mean(three[0]),
        paper_order=mean(three[1]),
        mind_brush_order=mean(three[2]),
        critical_path_seconds=critical.seconds,
    )


# --- telling it --------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.latency", description=__doc__.split("\n\n")[0] if __doc__ else ""
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="multiplies the delays; seconds are given unscaled (1.0)"
    )
    arguments = parser.parse_args()
    with asyncio.Runner(loop_factory=WarpLoop) as runner:
        result = runner.run(run(arguments.scale, wishes()))
    print(as_json(result) if arguments.json else as_table(result))


if __name__ == "__main__":
    main()
