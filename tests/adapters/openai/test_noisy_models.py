"""Whole turns with a model that answers badly: whatever it says, and in whichever call, there is a picture or a kind word in the end."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.distiller import ModelDistiller
from adapters.openai.images.capabilities import GENERIC
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.judge import ModelJudge
from adapters.openai.merger import ModelMerger
from adapters.openai.planner.planner import ModelPlanner
from agent.domain.conversation import Said
from agent.domain.taste_signals import Batch, NoticedTurn
from agent.learning.passive_learning import distil_noticed
from agent.limits import PICTURES_PER_TURN_MAX
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.ports import SearchResult
from simulators.openai.brain import simple_brain
from simulators.openai.requests import CHAT, Asked
from simulators.openai.server import OpenAIServer
from tests.fakes.builders import author, picture, turn
from tests.fakes.models.images import png
from tests.fakes.models.noise import ABSURD, HEALTHY, NOISE
from tests.fakes.models.plain_planner import PlainPlanner
from tests.fakes.stores.passive_learning import FakeNoticedTurns
from tests.fakes.web_search import FakeWebSearch
from tests.worlds.house import FakeProgress, House

SECONDS_MAX = 8.0
"""Of one turn, on a busy machine; a text that is read again for each of its letters takes minutes."""
QUERY_CHARS_MAX = 200
FOUND = (SearchResult(title="Fox", url="https://a.example/", snippet="red"),)


@pytest.fixture
def house(server: OpenAIServer, client, sleep) -> House:
    """Models behind the server, a web that finds something, and a healthy brain whose plan needs every kind of call."""
    server.side_max, server.brain = 200, healthy
    server.schemas, server.json_mode = "refused", False  # as small servers are; and schemas take the SDK long
    language = OpenAILanguageModel(client, model="tiny", sleep=sleep)
    made = House(
        planner=ModelPlanner(language, fallback=PlainPlanner()), judge=ModelJudge(language), merger=ModelMerger(language),
        image_model=None,  # type: ignore[arg-type]
        search=FakeWebSearch(texts=FOUND),
    )  # fmt: skip
    made.image_model = OpenAIImageModel(
        client, model="drawer", capabilities=GENERIC, gate=made.parts().gate, fetcher=made.fetcher
    )
    return made


def healthy(asked: Asked) -> str:
    return json.dumps(HEALTHY) if asked.kind == "plan" else simple_brain(asked)


async def answered(house: House, text: str = "draw a fox", **more: Any) -> Outcome:
    said = turn(text, **more)
    started = time.process_time()
    answer = await Agent(house.parts()).respond(said, house.journal(said), FakeProgress())
    assert time.process_time() - started < SECONDS_MAX
    return answer


@contextmanager
def about(name: str) -> Iterator[None]:
    """Says which of many cases a failure is about."""
    try:
        yield
    except Exception as error:
        error.add_note(f"with {name}")
        raise


def is_kind(answer: Outcome) -> bool:
    """A picture, or words fit to be posted."""
    reply = answer.reply
    reply.text.encode()  # what holds half a surrogate can be neither stored nor posted
    assert "Traceback" not in reply.text
    assert "\x00" not in reply.text
    return bool(reply.text.strip()) and (reply.kind != "image" or bool(reply.images))


# --- noise ---------------------------------------------------------------------------------------------------------

# One server for all the noise of a test: starting one takes longer than a turn.


@pytest.mark.parametrize("call", ["plan", "merge", "judge", "every"])
async def test_noise_ends_in_a_picture_or_a_kind_word(server: OpenAIServer, house: House, call: str) -> None:
    cases = list(NOISE.items())
    for name, noise in cases if call != "every" else cases[::3]:
        with about(name):
            server.replies = lambda asked, noise=noise: noise if call in (asked.kind, "every") else None
            before, server.rendered = len(server.asked), 0

            answer = await answered(house)

            assert is_kind(answer)
            kinds = [asked.kind for asked in server.asked[before:] if asked.path == CHAT]
            assert call in (*kinds, "every")
            if call in ("merge", "judge"):
                assert answer.reply.images
            assert server.rendered <= 2


async def test_nothing_is_learnt_from_noise(server: OpenAIServer, client, sleep) -> None:
    distiller = ModelDistiller(OpenAILanguageModel(client, model="tiny", sleep=sleep))
    noticed = NoticedTurn(turn=turn().id, request=Said(text="a fox in ink"))
    for name, noise in NOISE.items():
        with about(name):
            server.replies = lambda asked, noise=noise: noise
            turns = FakeNoticedTurns([Batch(author=author().id, private=False, turns=(noticed,))])

            found = await distil_noticed(turns, distiller)

            assert found == 0
            assert len(turns.found) + len(turns.failures) == 1


# --- plans that can be read and make no sense ----------------------------------------------------------------------


async def test_an_absurd_plan_ends_in_a_picture_or_a_kind_word(server: OpenAIServer, house: House) -> None:
    house.search = search = FakeWebSearch(texts=FOUND)
    for name, plan in ABSURD.items():
        with about(name):
            server.brain = lambda asked, plan=plan: (
                json.dumps({"intent": "create", **plan}) if asked.kind == "plan" else simple_brain(asked)
            )
            server.rendered = 0

            answer = await answered(house)

            assert is_kind(answer)
            assert "@everyone" not in answer.reply.text
            assert "evil.example" not in answer.reply.text
            assert server.rendered <= PICTURES_PER_TURN_MAX
    assert max(len(query) for query in search.asked) <= QUERY_CHARS_MAX
    assert not house.memory.memories.rows


@pytest.mark.parametrize("intent", ["edit", "restyle", "vary", "about_image"])
async def test_an_absurd_plan_for_a_picture_that_is_there(
    server: OpenAIServer, house: House, intent: str
) -> None:
    base = picture("fox")
    house.images.images[base.id] = png()
    house.threads.latest = base
    plan = {"intent": intent, "edits": "P99", "references": [{"picture": "P1", "role": "base"}] * 30}
    server.brain = lambda asked: json.dumps(plan) if asked.kind == "plan" else simple_brain(asked)

    assert is_kind(await answered(house, "make it night"))
