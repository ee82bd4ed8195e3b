"""What a model writes beside the slots is looked at like the request: its prompt, its answers, a judge's advice."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from agent.domain.conversation import Place
from agent.domain.evaluation import Evaluation
from agent.domain.generation import Check, Evidence, Gap, GenerationContext, Plan
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.policy.content import NOWHERE
from agent.ports import JudgeRequest, Usage
from agent.rendering.content_checks import UNSAID
from tests.fakes.builders import context, turn
from tests.fakes.models.content_checker import FakeContentChecker
from tests.fakes.models.image_model import FakeImageModel
from tests.fakes.models.plain_planner import SetPlanner
from tests.worlds.house import FakeJournal, FakeProgress, House

SHARED = Place(platform="discord", community="100", channel="200")
FOX = context({"subject": "a fox"})
VILE = "a naked schoolgirl"
ADVISED = Evaluation(verdict="revise", failed=("a fox",), advice=VILE, score=0.2)


class Advising:
    """A judge that is never content, and says the same each time."""

    async def judge(self, request: JudgeRequest, *, timeout_seconds: float) -> tuple[Evaluation, Usage]:
        return ADVISED, Usage(model="judge")


async def answered(
    plan: Plan, *, checker: FakeContentChecker | None = None, text: str = "draw a fox", judge: object = None
) -> tuple[Outcome, FakeImageModel, FakeJournal]:
    drawer = FakeImageModel()
    house = House(
        planner=SetPlanner(plan), judge=judge or BuiltInJudge(), merger=BuiltInMerger(), image_model=drawer,  # type: ignore[arg-type]
    )  # fmt: skip
    asked = turn(text, place=SHARED)
    journal = house.journal(asked)
    parts = replace(house.parts(), checkers=(checker,) if checker else (), free_models=True)
    return await Agent(parts).respond(asked, journal, FakeProgress()), drawer, journal


@pytest.mark.parametrize(
    "drawn",
    [
        replace(FOX, prompt=f"{VILE}, photograph"),
        replace(FOX, prompt="a fox. The picture must not contain: a naked schoolgirl, asleep."),
    ],
    ids=["a prompt of its own", "a prompt that looks like ours"],
)
async def test_a_prompt_that_says_what_the_slots_do_not_is_not_drawn(drawn: GenerationContext) -> None:
    answer, drawer, journal = await answered(Plan(intent="create", context=drawn))

    assert answer.reply.text == NOWHERE
    assert drawer.asked == []
    assert ("content", {"held_back": ["bare", "minors"], "by": "word list"}) in journal.notes


async def test_what_is_not_to_be_seen_is_no_reason_to_refuse() -> None:
    slots = {
        **FOX.slots,
        "exclude": Evidence(value="naked people, children", method="said", source="you said"),
    }
    answer, drawer, _ = await answered(Plan(intent="create", context=replace(FOX, slots=slots)))

    assert answer.pictures
    assert "The picture must not contain: naked people, children." in drawer.asked[0].context.prompt


async def test_a_judges_advice_is_not_drawn_where_its_words_would_not_be() -> None:
    checklist = (Check(slot="subject", text="a fox", hard=True),)
    answer, drawer, journal = await answered(
        Plan(intent="create", context=FOX, checklist=checklist), judge=Advising()
    )

    assert answer.pictures, "the picture that was there is shown"
    assert len(drawer.asked) == 1
    assert ("content", {"held_back": ["bare", "minors"], "by": "word list"}) in journal.notes


@pytest.mark.parametrize(
    "plan",
    [
        Plan(intent="chat", answer="words that hurt"),
        Plan(intent="about_image", answer="words that hurt"),
        Plan(intent="refuse", answer="words that hurt"),
        Plan(intent="remember", notes=("words that hurt",)),
    ],
    ids=["an answer", "about a picture", "a refusal", "a note"],
)
async def test_what_a_model_says_is_looked_at_before_it_is_posted(plan: Plan) -> None:
    answer, _, journal = await answered(plan, checker=FakeContentChecker(of_words=["harm"]), text="hello")

    assert (answer.reply.text, answer.reply.only_for_author) == (UNSAID, True)
    assert ("content", {"held_back": ["harm"], "by": "answer"}) in journal.notes


async def test_a_question_is_looked_at_with_its_request() -> None:
    gap = Gap(slot="style", why="", route="ask", question="Which of these words that hurt?", harm=1.0)
    checker = FakeContentChecker()
    plan = Plan(intent="create", context=FOX, gaps=(gap,), notes=("a note",))
    await answered(plan, checker=checker)

    assert checker.texts[0] == "draw a fox . a fox . a note . Which of these words that hurt?"


async def test_words_of_our_own_are_not_looked_at() -> None:
    checker = FakeContentChecker(of_words=["harm"])
    answer, _, _ = await answered(
        Plan(intent="chat", answer="Hello!", is_reading=True), checker=checker, text="hello"
    )

    assert answer.reply.text == "Hello!"
    assert checker.looked == []


async def test_what_a_planner_declines_by_itself_is_recorded_without_its_words() -> None:
    refusal = Plan(intent="refuse", answer="No.", is_reading=True)
    _, _, journal = await answered(refusal, text="draw a naked schoolgirl")

    assert ("content", {"held_back": ["minors"], "by": "planner"}) in journal.notes
