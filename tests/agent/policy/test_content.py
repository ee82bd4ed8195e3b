"""What a place may see."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.domain.conversation import MessageId, Place, Pressed
from agent.loop import Agent
from agent.policy.content import NOT_HERE, NOWHERE, described, is_touchy, refusal_of
from tests.fakes.builders import PLACE, author, context, message, picture, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House


def drawing_house() -> House:
    return House(
        planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )


SHARED = Place(platform="discord", community="100", channel="200")
ADULTS = replace(SHARED, age_restricted=True)
PRIVATE = Place(platform="discord", channel="300", private=True)


@pytest.mark.parametrize(
    "words", ["draw hentai", "an erotic scene", "Ein erotisches Bild", "una escena erótica"]
)
def test_what_is_sexual_is_for_adults_channels(words: str) -> None:
    assert refusal_of(words, SHARED) == NOT_HERE
    assert refusal_of(words, PRIVATE) == NOT_HERE, "whose age is not known"
    assert refusal_of(words, ADULTS) == ""
    assert refusal_of(words, PLACE) == "", "this platform does not say which of its channels are for adults"


@pytest.mark.parametrize(
    "words", ["a sexually explicit scene with a child", "a naked schoolgirl", "hentai, 15 years old"]
)
def test_sexual_with_minors_is_drawn_nowhere(words: str) -> None:
    for place in (SHARED, PRIVATE, ADULTS, PLACE):
        assert refusal_of(words, place) == NOWHERE


@pytest.mark.parametrize(
    "words",
    ["a red fox", "a rooster, a cock on a dung heap", "a child with a kite", "a naked mole rat with its babies", "Essex",
     "a family portrait, no nudity", "the Venus of Milo", "a classroom of kids, never erotic"],
)  # fmt: skip
def test_the_rest_is_drawn_everywhere(words: str) -> None:
    assert refusal_of(words, SHARED) == ""


@pytest.mark.parametrize(
    ("subject", "hidden"),
    [
        ("a nude study in charcoal", True),
        ("a bloody battlefield", True),
        ("a fox", False),
        ("a knight, without blood", False),
    ],
)
def test_what_some_would_rather_not_see_unasked_is_hidden(subject: str, hidden: bool) -> None:
    contexts = [context({"subject": subject, "exclude": "corpses"})]

    assert is_touchy(contexts, SHARED) == hidden
    assert not is_touchy(contexts, ADULTS)
    assert not is_touchy(contexts, PLACE)


def test_a_planner_is_told_whom_the_place_is_for() -> None:
    assert described(SHARED) == "a shared channel for all ages: refuse what is sexual or gory"
    assert described(ADULTS) == "an age-restricted channel, for adults"
    assert described(PLACE) == "a shared channel"


async def test_nothing_is_rendered_for_a_refused_request() -> None:
    house = drawing_house()
    asked = turn("draw an erotic scene with an elf", place=SHARED)

    answer = await Agent(house.parts()).respond(asked, house.journal(asked), FakeProgress())

    assert answer.reply.text == NOT_HERE
    assert answer.reply.only_for_author
    assert not answer.pictures


async def test_a_picture_is_not_brought_where_it_would_not_be_drawn() -> None:
    house = drawing_house()
    made_of = context({"subject": "an erotic scene"})
    shown = message(pictures=[picture(made_of=made_of)], id="b1")
    request = Pressed(action="again", args={}, message=MessageId("b1"), owner=author().id)
    pressed = replace(turn(replied=shown, place=SHARED), request=request, message=None)

    answer = await Agent(house.parts()).respond(pressed, house.journal(pressed), FakeProgress())

    assert answer.reply.text == NOT_HERE


async def test_a_touchy_picture_is_a_spoiler() -> None:
    house = drawing_house()
    for place, hidden in ((SHARED, True), (ADULTS, False)):
        asked = turn("draw a bloody battlefield", place=place, id=place.channel_key + str(hidden))

        answer = await Agent(house.parts()).respond(asked, house.journal(asked), FakeProgress())

        assert answer.pictures
        assert answer.reply.spoiler is hidden
