"""Where the offline planner sees a question, and where it must not; `agent.planning.ask_policy` decides on its gaps as it always does."""

import pytest

from agent.domain.generation import Candidate, Gap, Plan
from agent.planning.ask_policy import decide
from tests.fakes.builders import memory, message, picture, plan_request, recollection
from tests.fakes.planning import plan_of

LUNA = memory("silver-haired elf", "character", name="Luna", images=["luna-image"])
OTHER_LUNA = memory("black cat", "character", name="Luna", images=["cat-image"], scope="channel")
REX = memory("brown dog", "character", name="Rex")
PIP = memory("white dog", "character", name="Pip")


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


def test_the_chosen_dog_is_drawn_once() -> None:
    plan = plan_of(plan_request("draw my dog chasing a ball", memories=[REX, PIP]))

    assert plan.context.value("subject") == "chasing a ball"
    assert answered(plan, "Rex").context.value("subject") == "chasing a ball"
    assert (
        answered(pending("draw my dog chasing a ball"), "a poodle").context.value("subject")
        == "chasing a ball"
    )


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


# --- answers ---------------------------------------------------------------------------------------------------


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


def test_a_picture_beside_the_request_shows_whom_it_is_about() -> None:
    plan = plan_of(plan_request("draw my dog as a pirate", images=["photo"]))

    assert asked(plan) == []
    assert plan.context.value("subject") == "the dog as a pirate"


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


def test_an_emoji_is_an_answer() -> None:
    plan = answered(pending("draw something"), "\U0001f600\U0001f389")

    assert plan.context.value("subject") == "grinning, party popper"
