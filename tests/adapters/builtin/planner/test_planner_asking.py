"""Where the offline planner sees a question, and where it must not; `agent.planning.ask_policy` decides on its gaps as it always does."""

import pytest

from agent.domain.generation import Plan
from agent.planning.ask_policy import decide
from tests.adapters.builtin.planner.known_characters import LUNA, OTHER_LUNA, PIP, REX
from tests.fakes.builders import memory, picture, plan_request, recollection
from tests.fakes.models.planning import plan_of


def asked(plan: Plan) -> list[str]:
    """The questions that are put to the author."""
    return [question.text for question in decide(plan.gaps, policy="when-needed").questions]


def options(plan: Plan) -> list[str]:
    return [
        option.value
        for question in decide(plan.gaps, policy="when-needed").questions
        for option in question.options
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "draw something for me", "draw something", "can you draw something cute?", "draw a picture", "draw",
        "make me a nice picture please", "draw something in watercolour", "something at night, 16:9",
    ],
)  # fmt: skip
def test_nothing_to_draw_is_asked_about(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert asked(plan) == ["What should I draw?"]
    assert len(options(plan)) == 3


def test_what_was_said_besides_is_kept_for_the_answer() -> None:
    plan = plan_of(plan_request("draw something in watercolour at night"))

    assert (plan.context.value("style"), plan.context.value("time")) == ("watercolour", "night")


def test_the_ideas_are_the_authors_own_first() -> None:
    plan = plan_of(plan_request("draw something for me", memories=[LUNA, memory("prefers cats")]))

    assert options(plan)[:2] == ["Luna", "cats"]


@pytest.mark.parametrize(
    "sentence", ["draw anything", "surprise me", "draw whatever you like", "dibuja lo que quieras"]
)
def test_a_choice_left_to_the_bot_is_not_asked_back(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert asked(plan) == []
    assert plan.context.slots["subject"].method == "assume"


@pytest.mark.parametrize(
    "sentence", ["draw my dog in the snow", "zeichne meinen Hund", "dibuja mi perro", "draw my mom"]
)
def test_somebody_whom_memory_does_not_know_is_asked_about(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert len(asked(plan)) == 1
    assert options(plan) == []


@pytest.mark.parametrize("sentence", ["draw my coffee on a table", "draw my house", "draw my garden"])
def test_a_thing_of_the_author_is_any_such_thing(sentence: str) -> None:
    assert asked(plan_of(plan_request(sentence))) == []


def test_two_dogs_are_a_choice() -> None:
    plan = plan_of(plan_request("draw my dog in the snow", memories=[REX, PIP]))

    assert asked(plan) == ["Which dog do you mean?"]
    assert options(plan) == ["Rex: brown dog", "Pip: white dog"]
    assert plan.context.value("setting") == "snow"


def test_one_dog_is_no_question() -> None:
    plan = plan_of(plan_request("draw my dog in the snow", memories=[REX]))

    assert asked(plan) == []
    assert plan.context.value("character") == "Rex: brown dog"


def test_two_lunas_are_shown_by_their_pictures() -> None:
    plan = plan_of(plan_request("draw Luna", memories=[LUNA, OTHER_LUNA]))

    question = decide(plan.gaps, policy="when-needed").questions[0]
    assert [(option.value, option.image) for option in question.options] == [
        ("Luna: silver-haired elf", "luna-image"), ("Luna: black cat", "cat-image"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence", ["draw her at the beach", "draw him", "draw the same one", "draw them in the rain"]
)
@pytest.mark.parametrize("memories", [[], [LUNA, REX, PIP]])
def test_a_pronoun_that_nothing_explains_is_asked_about(sentence: str, memories: list) -> None:
    plan = plan_of(plan_request(sentence, memories=memories))

    assert len(asked(plan)) == 1
    assert len(options(plan)) == len(memories)


def test_a_pronoun_is_not_asked_about_when_the_thread_tells() -> None:
    plan = plan_of(
        plan_request(
            "draw her at the beach", memories=[LUNA, REX], base=picture(slots={"subject": "a witch"})
        )
    )

    assert asked(plan) == []
    assert plan.context.value("subject") == "a witch"


def test_a_name_that_nobody_knows_is_asked_about() -> None:
    plan = plan_of(plan_request("draw Luna"))

    assert asked(plan) == ["I do not know Luna yet. What does Luna look like?"]


def test_a_name_in_a_place_is_asked_about_only_for_who_likes_to_be_asked() -> None:
    plan = plan_of(plan_request("draw Luna at the beach"))

    assert asked(plan) == []
    assert len(decide(plan.gaps, policy="often").questions) == 1


@pytest.mark.parametrize(
    "sentence",
    ["draw Einstein riding a bike", "draw Tokyo at night", "Draw a Castle", "draw the Eiffel Tower"],
)
def test_a_capital_alone_is_no_question(sentence: str) -> None:
    assert asked(plan_of(plan_request(sentence))) == []


@pytest.mark.parametrize("sentence", ["use that one", "make that one a knight", "draw this one in noir"])
def test_one_of_several_pictures_is_asked_about(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, images=["one", "two", "three"]))

    question = decide(plan.gaps, policy="when-needed").questions[0]
    assert question.text == "Which picture do you mean?"
    assert [option.image for option in question.options] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("sentence", "image"),
    [("use the second one as a pirate", "two"), ("make the last picture a noir", "three")],
)
def test_a_picture_named_by_its_number_is_not_asked_about(sentence: str, image: str) -> None:
    plan = plan_of(plan_request(sentence, images=["one", "two", "three"]))

    assert asked(plan) == []
    assert [ref.image for ref in plan.context.references] == [image]


@pytest.mark.parametrize("sentence", ["make it night", "add a red hat", "hazlo de noche", "mach es dunkler"])
def test_a_change_without_a_picture_is_asked_about(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert len(asked(plan)) == 1


def test_an_earlier_picture_that_is_not_there_is_asked_about_only_where_it_is_all() -> None:
    assert len(asked(plan_of(plan_request("do it like last time")))) == 1
    assert asked(plan_of(plan_request("draw a castle like last time"))) == []
    recalled = recollection(pictures=[("image", "a boat")])
    assert asked(plan_of(plan_request("do it like last time", recalled=recalled))) == []


CLEAR = [
    "draw a fox reading under a lamp", "three cats", "a castle", "🦊", "a poster that says “Hello”", "make a birthday card for Tom",
    "draw Luna and a dragon", "four variants of a tree", "look up the Bauhaus and draw it", "画一只狐狸", "un gato",
]  # fmt: skip


@pytest.mark.parametrize("sentence", CLEAR)
def test_what_is_clear_is_not_asked_about(sentence: str) -> None:
    assert asked(plan_of(plan_request(sentence))) == []


def test_who_wants_no_question_gets_none() -> None:
    plan = plan_of(plan_request("draw something for me"))

    assert decide(plan.gaps, policy="never").questions == ()


def test_a_picture_beside_the_request_shows_whom_it_is_about() -> None:
    plan = plan_of(plan_request("draw my dog as a pirate", images=["photo"]))

    assert asked(plan) == []
    assert plan.context.value("subject") == "the dog as a pirate"


@pytest.mark.parametrize(
    "sentence", ["draw me", "draw me as a viking", "a picture of me and a dog", "a portrait of me"]
)
def test_the_author_is_asked_how_they_look(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert asked(plan) == ["What do you look like? Tell me, or attach a photo."]
    assert plan.context.value("subject").startswith("a person")


@pytest.mark.parametrize("sentence", ["draw me a cat", "draw me a picture of a dog"])
def test_for_me_is_not_of_me(sentence: str) -> None:
    assert asked(plan_of(plan_request(sentence))) == []
