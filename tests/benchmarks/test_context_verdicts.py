"""What is wrong with outcomes made by hand."""

from collections.abc import Mapping
from typing import Any

import pytest

from agent.domain.generation import Evidence, GenerationContext, Reference, SlotName
from benchmarks.context.items import Item
from benchmarks.context.outcomes import Outcome, Stored, classes_of
from benchmarks.context.verdicts import judge

LUNA = {"key": "luna", "kind": "character", "name": "Luna", "text": "silver-haired elf"}
THEIRS = {"key": "theirs", "kind": "preference", "text": "prefers neon", "who": "ben"}


def item(*expect: Mapping[str, Any], **more: Any) -> Item:
    return Item.model_validate(
        {"id": "x", "kind": "draw", "language": "en", "message": "hi", "expect": list(expect), **more}
    )


def made(base: str | None = None, references: tuple[Reference, ...] = (), **slots: str) -> GenerationContext:
    filled: dict[SlotName, Evidence] = {}
    for name, value in slots.items():
        filled[name] = Evidence(value=value, method="said")  # pyright: ignore[reportArgumentType] # the tests name slots
    return GenerationContext(slots=filled, base=base, references=references)


def drawn(*contexts: GenerationContext, **more: Any) -> Outcome:
    return Outcome(reply="image", contexts=contexts, sizes=((64, 64),) * len(contexts), **more)


def said(text: str = "Hello!", **more: Any) -> Outcome:
    return Outcome(reply="text", text=text, **more)


FOX = made(subject="a red fox", setting="under a lamp", exclude="people", text="Hello!")
STORED = (Stored(kind="character", scope="user", name="Rex", sentence="Rex: a poodle"),)
CHANGED = made("b1", subject="a fox", setting="in snow")

FITS: list[tuple[dict[str, Any], Outcome]] = [
    ({"outcome": "picture", "has": {"scene": ["fox|zorro", "lamp"], "exclude": ["people"]}}, drawn(FOX)),
    ({"outcome": ["talk", "picture"]}, said()),
    ({"outcome": "picture", "never": {"scene": ["people", "cat"]}}, drawn(FOX)),
    ({"outcome": "picture", "has": {"each": ["fox"]}}, drawn(FOX, FOX)),
    ({"outcome": "picture", "pictures": 2}, drawn(FOX, FOX)),
    ({"outcome": "picture", "pictures": [1, 3]}, drawn(FOX, FOX)),
    ({"outcome": "picture", "things": 3}, drawn(made(subject="foxes", count="3 foxes"))),
    ({"outcome": "picture", "shape": "square"}, drawn(FOX)),
    ({"outcome": "picture", "shape": "16:9"}, Outcome(reply="image", contexts=(FOX,), sizes=((86, 48),))),
    ({"outcome": "picture", "shape": "tall"}, Outcome(reply="image", contexts=(FOX,), sizes=((48, 86),))),
    ({"outcome": "picture", "printed": "hello"}, drawn(FOX)),
    ({"outcome": "picture", "printed": ""}, drawn(made(subject="a fox"))),
    ({"outcome": "change", "has": {"any": ["snow"]}}, drawn(CHANGED, bases={"b1": made(subject="a fox")})),
    ({"outcome": "change", "gone": ["tree"]}, drawn(CHANGED)),
    ({"outcome": "change", "gone": ["fox"]}, drawn(made("b1", subject="a fox", exclude="the fox"))),
    ({"outcome": "picture", "photo": True}, drawn(made(references=(Reference(image="p1", role="subject"),)), photos=frozenset({"p1"}))),
    ({"outcome": "question", "asks_about": "subject"}, Outcome(reply="question", asked=("subject",))),
    ({"outcome": "question", "options": ["rex"]}, Outcome(reply="question", asked=("character",), options=("Rex: brown dog",))),
    ({"outcome": "remembered", "stores": ["poodle"]}, said("Noted", stored=STORED)),
    ({"outcome": "remembered", "stores": ["poodle"], "stores_as": {"kind": "character", "name": "rex"}}, said(stored=STORED)),
    ({"outcome": "picture", "uses": ["luna"]}, drawn(FOX, used=frozenset({"luna"}))),
    ({"outcome": "remembered", "changes": ["luna"], "may_write": True}, said(stored=STORED, lost=frozenset({"luna"}))),
    ({"outcome": "forgotten", "removes": ["luna"]}, said(lost=frozenset({"luna"}), removed=frozenset({"luna"}))),
    ({"outcome": "listing"}, said(actions=frozenset({"forget"}))),
    ({"outcome": "schedule"}, said("Say `/schedule every day 8:00 a cat`.")),
    ({"outcome": "schedule"}, said("Every Monday?", actions=frozenset({"schedule"}))),
    ({"outcome": "distress"}, said("Please talk to someone you trust.")),
    ({"outcome": "refused"}, Outcome(reply="error", text="I would rather not.")),
    ({"outcome": "answer", "text": ["free|cost"], "text_never": ["sorry"]}, said("It costs nothing, it is free.")),
]  # fmt: skip

