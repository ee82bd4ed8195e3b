"""Whole turns that something fails in, or that come to a limit."""

import json
import random

import pytest

from adapters.openai.planner.planner import BRIEF, DEGRADED, NO_ROOM
from agent.errors import AtelierError, BadImage, ModelUnavailable, RenderRefused, UnknownOutcome
from agent.limits import Limits
from agent.ports import SearchResult
from simulators.openai import troubles
from simulators.openai.requests import CHAT, GENERATE, Asked
from simulators.openai.server import OpenAIServer
from tests.adapters.openai.turns.model_house import answered, asks_for_everything, paths, plans, slot, verdict
from tests.fakes.builders import message, turn
from tests.fakes.web_search import FakeWebSearch
from tests.worlds.house import House


@pytest.mark.parametrize(
    ("trouble", "outcome", "rendered"),
    [
        (troubles.fails(500), ModelUnavailable, 0),
        (troubles.fails(400, "x", code="moderation_blocked"), RenderRefused, 0),
        (troubles.breaks_off, UnknownOutcome, 1),
        (troubles.stops_streaming, UnknownOutcome, 1),
        (troubles.says("data: [DONE]\n\n", kind="text/event-stream", draws=True), UnknownOutcome, 1),
    ],
)
async def test_a_render_that_fails_is_not_paid_for_twice(
    server, house: House, trouble, outcome: type[AtelierError], rendered: int
) -> None:
    server.trouble(GENERATE, trouble)
    journal = house.journal(turn())

    with pytest.raises(outcome):
        await answered(house, journal=journal)

    assert server.rendered == rendered
    assert paths(server) == ["plan", "render"]
    assert journal.cost() == pytest.approx(dict(journal.notes)["plan"]["cost_usd"])


async def test_a_turn_that_is_taken_up_again_plans_and_pays_once(server: OpenAIServer, house: House) -> None:
    server.trouble(GENERATE, troubles.fails(500))
    journal = house.journal(turn())
    with pytest.raises(ModelUnavailable):
        await answered(house, journal=journal)

    await answered(house, journal=journal)
    again = await answered(house, journal=journal)

    assert paths(server) == ["plan", "render", "render"]
    assert server.rendered == 1
    assert again.reply.kind == "image"


async def test_a_spoilt_picture_is_in_the_trace_with_its_price(server: OpenAIServer, house: House) -> None:
    server.picture = b"<html>"
    journal = house.journal(turn())

    with pytest.raises(BadImage):
        await answered(house, journal=journal)

    spoilt = dict(journal.notes)["render-0"]
    assert spoilt["failed"] == "BadImage"
    assert spoilt["cost_usd"] == pytest.approx((50 * 5 + 1_056 * 30) / 1e6)
    assert server.rendered == 1


async def test_a_repaired_plan_costs_both_calls(server: OpenAIServer, house: House) -> None:
    server.trouble(CHAT, troubles.talks("what?"))
    journal = house.journal(turn())

    await answered(house, journal=journal)

    plan = dict(journal.notes)["plan"]
    assert plan["input_tokens"] > 100
    assert plan["degraded"] == "json in text, repaired"
    assert plan["cost_usd"] == pytest.approx(
        (
            (plan["input_tokens"] - plan["cached_tokens"]) * 1
            + plan["cached_tokens"] * 0.1
            + plan["output_tokens"] * 5
        )
        / 1e6
    )


async def test_a_server_without_schemas_eyes_and_counts_still_draws(
    server: OpenAIServer, house: House
) -> None:
    server.schemas, server.json_mode, server.vision, server.usage = "refused", False, False, False

    answer = await answered(house)

    assert answer.reply.kind == "image"
    assert DEGRADED not in answer.reply.text


@pytest.mark.parametrize(("room", "note"), [(12_000, BRIEF), (3_000, NO_ROOM)])
async def test_a_small_model_that_has_no_room_for_the_conversation_still_draws(
    server: OpenAIServer, house: House, room: int, note: str
) -> None:
    server.context_chars = room
    thread = [message("Once upon a time there was a fox. " * 30, by="bob") for _ in range(25)]

    answer = await answered(house, "draw a fox", thread=thread)

    assert answer.reply.images
    assert "a fox" in answer.reply.text
    assert note in answer.reply.text


