"""What counts as a signal of taste, and what it says."""

import pytest

from agent.domain.conversation import Command, MessageId, Pressed, Request, Said, TimedOut, TurnId
from agent.domain.generation import Candidate, Evidence, Gap, GenerationContext, Intent, Method, Plan
from agent.domain.questions import AskDecision
from agent.domain.taste_signals import (
    FORGOTTEN,
    LINE_CHARS_MAX,
    Batch,
    NoticedTurn,
    has_signal,
    line_of,
    lines_of,
)
from agent.planning.answered_questions import draft_contexts
from db.memory.forgetting.text_scrubbing import GONE
from tests.fakes.builders import author


def press(action: str, text: str = "", **args: str) -> Pressed:
    return Pressed(action=action, args=args, message=MessageId("b1"), owner=author().id, text=text)  # type: ignore[arg-type]


def noticed(request: Request, chosen: GenerationContext | None = None, own: str = "") -> NoticedTurn:
    return NoticedTurn(turn=TurnId("t"), request=request, chosen=chosen, own=own)


def look(
    value: str, method: Method = "said", *, slot: str = "style", source: str = "", memory: str | None = None
):
    evidence = Evidence(value=value, method=method, source=source, memory=memory)
    return GenerationContext(slots={slot: evidence})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (Said(text="draw a fox\n  in ink"), "draw a fox in ink"),
        (Said(text="> always oil\nlike this"), "like this"),
        (Said(text="x", quoted="in oil, says bob", notes=("oil",)), "x"),
        (Said(text="/draw a fox", command=Command(name="draw", argument="a fox")), "a fox"),
        (Said(text="/remember I like oil", command=Command(name="remember", argument="I like oil")), ""),
        (Said(text="/style oil", command=Command(name="style", argument="oil")), ""),
        (press("refine", "less dark"), "less dark"),
        (press("answer", slot="style", value="ink"), "style: ink"),
        (press("answer", slot="character", value="Luna, my sister"), ""),
        (press("answer", slot="style"), ""),
        (press("surprise"), ""),
        (press("delete"), ""),
        (TimedOut(question_of=TurnId("q")), ""),
        (Said(text="y" * 2_000), "y" * LINE_CHARS_MAX),
    ],
)  # fmt: skip
def test_a_turn_says_its_authors_own_words(request_: Request, line: str) -> None:
    assert line_of(noticed(request_)) == line
    assert has_signal(request_, "create" if isinstance(request_, Said) else None) == (
        bool(line) or request_ == press("answer", slot="style")
    )


@pytest.mark.parametrize("action", ["again", "vary", "pick", "remember_style", "like"])
def test_a_choice_says_the_look_that_the_person_named(action: str) -> None:
    assert has_signal(press(action), None)
    assert line_of(noticed(press(action), look("Soft  Ink"), "a fox in soft ink")) == "style: Soft  Ink"
    assert line_of(noticed(press(action), look("ink", "ask"), "ink")) == "style: ink"
    assert line_of(noticed(press(action), None, "ink")) == ""


@pytest.mark.parametrize(
    ("chosen", "own"),
    [
        (look("ink"), "make it night"),
        (look("ink"), "> a fox in ink\nnice"),
        (look("ink", "recall", memory="m"), "ink"),
        (look("ink", "ask", memory="m"), "ink"),
        (look("ink", "search"), "ink"),
        (look("ink", "reason"), "ink"),
        (look("ink", "assume"), "ink"),
        (look("a fox", slot="subject"), "a fox"),
        (look("Luna", slot="character"), "Luna"),
    ],
)
def test_a_choice_says_nothing_of_what_others_memory_or_the_bot_put_there(
    chosen: GenerationContext, own: str
) -> None:
    for action in ("again", "vary", "pick"):
        assert line_of(noticed(press(action), chosen, own)) == ""


def test_picking_a_draft_says_its_look_and_drawing_it_again_does_not() -> None:
    """The drafts are the core's own."""
    gap = Gap(slot="style", why="taste", route="ask", taste=True)
    candidates = (Candidate(value="ink", probability=0.5), Candidate(value="oil", probability=0.4))
    drafts = draft_contexts(Plan(intent="create", gaps=(gap,)), AskDecision(drafts=candidates))

    assert [line_of(noticed(press("pick"), draft)) for draft in drafts] == ["style: ink", "style: oil"]
    assert line_of(noticed(press("again"), drafts[0])) == ""


@pytest.mark.parametrize("intent", ["remember", "forget", "refuse"])
def test_what_goes_its_own_way_into_memory_is_no_signal(intent: Intent) -> None:
    assert not has_signal(Said(text="forget that I like ink"), intent)


def test_forgotten_words_say_nothing() -> None:
    turns = (noticed(Said(text=f"a fox in {FORGOTTEN}")), noticed(Said(text="a cat")), noticed(Said(text="")))

    assert list(lines_of(Batch(author=author().id, private=False, turns=turns))) == ["a cat"]
    assert FORGOTTEN == GONE
