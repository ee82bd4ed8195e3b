"""Whole turns with people: the judge sees the render and everybody's picture side by side, in one call, and says by name what is wrong."""

import base64
import io
import json
from dataclasses import replace
from uuid import uuid4

import pytest
from PIL import Image

from agent.domain.conversation import Said, Turn, TurnId
from agent.domain.memory import AlbumChange, LabelledPicture, Reader
from agent.domain.people import Person
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.ports import NoPeople
from agent.turn_context import People, reader_of
from simulators.openai.requests import CHAT, EDIT, GENERATE, Asked
from simulators.openai.server import OpenAIServer
from tests.adapters.openai.turns.model_house import answered, plans, slot
from tests.contracts.stores.people_house import own_scope
from tests.fakes import builders
from tests.fakes.models.images import png
from tests.fakes.people.albums import FakeAlbums
from tests.fakes.people.likenesses import FakeLikenesses
from tests.fakes.people.people import FakePeople
from tests.worlds.house import FakeProgress, House

COLOURS = {"ana": (200, 30, 30), "ben": (30, 30, 200)}
RECOGNISED = {who: f"{who} looks as in the picture of {who}" for who in COLOURS}


def reader_of_art(who: str) -> Reader:
    return reader_of(builders.author(who).id, builders.PLACE)