MISSES: list[tuple[dict[str, Any], Outcome, str]] = [
    ({"outcome": "talk"}, drawn(FOX), "came out as picture"),
    ({"outcome": "picture"}, drawn(CHANGED), "came out as change"),
    ({"outcome": "picture"}, Outcome(reply="failed", text="boom"), "boom"),
    ({"outcome": "picture", "has": {"scene": ["cat"]}}, drawn(FOX), "lacks 'cat'"),
    ({"outcome": "picture", "has": {"scene": ["people"]}}, drawn(FOX), "lacks 'people'"),
    ({"outcome": "picture", "has": {"each": ["fox"]}}, drawn(FOX, made(subject="a cat")), "lacks 'fox'"),
    ({"outcome": "picture", "never": {"any": ["lamp"]}}, drawn(FOX), "has 'lamp'"),
    ({"outcome": "picture", "pictures": 2}, drawn(FOX), "1 pictures"),
    ({"outcome": "picture", "things": 3}, drawn(made(subject="13 foxes")), "nothing says 3"),
    ({"outcome": "picture", "shape": "wide"}, drawn(FOX), "is not wide"),
    ({"outcome": "picture", "shape": "2:3"}, drawn(FOX), "is not 2:3"),
    ({"outcome": "picture", "printed": ""}, drawn(FOX), "printed is"),
    ({"outcome": "picture", "printed": "hello there"}, drawn(FOX), "printed is"),
    ({"outcome": "change"}, drawn(CHANGED, bases={"b1": CHANGED}), "changed nothing"),
    ({"outcome": "change", "gone": ["fox"]}, drawn(CHANGED), "still there"),
    ({"outcome": "picture", "photo": True}, drawn(FOX, photos=frozenset({"p1"})), "photograph"),
    (
        {"outcome": "question", "asks_about": "subject"},
        Outcome(reply="question", asked=("style",)),
        "asks about style",
    ),
    (
        {"outcome": "question", "options": ["pip"]},
        Outcome(reply="question", options=("Rex",)),
        "'pip' is not offered",
    ),
    ({"outcome": "remembered", "stores": ["beagle"]}, said(stored=STORED), "did not store 'beagle'"),
    (
        {"outcome": "remembered", "stores": ["poodle"], "stores_as": {"scope": "channel"}},
        said(stored=STORED),
        "not stored as",
    ),
    ({"outcome": "picture", "uses": ["luna"]}, drawn(FOX), "does not use 'luna'"),
    ({"outcome": "remembered", "changes": ["luna"], "may_write": True}, said(stored=STORED), "still holds"),
    ({"outcome": "forgotten", "removes": ["luna"]}, said(lost=frozenset({"luna"})), "still there"),
    ({"outcome": "distress"}, said("Tell me what to draw, and I draw it."), "came out as"),
    ({"outcome": "talk"}, said(stored=STORED), "came out as remembered"),
    ({"outcome": "talk"}, said(actions=frozenset({"forget"})), "came out as listing"),
    ({"outcome": "answer", "text": ["free"]}, said("Hello"), "says nothing of"),
    ({"outcome": "talk", "text_never": ["hello"]}, said("Hello"), "says 'hello'"),
]


