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
from functools import cache
from pathlib import Path
from typing import Any

from adapters.builtin.planner.planner import BuiltInPlanner
from adapters.media import PillowGate
from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import connect
from adapters.openai.images.capabilities import OPENAI
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.judge import ModelJudge
from adapters.openai.merger import ModelMerger
from adapters.openai.planner.planner import ModelPlanner
from agent.domain.generation import Search
from agent.loop import Agent
from agent.ports import SearchResult
from benchmarks.speed.call_orders import Bench, Bill, mind_brush_order, paper_order
from benchmarks.speed.own_decoders import OwnDecoders
from benchmarks.speed.time_warp import WarpLoop
from simulators.openai.server import EDIT, GENERATE, Asked, OpenAIServer, drawn, message_in, openai_server
from tests.fakes.builders import turn
from tests.fakes.models.images import png
from tests.worlds.house import FakeFetcher, FakeProgress, House

REQUESTS = Path(__file__).parent / "speed" / "data" / "latency_requests.jsonl"
CHAT_MODEL, IMAGE_MODEL = "gpt-6.1-terra", "gpt-image-2.6-flare"
PLANNING, MERGING, JUDGING, RENDERING, SEARCHING = 2.0, 1.0, 1.5, 8.0, 0.8
"""Seconds: a call that thinks about the request; one that only condenses what was found; one that looks at a picture; a render;
a search with the page or picture that it leads to."""
DELAYS: Mapping[str, float] = {
    "plan": PLANNING, "plan_information": PLANNING, "select": PLANNING, "reason": PLANNING, "keywords": PLANNING,
    "rewrite": PLANNING, "checklist": PLANNING, "intent": PLANNING, "rag": PLANNING, "review": PLANNING,
    "merge": MERGING, "summarise": MERGING, "judge": JUDGING, "evaluate": JUDGING, "rank": JUDGING,
    GENERATE: RENDERING, EDIT: RENDERING,
}  # fmt: skip
CALLS_GOAL, SECONDS_GOAL, CRITICAL_GOAL = 0.40, 0.60, 1.05
"""Ours as a share of theirs, and of the critical path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One request of the set, with what a good planner makes of it. Groups are weighted as in the paper's IA-score."""

    group: str
    text: str
    subject: str
    slots: Mapping[str, str]
    hard: str
    """Something that only a look at the picture can tell; "" when there is none."""
    searches: Sequence[Mapping[str, str]]

    def wanted(self) -> Sequence[Search]:
        return [
            Search(query=s["query"], kind="image" if s["kind"] == "image" else "text", slot="subject")
            for s in self.searches
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one turn, or their means."""

    model_calls: float
    seconds: float
    tokens: float
    money: float


@cache
def wishes() -> Sequence[Wish]:
    return [Wish(**json.loads(line)) for line in REQUESTS.read_text(encoding="utf-8").splitlines()]


TWO_SEARCHES = Wish(
    group="search", text="all moons of Saturn as they are known today, drawn to scale", subject="Saturn and its moons", slots={},
    hard="there are as many moons as were found",
    searches=[{"kind": "text", "query": "number of moons of Saturn"}, {"kind": "text", "query": "Saturn moons sizes"}],
)  # fmt: skip


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
                    "value": f"{_SENTENCE} in detail, as found",
                    "confidence": 0.9,
                }
                return json.dumps({"filled": [filled]})
            case "judge":
                return json.dumps(
                    {"verdicts": [{"number": 1, "holds": "yes", "why": "seen clearly"}], "advice": ""}
                )
            case _:
                return json.dumps({"text": " ".join([_SENTENCE] * 6)})


PROMPT_WORDS = 40
"""Of a prompt that may have 50."""
_SENTENCE = "The picture shows the subject in the middle of the frame, in soft light and in the style that was asked for."


def _plan(wish: Wish) -> dict[str, Any]:
    slots = {"subject": wish.subject, **wish.slots}
    method = "assume" if wish.searches else "reason" if wish.group == "reason" else "said"
    return {
        "intent": "create", "language": "en", "answers_question": False,
        "slots": [{"slot": name, "value": value, "method": method, "memory": "", "confidence": 0.9,
                   "why": "" if method == "said" else "follows from the request"}
                  for name, value in slots.items()],
        "gaps": [], "searches": [{**search, "slot": "subject"} for search in wish.searches], "edits": "", "references": [],
        "panels": [], "prompt": " ".join(f"{wish.subject}. {_SENTENCE} {_SENTENCE}".split()[:PROMPT_WORDS]),
        "checklist": [{"slot": "subject", "text": wish.hard or "the subject is seen", "hard": bool(wish.hard)}],
        "statements": [], "forget": "", "answer": "",
    }  # fmt: skip


@dataclass(slots=True)
class DelayedSearch:
    """Five results after `seconds`."""

    seconds: float

    async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        await asyncio.sleep(self.seconds)
        return [
            SearchResult(title=query, url=f"https://page.example/{n}", snippet=_SENTENCE)
            for n in range(limit)
        ]

    async def images(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        await asyncio.sleep(self.seconds)
        return [
            SearchResult(
                title=query, url=f"https://page.example/{n}", image_url=f"https://page.example/{n}.png"
            )
            for n in range(limit)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that one run shares."""

    server: OpenAIServer
    language: OpenAILanguageModel
    house: House
    scale: float

    def bench(self) -> Bench:
        return Bench(
            language=self.language,
            images=self.house.image_model,
            search=self.house.search,
            fetcher=self.house.fetcher,
        )


def _house(language: OpenAILanguageModel, images: Callable[[House], OpenAIImageModel], scale: float) -> House:
    pages = {f"https://page.example/{n}": " ".join([_SENTENCE] * 20) for n in range(5)}
    pictures = {f"https://page.example/{n}.png": drawn(96, 96, str(n)) for n in range(5)}
    house = House(
        planner=ModelPlanner(language, fallback=BuiltInPlanner()), judge=ModelJudge(language), merger=ModelMerger(language),
        image_model=None, search=DelayedSearch(SEARCHING * 0.6 * scale),  # pyright: ignore[reportArgumentType] # set below
        fetcher=FakeFetcher(pages=pages, pictures=pictures, delay=SEARCHING * 0.4 * scale), gate=PillowGate(OwnDecoders()),
    )  # fmt: skip
    house.image_model = images(house)
    return house


# --- the three orders --------------------------------------------------------------------------------------------


async def ours(world: World, wish: Wish) -> Bill:
    """The turn as the bot runs it, billed by its own trace."""
    said = turn(wish.text, id=wish.text)
    journal = world.house.journal(said)
    await Agent(world.house.parts()).respond(said, journal, FakeProgress())
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    ours: Figures
    paper_order: Figures
    mind_brush_order: Figures
    critical_path_seconds: float
    """Measured, of a turn with two searches and a judged picture."""


async def run(scale: float, requests: Sequence[Wish]) -> Result:
    brain = Brain([*requests, TWO_SEARCHES])
    delays = {name: seconds * scale for name, seconds in DELAYS.items()}
    async with (
        openai_server(brain, side_max=256, delays=delays) as server,
        connect(base_url=server.url) as client,
    ):
        language = OpenAILanguageModel(client, model=CHAT_MODEL)
        house = _house(
            language,
            lambda made: OpenAIImageModel(
                client, model=IMAGE_MODEL, capabilities=OPENAI, gate=made.parts().gate, fetcher=made.fetcher
            ),
            scale,
        )
        world = World(server=server, language=language, house=house, scale=scale)
        await ours(world, requests[0])  # warms connections and templates up
        bench, seen = world.bench(), png()
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


def as_json(result: Result) -> str:
    def rounded(figures: Figures) -> dict[str, float]:
        return {
            "model_calls": round(figures.model_calls, 3), "seconds": round(figures.seconds, 3),
            "tokens": round(figures.tokens, 1), "money": round(figures.money, 5),
        }  # fmt: skip

    return json.dumps(
        {
            "ours": rounded(result.ours),
            "paper_order": rounded(result.paper_order),
            "mind_brush_order": rounded(result.mind_brush_order),
            "critical_path_seconds": round(result.critical_path_seconds, 3),
        }
    )


def as_table(result: Result) -> str:
    lines = [
        f"Means per turn over {len(wishes())} requests. Set delays in seconds: a call that plans {PLANNING}, condenses findings {MERGING} "
        f"(merge), judges {JUDGING}; search {SEARCHING}, render {RENDERING}.",
        "",
        f"{'':<18}{'model calls':>12}{'seconds':>10}{'tokens':>10}{'money':>10}",
    ]
    for name, figures in (
        ("ours", result.ours), ("paper order", result.paper_order), ("Mind-Brush order", result.mind_brush_order)
    ):  # fmt: skip
        lines.append(
            f"{name:<18}{figures.model_calls:>12.2f}{figures.seconds:>10.2f}{figures.tokens:>10.0f}{figures.money:>9.4f}$"
        )
    path = PLANNING + SEARCHING + MERGING + RENDERING + JUDGING
    lines += ["", *_goals(result), ""]
    lines.append(
        f"A turn with two searches: {result.critical_path_seconds:.2f} s, {result.critical_path_seconds / path:.3f} of its critical path "
        f"(plan + search + merge + render + judge = {path:.1f} s; goal {CRITICAL_GOAL})."
    )
    return "\n".join(lines)


def _goals(result: Result) -> Sequence[str]:
    others = (("paper order", result.paper_order), ("Mind-Brush order", result.mind_brush_order))
    return [
        f"of the {name}: {result.ours.model_calls / other.model_calls:.0%} of the model calls (goal {CALLS_GOAL:.0%}), "
        f"{result.ours.seconds / other.seconds:.0%} of the seconds (goal {SECONDS_GOAL:.0%})"
        for name, other in others
    ]


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
