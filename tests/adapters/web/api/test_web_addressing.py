"""In a channel where people talk to each other, the bot answers who names it, answers it, or is alone with it."""

import pytest

from agent.domain.conversation import Place
from agent.domain.memory import ChannelSettings
from tests.adapters.web.conftest import Served
from tests.fakes.stores.open_questions import FakeOpenQuestions
from tests.worlds.acting_bot import painted
from tests.worlds.web_visitor import page, send

PNG = painted("attached", size=(64, 48)).data


async def hears(visitor: object, channel: str = "art", **query: str) -> str:
    answer = await visitor.get(f"/api/channels/{channel}/messages", params=query)  # pyright: ignore[reportAttributeAccessIssue]
    return answer.json()["hears"]


async def test_who_is_alone_in_a_channel_need_not_name_the_bot(served: Served) -> None:
    ana = await served.visitor("Ana")

    answer = await send(ana, "draw a fox")
    await send(ana, "draw an owl")

    assert (answer.json()["aside"], [said.aside for said in served.world.bot.messages]) == (
        False,
        [False, False],
    )
    assert await hears(ana) == "alone"


async def test_what_people_say_to_each_other_is_shown_and_not_answered(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await send(ana, "hello")
    await served.world.bot.settled()

    answer = await send(ben, "I like your fox, Ana")
    await send(ana, "thank you, shall we draw a whale next?")

    assert (answer.status_code, answer.json()["aside"], answer.json()["turn"]) == (202, True, None)
    assert [said.aside for said in served.world.bot.messages] == [False, True, True]
    shown = await page(ben)
    assert [message["text"] for message in shown if message["author"]] == [
        "hello", "I like your fox, Ana", "thank you, shall we draw a whale next?",
    ]  # fmt: skip
    assert (await hears(ana), await hears(ben), await hears(ben, "@me")) == ("named", "named", "all")


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("@atelier draw a fox", "draw a fox"),
        ("hey @Atelier, draw a fox", "hey, draw a fox"),
        ("draw a fox @ATELIER", "draw a fox"),
        ("@atelier: /draw a fox", "/draw a fox"),
        ("/draw a fox", "/draw a fox"),
    ],
)
async def test_who_names_it_or_types_a_command_is_heard(served: Served, typed: str, heard: str) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await send(ben, "good morning")

    await send(ana, typed)

    said = served.world.bot.messages[-1]
    assert (said.aside, said.text) == (False, heard)
    assert typed in [message["text"] for message in await page(ben)]


@pytest.mark.parametrize(
    "typed", ["ask me@atelier.example", "the ateliers of Paris", "@atelierista look", "@bob hi"]
)
async def test_what_only_looks_like_its_name_is_said_to_the_people(served: Served, typed: str) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await send(ben, "good morning")

    await send(ana, typed)

    assert served.world.bot.messages[-1].aside


async def test_a_reply_to_it_is_for_it_and_a_reply_to_a_person_is_not(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await send(ana, "draw a fox")
    await served.world.bot.settled()
    asked, picture = await page(ana)

    await send(ben, "lovely, who is it?", reply_to=asked["id"])
    await send(ben, "make it night", reply_to=picture["id"])
    await send(ana, "warmer", thread=picture["id"])
    await send(ana, "@atelier what Ben said", reply_to=asked["id"])

    assert [said.aside for said in served.world.bot.messages] == [False, True, False, False, False]


async def test_an_answer_to_its_question_need_not_name_it(served: Served) -> None:
    questions = FakeOpenQuestions()
    object.__setattr__(served.world.services, "questions", questions)
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await send(ben, "good morning")
    questions.open(Place(platform="web", community="atelier", channel="art"), "web:ana")

    await send(ana, "the brown one")
    await send(ben, "the white one")

    assert [said.aside for said in served.world.bot.messages] == [False, False, True]


async def test_a_picture_among_people_only_joins_what_its_author_asked_for(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await send(ben, "good morning")

    await send(ana, "", images=[("cat.png", PNG)])
    await send(ana, "my cat", images=[("cat.png", PNG)])

    first, second = served.world.bot.messages[-2:]
    assert (first.aside, first.only_joins, second.aside, second.only_joins) == (True, True, True, False)


async def test_moderators_choose_whom_it_hears(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    settings = served.world.settings
    settings.channels["channel:web:atelier/art"] = ChannelSettings(hears="all")
    settings.channels["channel:web:atelier/posters"] = ChannelSettings(hears="named")

    await send(ben, "good morning")
    await send(ana, "draw a fox")
    await send(ana, "draw a fox", channel="posters")
    await send(ana, "@atelier draw a fox", channel="posters")
    await send(ana, "draw a fox", channel="posters", incognito="yes")

    assert [said.aside for said in served.world.bot.messages] == [False, False, True, False, False]


async def test_after_a_day_without_others_one_is_alone_again(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await send(ben, "good night")
    served.world.clock_moves(hours=23)
    before = await hears(ana)
    served.world.clock_moves(hours=2)

    await send(ana, "draw a fox")

    assert (before, served.world.bot.messages[-1].aside) == ("named", False)
