"""A house whose models are behind the simulated server, and what those models say."""

import json
from collections.abc import Callable
from typing import Any

from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.images.capabilities import OPENAI
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.judge import ModelJudge
from adapters.openai.merger import ModelMerger
from adapters.openai.planner.planner import ModelPlanner
from adapters.openai.prices import Price, PriceTable
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.ports import SearchResult
from simulators.openai.brain import simple_brain
from simulators.openai.requests import CHAT, Asked
from simulators.openai.server import OpenAIServer
from tests.fakes.builders import turn
from tests.fakes.models.plain_planner import PlainPlanner
from tests.fakes.web_search import FakeWebSearch
from tests.worlds.house import FakeJournal, FakeProgress, House

PRICES = PriceTable(
    {"tiny": Price(input=1.0, cached=0.1, output=5.0), "drawer": Price(input=5.0, output=30.0)}
)


def furnished(client, sleep, name: str) -> House:
    language = OpenAILanguageModel(client, model=name, prices=PRICES, sleep=sleep)
    made = House(
        planner=ModelPlanner(language, fallback=PlainPlanner()), judge=ModelJudge(language), merger=ModelMerger(language),
        image_model=None,  # type: ignore[arg-type]
    )  # fmt: skip
    made.image_model = OpenAIImageModel(
        client,
        model="drawer",
        capabilities=OPENAI,
        gate=made.parts().gate,
        fetcher=made.fetcher,
        prices=PRICES,
    )
    return made


async def answered(
    house: House, text: str = "draw a fox", journal: FakeJournal | None = None, **more: Any
) -> Outcome:
    said = turn(text, **more)
    return await Agent(house.parts()).respond(said, journal or house.journal(said), FakeProgress())


def plans(server: OpenAIServer, judge: Callable[[Asked], str] | None = None, **plan: Any) -> None:
    """The brain plans so, and judges so."""

    def brain(asked: Asked) -> str:
        if asked.kind == "plan":
            return json.dumps({"intent": "create", **plan})
        return judge(asked) if judge and asked.kind == "judge" else simple_brain(asked)

    server.brain = brain


def slot(name: str, value: str, method: str = "said", **more: Any) -> dict[str, Any]:
    return {"slot": name, "value": value, "method": method, **more}


def verdict(*holds: str) -> str:
    return json.dumps(
        {"verdicts": [{"number": n, "holds": h} for n, h in enumerate(holds, 1)], "advice": "Draw three."}
    )


def paths(server: OpenAIServer) -> list[str]:
    return [asked.kind if asked.path == CHAT else "render" for asked in server.asked]


def asks_for_everything(server: OpenAIServer, house: House) -> None:
    """Every turn plans, searches, merges, draws and judges."""
    plans(
        server, judge=lambda asked: verdict("yes"), slots=[slot("subject", "a fox", "assume")],
        searches=[{"query": "fox", "kind": "text", "slot": "subject"}],
        checklist=[{"slot": "count", "text": "one fox", "hard": True}],
    )  # fmt: skip
    house.search = FakeWebSearch(texts=(SearchResult(title="Fox", url="https://a.example/", snippet="red"),))
