"""How the offline planner takes up the answer to its question."""

import pytest

from agent.domain.generation import Candidate, Gap, Plan
from agent.planning.ask_policy import decide
from tests.adapters.builtin.planner.known_characters import LUNA, OTHER_LUNA, PIP, REX
from tests.fakes.builders import memory, message, picture, plan_request
from tests.fakes.models.planning import plan_of


def pending(sentence: str, **more: object) -> Plan:
    return plan_of(plan_request(sentence, **more))


def answered(plan: Plan, text: str, **more: object) -> Plan:
    answers = {question.slot: text for question in decide(plan.gaps, policy="when-needed").questions}
    return plan_of(plan_request(text, pending=plan, answers=answers, **more))


def test_the_next_message_completes_the_plan() -> None:
    plan = answered(
        pending("draw something in noir", memories=[memory("always wants square pictures")]), "a dragon"
    )

    assert plan.intent == "create"
    assert plan.context.value("subject") == "a dragon"
    assert plan.context.slots["subject"].method == "ask"
    assert plan.context.value("style") == "noir"
    assert plan.context.value("format") == "square 1:1"
    assert plan.gaps == ()


def test_an_answer_may_say_more_than_was_asked() -> None:
    plan = answered(pending("draw something for me"), "a dragon in watercolour at night please")

    assert plan.context.value("subject") == "a dragon"
    assert (plan.context.value("style"), plan.context.value("time")) == ("watercolour", "night")


def test_the_chosen_dog_is_drawn_once() -> None:
    plan = plan_of(plan_request("draw my dog chasing a ball", memories=[REX, PIP]))

    assert plan.context.value("subject") == "chasing a ball"
    assert answered(plan, "Rex").context.value("subject") == "chasing a ball"
    assert (
        answered(pending("draw my dog chasing a ball"), "a poodle").context.value("subject")
        == "chasing a ball"
    )


@pytest.mark.parametrize(
    "text", ["Pip", "pip please", "the second one", "2", "the white one", "Pip: white dog"]
)
def test_a_candidate_is_named_in_many_ways(text: str) -> None:
    plan = answered(pending("draw my dog in the snow", memories=[REX, PIP]), text)

    assert plan.context.value("character") == "Pip: white dog"
    assert plan.context.slots["character"].memory == PIP.id
    assert plan.context.value("setting") == "snow"
    assert plan.gaps == ()


def test_a_candidates_picture_comes_along() -> None:
    plan = answered(pending("draw Luna", memories=[LUNA, OTHER_LUNA]), "the first one")

    assert [(ref.image, ref.role) for ref in plan.context.references] == [("luna-image", "character")]


def test_who_was_known_beside_the_one_asked_about_is_drawn_too() -> None:
    luna = memory("silver elf", "character", name="Luna")

    plan = answered(
        pending("draw Luna and my dog", memories=[luna]), "a brown labrador called Bo", memories=[luna]
    )

    assert plan.context.value("subject") == "Luna"
    assert plan.context.value("character") == "Luna: silver elf; Bo: dog, brown labrador"


def test_an_earlier_picture_is_no_description() -> None:
    plan = answered(
        pending("draw my dog in the snow"), "the picture from before but at night", base=picture("a fox")
    )

    assert plan.intent == "edit"
    assert plan.context.value("time") == "night"


def test_a_description_answers_who_it_is() -> None:
    plan = answered(pending("draw my dog in the snow"), "a brown labrador")

    assert plan.context.value("character") == "a brown labrador"
    assert plan.context.value("setting") == "snow"


@pytest.mark.parametrize("text", ["surprise me", "whatever", "you choose", "idk", "egal", "随便"])
def test_no_preference_leaves_the_gap_to_be_assumed(text: str) -> None:
    before = pending("draw something for me")

    plan = answered(before, text)

    assert plan.gaps == before.gaps
    assert plan.intent == "create"


def test_a_picture_without_a_word_is_an_answer() -> None:
    plan = answered(pending("draw my dog in the snow"), "", images=["photo"])

    assert [(ref.image, ref.role) for ref in plan.context.references] == [("photo", "character")]
    assert plan.gaps == ()
    assert plan.context.value("setting") == "snow"


def test_which_picture_is_answered_by_its_number() -> None:
    plan = answered(pending("use that one as a knight", images=["one", "two"]), "the second")

    assert [ref.image for ref in plan.context.references] == ["two"]


NOT_ANSWERS = {
    "draw a whale": "create",
    "can you paint a whale instead": "create",
    "remember I like noir": "remember",
    "forget Luna": "forget",
    "what can you do?": "chat",
    "thanks": "chat",
}


@pytest.mark.parametrize("text", NOT_ANSWERS)
def test_another_request_is_planned_anew(text: str) -> None:
    plan = answered(pending("draw something in woodcut"), text)

    assert plan.intent == NOT_ANSWERS[text]
    assert plan.context.value("style") == ""


def test_a_reply_to_another_picture_is_no_answer() -> None:
    other = picture("other", {"subject": "a bear"})

    plan = answered(
        pending("draw something for me"), "at night", base=other, replied=message(pictures=[other])
    )

    assert (plan.intent, plan.context.value("subject")) == ("edit", "a bear")


def test_probabilities_of_a_gap_are_no_more_than_certain() -> None:
    crowd = [memory(f"dog number {n}", "character", name=f"Dog{n}") for n in range(9)]

    gaps: list[Gap] = [
        gap for text in ("draw my dog", "draw her", "draw") for gap in pending(text, memories=crowd).gaps
    ]

    assert gaps
    for gap in gaps:
        shown: tuple[Candidate, ...] = gap.candidates
        assert 0.0 <= sum(candidate.probability for candidate in shown) <= 1.0


@pytest.mark.parametrize(
    ("request_", "answer", "name", "text"),
    [
        ("draw my cat", "a grey tabby, called Smokey", "Smokey", "cat, grey tabby"),
        ("draw my cat", "grey and fluffy. Her name is Smokey!", "Smokey", "grey and fluffy cat"),
        ("draw Smokey", "he is a grey cat", "Smokey", "grey cat"),
    ],
)
def test_who_is_described_in_an_answer_is_remembered(
    request_: str, answer: str, name: str, text: str
) -> None:
    plan = answered(pending(request_), answer)

    (told,) = plan.statements
    assert (told.kind, told.name, told.text) == ("character", name, text)
    assert plan.context.value("character") == f"{name}: {text}"


def test_what_belongs_to_the_author_is_remembered_without_a_name() -> None:
    plan = answered(pending("draw my cat"), "grey and fluffy")

    assert [(told.kind, told.text) for told in plan.statements] == [("fact", "my cat is grey and fluffy")]


@pytest.mark.parametrize("answer", ["surprise me", "Smokey", "\U0001f642"])
def test_an_answer_that_describes_nobody_is_not_remembered(answer: str) -> None:
    assert answered(pending("draw Smokey"), answer).statements == ()


def test_an_emoji_is_an_answer() -> None:
    plan = answered(pending("draw something"), "\U0001f600\U0001f389")

    assert plan.context.value("subject") == "grinning, party popper"
