"""What checkers and the judge say of a request, a brought picture and a drawn one, in whole turns."""

from contextlib import suppress
from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.domain.conversation import AuthorId, Place
from agent.domain.evaluation import Evaluation
from agent.domain.generation import Plan
from agent.errors import ContentRefused
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.policy.content import NO_HARM, NO_UNDRESSING, NOT_HERE, NOWHERE
from agent.ports import Category, JudgeRequest, PlanRequest, Usage
from tests.fakes.builders import context, turn
from tests.fakes.models.content_checker import FakeContentChecker
from tests.fakes.models.image_model import FakeImageModel
from tests.fakes.models.images import png
from tests.fakes.models.plain_planner import PlainPlanner
from tests.worlds.house import FakeJournal, FakeProgress, House

SHARED = Place(platform="discord", community="100", channel="200")
HINTING = "draw a child in a swimsuit"
"""Drawn, and looked at with more care."""


async def answered(checker: FakeContentChecker, text: str) -> tuple[Outcome, House, FakeJournal]:
    house = House(
        planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )
    asked = turn(text, place=SHARED)
    journal = house.journal(asked)
    parts = replace(house.parts(), checkers=(checker,))
    return await Agent(parts).respond(asked, journal, FakeProgress()), house, journal


async def test_the_word_lists_look_where_no_checker_does() -> None:
    house = House(
        planner=PlainPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )
    asked = turn("draw a naked schoolgirl", place=SHARED)
    journal = house.journal(asked)
    answer = await Agent(house.parts()).respond(asked, journal, FakeProgress())

    assert answer.reply.text == NOWHERE
    assert not house.images.images
    assert [facts["by"] for step, facts in journal.notes if step == "content"] == ["word list"]


@pytest.mark.parametrize(
    ("text", "checkers", "previews"),
    [
        ("draw a fox", (FakeContentChecker(),), 1),
        ("draw a fox", (FakeContentChecker(of_pictures=["sexual"]),), 0),
        ("draw a fox", (FakeContentChecker(away=True),), 0),
        (HINTING, (FakeContentChecker(),), 0),
        (HINTING, (), 0),
    ],
    ids=["mild", "sexual", "nobody looked", "hints at a child", "hints, and nobody there to look"],
)
async def test_a_preview_is_shown_only_where_it_is_mild(
    text: str, checkers: tuple[FakeContentChecker, ...], previews: int
) -> None:
    progress, drawer = FakeProgress(), FakeImageModel()
    house = House(planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=drawer)
    asked = turn(text, place=SHARED)
    parts = replace(house.parts(), checkers=checkers)
    with suppress(ContentRefused):
        await Agent(parts).respond(asked, house.journal(asked), progress)

    assert drawer.asked, "it was drawn; only what is not finished is kept back"
    assert progress.previews == previews


class LeavingOutClothes:
    """A planner whose picture has a subject, and nothing on."""

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        shown = context({"subject": "my sister at the beach", "exclude": "hat, clothes"})
        return Plan(intent="create", context=shown), Usage(model="planner")


async def test_what_a_plan_leaves_out_is_looked_at_too() -> None:
    house = House(
        planner=LeavingOutClothes(),
        judge=BuiltInJudge(),
        merger=BuiltInMerger(),
        image_model=FakeImageModel(),
    )
    asked = turn("my sister at the beach please", place=SHARED)
    answer = await Agent(house.parts()).respond(asked, house.journal(asked), FakeProgress())

    assert answer.reply.text == NO_UNDRESSING
    assert not house.images.images


async def test_what_the_judge_sees_is_weighed_and_not_kept() -> None:
    house = House(
        planner=BuiltInPlanner(), judge=Seeing(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )
    asked = turn("draw a fox", place=SHARED)
    journal = house.journal(asked)
    with pytest.raises(ContentRefused, match="age-restricted"):
        await Agent(replace(house.parts(), free_models=True)).respond(asked, journal, FakeProgress())

    assert not house.images.images
    assert ("content", {"held_back": ["sexual"], "by": "judge"}) in journal.notes


async def test_what_the_judge_sees_is_weighed_with_what_was_asked_for() -> None:
    judge = Seeing(Evaluation(verdict="accept", sexual="suggestive", person="fictional"))
    house = House(planner=BuiltInPlanner(), judge=judge, merger=BuiltInMerger(), image_model=FakeImageModel())
    asked = turn(HINTING, place=SHARED)
    with pytest.raises(ContentRefused, match=NOWHERE):
        await Agent(replace(house.parts(), free_models=True)).respond(
            asked, house.journal(asked), FakeProgress()
        )

    assert not house.images.images


class Seeing:
    """A judge that says the same of everything: something explicit, where nothing else is given."""

    def __init__(self, evaluation: Evaluation | None = None) -> None:
        self._evaluation = evaluation or Evaluation(verdict="accept", sexual="explicit", person="fictional")

    async def judge(self, request: JudgeRequest, *, timeout_seconds: float) -> tuple[Evaluation, Usage]:
        return self._evaluation, Usage(model="judge")


@pytest.mark.parametrize(
    ("found", "says"),
    [("sexual", NOT_HERE), ("minors", NOWHERE), ("undressing", NO_UNDRESSING), ("harm", NO_HARM)],
)
async def test_words_are_looked_at_before_anything_is_rendered(found: Category, says: str) -> None:
    answer, house, journal = await answered(FakeContentChecker(of_words=[found]), "draw a fox")

    assert (answer.reply.text, answer.reply.only_for_author) == (says, True)
    assert not house.images.images
    assert ("content", {"held_back": [found], "by": "checker"}) in journal.notes


async def test_a_drawn_picture_is_looked_at_before_it_is_kept() -> None:
    with pytest.raises(ContentRefused, match="age-restricted"):
        await answered(FakeContentChecker(of_pictures=["sexual"]), "draw a fox")


async def test_a_picture_that_passes_is_posted_and_was_looked_at() -> None:
    checker = FakeContentChecker()
    answer, _, _ = await answered(checker, "draw a fox")

    assert answer.pictures
    assert checker.looked == ["words", "words", "picture", "picture"], (
        "the request, its plan, a preview, the picture"
    )


async def test_where_nobody_answers_the_turn_goes_on_and_says_so_in_its_trace() -> None:
    answer, _, journal = await answered(FakeContentChecker(away=True), "draw a fox")

    assert answer.pictures
    assert ("content", {"checker": "fake", "failed": "ModelUnavailable"}) in journal.notes


async def test_where_nobody_answers_what_hints_at_a_child_is_not_drawn() -> None:
    answer, _, _ = await answered(FakeContentChecker(away=True), "draw a child in a swimsuit")

    assert answer.reply.text == NOWHERE
    assert not answer.pictures


@pytest.mark.parametrize(("found", "says"), [("harm", NO_HARM), ("minors", NOWHERE)])
async def test_a_picture_that_somebody_brings_is_looked_at_before_anything_is_rendered(
    found: Category, says: str
) -> None:
    drawer = FakeImageModel()
    house = House(planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=drawer)
    brought = await house.images.save(png(), owner=AuthorId("console:ana"), caption="")
    asked = turn("make it a watercolour", place=SHARED, images=(brought,))
    journal = house.journal(asked)
    checker = FakeContentChecker(of_pictures=[found])
    answer = await Agent(replace(house.parts(), checkers=(checker,))).respond(asked, journal, FakeProgress())

    assert (answer.reply.text, answer.reply.only_for_author) == (says, True)
    assert drawer.asked == []
    assert ("content", {"held_back": [found], "by": "checker"}) in journal.notes
