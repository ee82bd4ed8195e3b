"""A question is answered and orders nothing; a wish without a subject is asked about; words to print stay as they were written."""

import pytest

from adapters.builtin.planner.intents.choice import chosen
from adapters.builtin.planner.intents.examples import Likeness
from adapters.builtin.planner.intents.words import AtHand, Words
from tests.fakes.builders import picture, plan_request
from tests.fakes.models.planning import plan_of

OTTER = picture("otter", {"subject": "an otter with a hat reading a newspaper"})


@pytest.mark.parametrize(
    "question",
    [
        "why is the otter wearing a hat?",
        "how many pages has the newspaper got?",
        "what kind of hat is that",
        "warum trägt der Otter einen Hut?",
        "¿por qué lleva sombrero la nutria?",
        "pourquoi la loutre porte un chapeau ?",
        "perché la lontra ha il cappello?",
        "waarom heeft de otter een hoed op?",
        "dlaczego wydra ma kapelusz?",
        "почему на выдре шляпа?",
        "чому на видрі капелюх?",
        "どうして帽子をかぶってるの?",
        "왜 모자를 쓰고 있어?",
        "为什么它戴着帽子?",
    ],
)
def test_who_asks_about_a_picture_changes_nothing(question: str) -> None:
    assert plan_of(plan_request(question, base=OTTER)).intent in ("about_image", "chat")


@pytest.mark.parametrize(
    "order",
    [
        "can you make the hat blue?",
        "could you add a moustache?",
        "what about a green hat?",
        "kannst du den Hut blau machen?",
        "can we see it from above?",
    ],
)
def test_who_asks_politely_orders(order: str) -> None:
    assert plan_of(plan_request(order, base=OTTER)).intent in ("edit", "restyle")


@pytest.mark.parametrize(
    "question",
    [
        "can u save these as png or just jpg?",
        "do I pay for every redo?",
        "can other people read what I told you?",
        "kann ich das bild als png haben?",
        "¿me cobras por cada dibujo?",
        "tu fais aussi des films ou que des dessins ?",
        "хватит ли разрешения, чтобы напечатать?",
    ],
)
def test_who_asks_about_the_bot_is_answered(question: str) -> None:
    plan = plan_of(plan_request(question))

    assert (plan.intent, plan.statements) == ("chat", ())
    assert plan.answer


@pytest.mark.parametrize(
    "wish",
    [
        "i need smth nice for my sister",
        "make something for my grandpa",
        "ich brauche was schönes für meine schwester",
        "haz algo bonito para mi hermana",
        "сделай что-нибудь красивое для сестры",
        "зроби щось гарне для тата",
    ],
)
def test_a_wish_without_a_subject_is_asked_about_once(wish: str) -> None:
    assert [gap.slot for gap in plan_of(plan_request(wish)).gaps] == ["subject"]


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("a cake saying HAPPY BDAY TOM", "HAPPY BDAY TOM"),
        ("draw a sign saying recieve gr8 parcels", "recieve gr8 parcels"),
        ('a poster with the text "c u 2nite ppl"', "c u 2nite ppl"),
        ("put GR8 JOB on the mug of a robot", "GR8 JOB"),
    ],
)
def test_words_to_print_are_printed_as_they_were_written(sentence: str, printed: str) -> None:
    assert plan_of(plan_request(sentence)).context.value("text") == printed


def test_words_to_put_on_a_thing_change_the_picture_at_hand() -> None:
    base = picture("cake", {"subject": "a cake with candles on a table"})

    plan = plan_of(plan_request("put HAPPY BDAY TOM on the cake", base=base))

    assert plan.intent == "edit"
    assert "HAPPY BDAY TOM" in f"{plan.context.value('subject')} {plan.context.value('text')}"
    assert "a cake with candles on a table" in plan.context.value("subject")


@pytest.mark.parametrize("care", ["distress", "harm"])
def test_what_is_like_nothing_else_is_no_cry_for_help_and_no_harm(care: str) -> None:
    words = Words(text="its 2026", language="en", at_hand=AtHand())
    likeness = {
        care: Likeness(points=3.6, example="I want to die"),
        "praise": Likeness(points=1.0, example="cool"),
    }

    assert chosen(words, likeness).intent != care


@pytest.mark.parametrize(
    "sentence",
    [
        "I cut myself again last night, nobody knows",
        "pociąłem się znowu, nie mam komu powiedzieć",
        "ich ritze mich wieder und keiner merkt es",
        "volví a cortarme y nadie lo sabe",
        "dont really see the point of being here anymore. draw how peaceful itd be without me",
    ],
)
def test_whoever_hurts_themselves_is_comforted(sentence: str) -> None:
    assert "findahelpline.com" in plan_of(plan_request(sentence)).answer


def test_a_time_on_a_poster_is_no_wish_by_the_clock() -> None:
    plan = plan_of(
        plan_request(
            "zrób plakat na turniej szachowy, 14 marca godz. 16:00, i żeby skoczek wyglądał jak prawdziwy koń"
        )
    )

    assert plan.intent == "create"
    assert "prawdziwy koń" in plan.context.value("subject")


def test_what_is_said_behind_a_taste_draws_nothing() -> None:
    plan = plan_of(plan_request("never put writing in my pics unless i ask for it. like ever"))

    assert plan.intent == "remember"
    assert not plan.context.slots
