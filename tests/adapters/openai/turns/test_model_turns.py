"""Whole turns: the real core, the real adapters and the real SDK against the simulated server."""

import io
import json

import pytest
from PIL import Image

from adapters.openai.images.server_markup import MASKED
from agent.domain.memory import NewMemory
from agent.ports import SearchResult
from agent.turn_context import reader_of
from simulators.openai.requests import CHAT, EDIT, GENERATE, Asked
from simulators.openai.server import OpenAIServer
from simulators.pictures import drawn
from tests.adapters.openai.turns.model_house import (
    answered,
    asks_for_everything,
    furnished,
    paths,
    plans,
    slot,
    verdict,
)
from tests.fakes.builders import PLACE, author, message, picture, turn
from tests.fakes.models.images import png
from tests.fakes.web_search import FakeWebSearch
from tests.worlds.house import House


async def test_a_plain_turn_makes_one_language_model_call_before_its_render(
    server: OpenAIServer, house: House
) -> None:
    journal = house.journal(turn())

    answer = await answered(house, journal=journal)

    assert paths(server) == ["plan", "render"]
    assert answer.reply.kind == "image"
    assert "a fox" in answer.reply.text
    notes = dict(journal.notes)
    assert notes["plan"]["input_tokens"] > 1_000
    assert journal.cost() == pytest.approx(notes["plan"]["cost_usd"] + notes["render-0"]["cost_usd"])
    assert sum(house.spending.paid.values()) == pytest.approx(journal.cost())


async def test_the_second_turn_finds_the_prompt_cached(server: OpenAIServer, house: House) -> None:
    journal = house.journal(turn())
    await answered(house)

    await answered(house, journal=journal)

    plan = dict(journal.notes)["plan"]
    assert plan["cached_tokens"] / plan["input_tokens"] > 0.8
    assert plan["cached_share"] == pytest.approx(plan["cached_tokens"] / plan["input_tokens"], abs=0.001)


async def test_calls_of_a_kind_begin_with_the_same_bytes_whoever_asks_for_whatever(
    server: OpenAIServer, client, sleep
) -> None:
    """Providers cache by prefix: everything up to the user's words, and the schema, must not differ by a byte between turns."""
    house = furnished(client, sleep, "gpt-6.1-terra")
    asks_for_everything(server, house)
    house.images.images |= {picture("x").id: png(), "photo": png()}
    thread = [message("once upon a time", by="bob", pictures=[picture("x", caption="a castle")])]
    for text, more in (
        ("draw a fox", {}),
        ("etwas ganz anderes, bitte: 忘れ物", {"by": "bob", "may_manage": True, "id": "second"}),
        ("make it night", {"thread": thread, "replied": thread[0], "images": ["photo"], "id": "third"}),
    ):
        scope = reader_of(author(more.get("by", "ana")).id, PLACE).scopes()[0]
        await house.memory.store.remember(
            NewMemory(scope=scope, kind="preference", text=f"likes {text}", author=scope.key)
        )
        await answered(house, text, **more)

    assert len({asked.user for asked in server.of(CHAT) if asked.kind == "plan"}) == 3
    for kind in ("plan", "merge", "judge"):
        calls = [asked for asked in server.of(CHAT) if asked.kind == kind]
        assert len(calls) == 3
        assert len({prefix(asked) for asked in calls}) == 1
        assert {asked.body["prompt_cache_key"] for asked in calls} == {f"atelier-{kind}"}


def prefix(asked: Asked) -> str:
    """What comes before the user's words, as it is sent: the order of the keys counts too."""
    head = {name: value for name, value in asked.body.items() if name != "messages"}
    return json.dumps([list(asked.body), head, asked.body["messages"][0]], ensure_ascii=False)


async def test_searches_are_merged_by_one_call_and_hard_items_judged_by_one(
    server: OpenAIServer, house: House
) -> None:
    plans(
        server,
        slots=[slot("subject", "the tower", "assume"), slot("text", "PARIS")], prompt="The tower.",
        searches=[{"query": "tower height", "kind": "text", "slot": "subject"}, {"query": "tower", "kind": "image", "slot": "subject"}],
        checklist=[{"slot": "text", "text": "PARIS is printed", "hard": True}],
        judge=lambda asked: verdict("yes"),
    )  # fmt: skip
    brain = server.brain
    fills = {
        "filled": [{"slot": "subject", "finding": 1, "value": "the tower, 330 m tall", "confidence": 0.9}]
    }
    server.brain = lambda asked: json.dumps(fills) if asked.kind == "merge" else brain(asked)
    house.search = FakeWebSearch(
        texts=(SearchResult(title="Tower", url="https://a.example/", snippet="330 m"),),
        pictures=(
            SearchResult(title="Tower", url="https://b.example/", image_url="https://b.example/t.png"),
        ),
    )
    house.fetcher.pages["https://a.example/"] = "It is 330 m tall."
    house.fetcher.pictures["https://b.example/t.png"] = drawn(80, 80, "tower")

    answer = await answered(house, "draw the tower with PARIS on it")

    assert paths(server) == ["plan", "merge", "render", "judge"]
    assert "It is 330 m tall." in server.asked[1].user
    context = answer.reply.context
    assert context is not None
    assert context.slots["subject"].source == "https://a.example/"
    assert context.slots["references"].source == "https://b.example/"
    assert context.prompt == (
        "The tower. To be shown exactly so: subject: the tower, 330 m tall. The last 1 of the given pictures show: tower."
    )
    assert "Looked up: https://a.example/, https://b.example/" in answer.reply.text