class Portraits:
    """Ana, and Ben who lets everybody draw him, in a house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.people = FakePeople()
        self.likenesses = FakeLikenesses(self.people)

    async def enter(self) -> "Portraits":
        albums = FakeAlbums(self.people)
        for who, colour in COLOURS.items():
            reader, image = reader_of_art(who), str(uuid4())
            self.people.pictures[image] = (builders.author(who).id, png(colour=f"#{bytes(colour).hex()}"))
            change = AlbumChange(kind="me", pictures=(LabelledPicture(image=image),))
            await albums.save(reader, own_scope(who), change)
            await self.likenesses.allow(reader, "community")
        return self

    async def draws(self, server: OpenAIServer, judged: list[str]) -> Outcome:
        """“draw @ben and me”; of each look in turn, who was not recognised: "" for nobody."""
        looks = iter(judged)
        plans(
            server,
            judge=lambda asked: _verdict(asked, next(looks)),
            slots=[slot("subject", "@ben and @me at the fair")],
        )
        said = await self._said()
        people = People(albums=FakeAlbums(self.people), likenesses=self.likenesses, portraits=NoPeople())
        services = replace(self._house.parts(), people=people)
        return await Agent(services).respond(said, self._house.journal(said), FakeProgress())

    async def _said(self) -> Turn:
        ben = Person(key=await self.likenesses.key_of(builders.author("ben").id), name="ben")
        said = builders.turn("draw @ben and me at the fair", id=TurnId(str(uuid4())))
        assert isinstance(said.request, Said)
        return replace(said, request=replace(said.request, people=(ben,)))


@pytest.fixture
async def portraits(house: House) -> Portraits:
    return await Portraits(house).enter()


async def test_everybody_is_laid_beside_the_render_in_one_call(
    server: OpenAIServer, portraits: Portraits
) -> None:
    answer = await portraits.draws(server, [""])

    (asked,) = _looks(server)
    (drawn,) = server.of(EDIT)
    assert [_colour(data) for _, _, data in drawn.files] == [COLOURS["ben"], COLOURS["ana"]]
    assert [_colour(data) for data in _pictures(asked)[1:]] == [COLOURS["ben"], COLOURS["ana"]]
    assert 'picture 2: "ben"' in asked.user
    assert 'picture 3: "ana"' in asked.user
    assert all(words in asked.user for words in RECOGNISED.values())
    assert "Still not right" not in answer.reply.text


async def test_who_is_not_recognised_is_drawn_once_more_with_the_judges_word(
    server: OpenAIServer, portraits: Portraits
) -> None:
    answer = await portraits.draws(server, ["ben", ""])

    first, second = server.of(EDIT)
    assert "Give ben his own face" not in str(first.body["prompt"])
    assert "Give ben his own face" in str(second.body["prompt"])
    # Both looks lay the same pictures beside a render of their own.
    one, other = [_pictures(asked) for asked in _looks(server)]
    assert (one[1:], len(one)) == (other[1:], 3)
    assert "Still not right" not in answer.reply.text


async def test_who_stays_unrecognised_is_named_and_nobody_else(
    server: OpenAIServer, portraits: Portraits
) -> None:
    answer = await portraits.draws(server, ["ben", "ben", "ben"])

    assert f"Still not right: {RECOGNISED['ben']}." in answer.reply.text
    assert RECOGNISED["ana"] not in answer.reply.text


async def test_who_may_not_be_drawn_is_laid_beside_nothing(
    server: OpenAIServer, portraits: Portraits
) -> None:
    await portraits.likenesses.allow(reader_of_art("ben"), "nobody")

    answer = await portraits.draws(server, [""])

    (asked,) = _looks(server)
    assert [_colour(data) for data in _pictures(asked)[1:]] == [COLOURS["ana"]]
    assert RECOGNISED["ben"] not in asked.user
    assert "no likeness of ben" in answer.reply.text


async def test_who_does_what_is_told_to_the_image_model_and_looked_for_person_by_person(
    server: OpenAIServer, house: House
) -> None:
    def judged(asked: Asked) -> str:
        lines = [line for line in asked.user.splitlines() if line.partition(".")[0].isdigit()]
        return json.dumps(
            {
                "verdicts": [
                    {"number": int(line.partition(".")[0]), "holds": "no" if "Ben: plays" in line else "yes"} for line in lines
                ],
                "advice": "Put the guitar into Ben's hands.",
            }
        )  # fmt: skip

    plans(
        server, judge=judged, prompt="A hug, and music.",
        slots=[
            slot("subject", "Luna hugs Rex while Ben plays the guitar"), slot("character", "Ben: red beard"),
            slot("character", "Luna: silver-haired elf"), slot("character", "Rex: brown dog"),
        ],
    )  # fmt: skip

    answer = await answered(house, "draw Luna hugging Rex while Ben, who has a red beard, plays the guitar")

    prompts = [str(drawn.body["prompt"]) for drawn in server.asked if drawn.path == GENERATE]
    laid_out = (
        "1. Luna (silver-haired elf): hugs Rex. 2. Rex (brown dog). 3. Ben (red beard): plays the guitar."
    )
    assert all(
        f"A hug, and music. From left to right: {laid_out}" in " ".join(prompt.split())
        for prompt in prompts[:1]
    )
    assert len(prompts) > 1
    assert all(laid_out in prompt and "Put the guitar into Ben's hands." in prompt for prompt in prompts[1:])
    asked = _looks(server)[0].user
    assert all(
        f'"{item}"' in asked
        for item in ("Luna: hugs Rex", "Ben: plays the guitar", "Ben: red beard", "Rex: brown dog")
    )
    assert answer.reply.text.count("Still not right") == 1
    assert "Still not right: Ben: plays the guitar." in answer.reply.text


def _verdict(asked: Asked, unlike: str) -> str:
    """By the checklist as it is asked: every item holds but the one about that person."""
    lines = [line for line in asked.user.splitlines() if line.partition(".")[0].isdigit()]
    verdicts = [
        {
            "number": int(line.partition(".")[0]),
            "holds": "no" if unlike and RECOGNISED[unlike] in line else "yes",
        }
        for line in lines
    ]
    return json.dumps({"verdicts": verdicts, "advice": f"Give {unlike} his own face." if unlike else ""})


def _looks(server: OpenAIServer) -> list[Asked]:
    return [one for one in server.of(CHAT) if one.kind == "judge"]


def _pictures(asked: Asked) -> list[bytes]:
    parts = [part for m in asked.body["messages"] if isinstance(m["content"], list) for part in m["content"]]
    urls = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    return [base64.b64decode(url.partition(",")[2]) for url in urls]


def _colour(data: bytes) -> tuple[int, ...]:
    with Image.open(io.BytesIO(data)) as opened:
        colour = opened.convert("RGB").getpixel((opened.width // 2, opened.height // 2))
    assert isinstance(colour, tuple)
    return colour