async def test_a_judge_and_a_merger_without_room_are_done_without(server: OpenAIServer, house: House) -> None:
    asks_for_everything(server, house)
    house.search = FakeWebSearch(
        texts=(SearchResult(title="Fox", url="https://a.example/", snippet="red " * 100),) * 5
    )
    house.fetcher.pages["https://a.example/"] = "A fox is red. " * 300
    refuse = troubles.fails(400, "maximum context length is 2048 tokens", code="context_length_exceeded")
    healthy = server.brain

    def tired(asked: Asked) -> str:
        server.trouble(CHAT, *[refuse] * 2)
        return healthy(asked)

    server.brain = tired

    answer = await answered(house, "draw a fox")

    assert answer.reply.images
    assert "I could not work in what I looked up" in answer.reply.text


INTENTS = (
    "create",
    "edit",
    "chat",
    "series",
    "forget",
    "remember",
    "vary",
    "restyle",
    "refuse",
    "about_image",
)


def _noise(seed: int) -> str:
    """What a tiny model says: words, half of JSON, JSON with the wrong types."""
    dice = random.Random(seed)
    good = json.dumps(
        {
            "intent": dice.choice(INTENTS),
            "slots": [slot("subject", "a fox"), slot("style", "ink", "recall", memory="M1")],
            "gaps": [{"slot": "style", "route": "ask", "candidates": [{"value": "x", "probability": 7}]}],
            "edits": "P3",
            "panels": [{"label": "a", "slots": [{"slot": "time", "value": "night"}]}],
            "searches": [{"query": "fox", "kind": "text", "slot": "subject"}],
            "checklist": [{"slot": "count", "text": "one", "hard": True}],
            "statements": [{"kind": "fact", "text": "x", "quote": "draw"}],
        }
    )
    match seed % 4:
        case 0:
            return good[: dice.randrange(len(good))]
        case 1:
            return "".join(dice.choice('{}[]",:0aé\n ') for _ in range(200))
        case 2:
            return good.replace(
                dice.choice(['"a fox"', '"ask"', '"text"', "true", "7"]),
                dice.choice(["null", "[]", "{}", "1e400", '""']),
            )
        case _:
            return good


@pytest.mark.parametrize("seed", range(24))
async def test_whatever_a_tiny_model_says_ends_in_a_picture_or_kind_words(
    server: OpenAIServer, house: House, seed: int
) -> None:
    server.brain = lambda asked: _noise(seed + len(server.asked))
    house.search = FakeWebSearch(texts=(SearchResult(title="Fox", url="https://a.example/", snippet="red"),))

    answer = await answered(house)

    assert answer.reply.kind in ("image", "text", "question")
    assert answer.reply.text


# --- limits: the best picture so far, and a word why ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "asked_for", "said"),
    [
        (Limits(renders=1), ["plan", "render", "judge"], "I left it at that: this turn's limit of 1 render is reached."),
        (Limits(model_calls=1), ["plan", "render"], "I did not look it over: this turn's limit of 1 model call is reached."),
        (Limits(money_usd=0.02), ["plan", "render"], "I did not look it over: this turn's $0.02 are used up."),
    ],
)  # fmt: skip
async def test_a_limit_that_is_reached_gives_the_best_so_far_and_is_said(
    server: OpenAIServer, house: House, limits: Limits, asked_for: list[str], said: str
) -> None:
    house.limits = limits
    plans(
        server, judge=lambda asked: verdict("no"), slots=[slot("subject", "three cats")],
        checklist=[{"slot": "count", "text": "there are three cats", "hard": True}],
    )  # fmt: skip

    answer = await answered(house, "draw three cats")

    assert paths(server) == asked_for
    assert answer.reply.images
    assert said in answer.reply.text