async def test_a_search_that_fails_leaves_a_named_assumption(server: OpenAIServer, house: House) -> None:
    plans(
        server,
        slots=[slot("subject", "the tower", "assume")],
        searches=[{"query": "tower", "kind": "text", "slot": "subject"}],
    )
    house.search = FakeWebSearch(down=True)

    answer = await answered(house, "draw the tower")

    assert paths(server) == ["plan", "render"]
    assert "I assumed this: subject: the tower" in answer.reply.text
    assert "I could not look up “tower”" in answer.reply.text


async def test_an_edit_hands_the_picture_over(server: OpenAIServer, house: House) -> None:
    base = picture("fox", {"subject": "a fox"})
    house.images.images[base.id] = png()
    plans(server, intent="edit", edits="P1", slots=[slot("time", "night")], prompt="Make it night.")

    await answered(house, "make it night", replied=message("Here it is", pictures=[base]))

    assert server.asked[0].pictures == 1
    assert [field for field, _, _ in server.asked[1].files] == ["image"]


async def test_a_mask_beside_a_photo_goes_along_as_one(server: OpenAIServer, house: House) -> None:
    gate = house.parts().gate
    marks = Image.new("RGB", (96, 64))
    marks.paste((255, 255, 255), (32, 16, 64, 48))
    for name, image in (("photo", Image.new("RGB", (96, 64), "green")), ("marks", marks)):
        out = io.BytesIO()
        image.save(out, "PNG")
        house.images.images[name] = await gate.admit(out.getvalue())
    plans(
        server, intent="edit", edits="P1", references=[{"picture": "P2", "role": "mask"}], slots=[slot("subject", "a red door")],
        prompt="Make the door red.",
    )  # fmt: skip

    answer = await answered(house, "rot, nur wo es weiß ist", images=["photo", "marks"])

    asked = server.of(EDIT)[0]
    assert [field for field, _, _ in asked.files] == ["image", "mask"]
    assert asked.body["prompt"].startswith("Make the door red. Picture 1 is the one to change.")
    assert asked.body["prompt"].endswith(MASKED)
    width, height = (int(side) for side in asked.body["size"].split("x"))
    assert width / height == pytest.approx(1.5, rel=0.02)
    drawn_one = Image.open(io.BytesIO(house.images.images[answer.reply.images[0]].data)).convert("RGB")
    assert drawn_one.getpixel((2, 2)) == (0, 128, 0)
    assert drawn_one.getpixel((drawn_one.width // 2, drawn_one.height // 2)) != (0, 128, 0)


async def test_a_picture_that_was_forgotten_meanwhile_is_neither_shown_nor_named(
    server: OpenAIServer, house: House
) -> None:
    plans(server, intent="edit", edits="P1", slots=[slot("subject", "a fox")])

    answer = await answered(house, "make it night", replied=message("Here it is", images=["gone"]))

    assert server.asked[0].pictures == 0
    assert "<pictures>" not in server.asked[0].user
    assert answer.reply.kind == "image"


async def test_a_picture_that_fails_its_checks_is_drawn_once_more_and_what_stays_wrong_is_said(
    server, house: House
) -> None:
    plans(
        server, judge=lambda asked: verdict("no"), slots=[slot("subject", "three cats")],
        checklist=[{"slot": "count", "text": "there are three cats", "hard": True}],
    )  # fmt: skip

    answer = await answered(house, "draw three cats")

    assert paths(server) == ["plan", "render", "judge", "render", "judge"]
    assert server.of(GENERATE)[1].body["prompt"].endswith("Draw three.")
    assert "Still not right: there are three cats." in answer.reply.text
    assert len(answer.reply.images) == 1


async def test_a_judge_that_is_away_lets_the_picture_pass(server: OpenAIServer, house: House) -> None:
    plans(
        server,
        judge=lambda asked: "no idea",
        slots=[slot("subject", "x")],
        checklist=[{"slot": "count", "text": "three", "hard": True}],
    )

    answer = await answered(house)

    assert answer.reply.kind == "image"
    assert server.rendered == 1


async def test_a_series_draws_alike(server: OpenAIServer, house: House) -> None:
    panels = [
        {"label": f"panel {n}", "slots": [{"slot": "setting", "value": f"place {n}"}]} for n in (1, 2, 3)
    ]
    plans(server, intent="series", slots=[slot("subject", "Luna")], panels=panels)

    answer = await answered(house, "Luna in three places")

    assert len(answer.reply.images) == 3
    drawn_ones = [asked for asked in server.asked if asked.path != CHAT]
    assert [len(asked.files) for asked in drawn_ones] == [0, 1, 1]
    assert ["of the same series: keep its characters" in asked.body["prompt"] for asked in drawn_ones] == [
        False,
        True,
        True,
    ]