@pytest.mark.parametrize(("expect", "outcome"), FITS)
def test_a_right_outcome_has_no_fault(expect: dict[str, Any], outcome: Outcome) -> None:
    assert judge(item(expect, memory=[LUNA]), outcome).faults == ()


@pytest.mark.parametrize(("expect", "outcome", "told"), MISSES)
def test_a_wrong_outcome_is_told(expect: dict[str, Any], outcome: Outcome, told: str) -> None:
    assert told in "\n".join(judge(item(expect, memory=[LUNA]), outcome).faults)


def test_the_expectation_that_comes_nearest_counts() -> None:
    either = item({"outcome": "talk"}, {"outcome": "picture", "has": {"scene": ["fox", "moon"]}})
    assert judge(either, said()).is_right
    assert judge(either, drawn(FOX)).faults == ("came out as picture, not talk: 'a red fox . under a lamp'",)


def test_an_open_question_is_looked_at() -> None:
    before = [{"says": "draw my cat", "asks": {"slot": "character", "text": "What does it look like?"}}]
    open_after = item({"outcome": "talk", "leaves_open": True}, before=before)
    assert judge(open_after, said(still_open=True)).is_right
    assert judge(open_after, said(still_open=False)).faults == ("the question is closed",)


@pytest.mark.parametrize(
    ("expect", "outcome"),
    [
        ({"outcome": "picture"}, drawn(FOX, used=frozenset({"theirs"}))),
        ({"outcome": "picture", "unused": ["luna"]}, drawn(FOX, used=frozenset({"luna"}))),
        ({"outcome": "picture"}, drawn(FOX, stored=STORED)),
        ({"outcome": "picture"}, drawn(FOX, lost=frozenset({"luna"}))),
        ({"outcome": "remembered", "stores": ["teal"]}, said(stored=STORED)),
    ],
)
def test_a_memory_that_must_not_be_touched(expect: dict[str, Any], outcome: Outcome) -> None:
    verdict = judge(item(expect, memory=[LUNA, THEIRS]), outcome)
    assert verdict.wrong_memory
    assert not verdict.is_right


def test_a_memory_may_be_used_written_and_changed_where_it_is_said() -> None:
    expect = {"outcome": "picture", "uses": ["luna"], "stores": ["poodle"], "changes": ["luna"]}
    outcome = drawn(FOX, used=frozenset({"luna"}), stored=STORED, lost=frozenset({"luna"}))
    assert not judge(item(expect, memory=[LUNA]), outcome).wrong_memory


def test_pictures_of_nothing_and_questions_are_counted() -> None:
    nothing = judge(item({"outcome": "talk"}), drawn(FOX))
    assert nothing.picture_of_nothing
    assert not judge(item({"outcome": "talk", "draws_nothing": False}), drawn(FOX)).picture_of_nothing
    assert not judge(item({"outcome": ["talk", "question"]}), drawn(FOX)).picture_of_nothing
    assert not judge(
        item({"outcome": "talk"}, {"outcome": "picture", "things": 3}), drawn(FOX)
    ).picture_of_nothing
    asked = judge(item({"outcome": "question"}), Outcome(reply="question"))
    assert (asked.asked, asked.may_ask, asked.must_ask) == (True, True, True)
    either = judge(item({"outcome": "picture"}, {"outcome": "question"}), drawn(FOX))
    assert (either.asked, either.may_ask, either.must_ask) == (False, True, False)


def test_a_failed_turn_is_of_no_class() -> None:
    assert classes_of(Outcome(reply="failed", text="/schedule")) == frozenset()
