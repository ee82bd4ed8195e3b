"""A change is a list of operations: each clause is applied to what the one before left, nothing unnamed is lost, and no word of the order
comes into the picture."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.builtin.planner.edits.body import Body
from adapters.builtin.planner.edits.kept import lost, pasted
from adapters.builtin.planner.edits.operations import edit_of, only_changes
from agent.domain.generation import SlotName
from tests.fakes.builders import picture, plan_request
from tests.fakes.models.planning import plan_of

SEVERAL: list[tuple[str, str, str, dict[SlotName, str]]] = [
    ("en", "a knight beside a white horse in a field", "give the knight a red cape and move the horse to the left",
     {"subject": "a knight beside a white horse in a field, with a red cape", "composition": "the horse to the left"}),
    ("en", "a robot with an umbrella in a street", "umbrella -> balloon, and night time",
     {"subject": "a robot with a balloon in a street", "time": "night"}),
    ("en", "a sailor with a pipe on a pier", "ditch the pipe, make it foggy and add a gull",
     {"subject": "a sailor on a pier, with a gull", "exclude": "pipe", "time": "foggy"}),
    ("en", "a fox in a snowy forest", "just the fox. plain white behind it", {"subject": "a fox", "setting": "plain white"}),
    ("en", "a bear with a hat", "the hat is ugly, make it wool", {"subject": "a bear with a wool hat"}),
    ("es", "un pato con un paraguas bajo la lluvia", "quita el paraguas y ponle botas amarillas al pato",
     {"subject": "un pato bajo la lluvia, con botas amarillas", "exclude": "paraguas"}),
    ("ru", "домик в лесу под снегом", "убери снег, пусть будет лето",
     {"subject": "домик в лесу", "exclude": "снег", "time": "лето"}),
    ("de", "ein Frosch mit einer Krone am Teich", "Krone weg, dafür ein Zylinder",
     {"subject": "ein Frosch am Teich, mit ein Zylinder", "exclude": "krone"}),
    ("ja", "帽子をかぶった猫と本", "帽子を消して、本を花に変えて", {"subject": "猫と花", "exclude": "帽子"}),
    ("ja", "浜辺を走る犬", "背景を夕焼けにして", {"time": "夕焼け"}),
    ("zh", "一只戴帽子的狗在海边", "去掉帽子，把狗换成猫", {"subject": "一只猫在海边", "exclude": "帽子"}),
    ("hi", "एक लड़का लाल पतंग उड़ा रहा है", "लड़के की जगह लड़की कर दो, पतंग पीली", {"subject": "एक लड़की पीली पतंग उड़ा रहा है"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "shown", "said", "expected"), SEVERAL)
def test_every_clause_is_an_operation(
    language: str, shown: str, said: str, expected: dict[SlotName, str]
) -> None:
    edit = edit_of(said, {"subject": shown}, language)

    assert edit.slots == expected
    assert edit.missed == ()


@pytest.mark.parametrize(
    ("language", "shown", "said", "count"),
    [
        (
            "en",
            "three robots dancing in a kitchen",
            "theres one robot too many, should be just two",
            "2 robots",
        ),
        ("en", "two cats on a sofa", "there should be four of them", "4 cats"),
        ("en", "four candles on a cake", "one candle less", "3 candles"),
        ("en", "a bowl of five apples on a table", "i said 3", "3 apples"),
        ("fr", "deux lapins dans un champ", "il manque un lapin", "3 lapins"),
        ("nl", "een boerderij met drie koeien", "die middelste koe weg", "2 koeien"),
        ("it", "due gatti su un muro", "aggiungi un altro gatto", "3 gatti"),
    ],
)
def test_a_number_told_by_a_difference_is_counted(language: str, shown: str, said: str, count: str) -> None:
    slots = edit_of(said, {"subject": shown}, language).slots

    assert slots["count"] == count
    assert count in slots["subject"]


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("make it night and polka the giraffe", "make it night and polka the giraffe"),
        ("zoom out so we can see the throne, and add a jester", "zoom out so we can see the throne"),
    ],
)
def test_what_was_not_understood_is_told(said: str, part: str) -> None:
    base = picture(slots={"subject": "a queen with a crown"})

    plan = plan_of(plan_request(said, base=base))

    assert plan.intent == "edit"
    assert f"I did not understand “{part}”, so that part is unchanged." in [
        note.lower().replace("i did", "I did", 1) for note in plan.notes
    ]


def test_what_stays_and_what_is_remarked_is_not_told_as_missed() -> None:
    edit = edit_of(
        "swap the cat for a dog but keep the bed, i love the bed", {"subject": "a cat on a bed"}, "en"
    )

    assert edit.slots == {"subject": "a dog on a bed"}
    assert edit.missed == ()


def test_an_operation_that_loses_something_unnamed_is_seen() -> None:
    clause = Body(text="make it night", base={"subject": "a knight, a horse, a tree"}, language="en")

    assert list(lost(clause, {"subject": "a knight, a tree"})) == ["a horse"]
    assert not lost(clause, {"time": "night"})


def test_words_of_the_order_in_the_picture_are_seen() -> None:
    clause = Body(text="i wanted three", base={"subject": "two cats"}, language="en")

    assert pasted(clause, {"subject": "two cats, remove the hat"})
    assert not pasted(clause, {"subject": "two cats, with a hat"})


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("make the balloon green and add a dog", True),
        ("no balloon, and the girl should smile", True),
        ("draw a girl with a balloon", False),
        ("a castle by the sea", False),
    ],
)
def test_clauses_tell_a_change_from_a_new_picture(said: str, changes: bool) -> None:
    assert only_changes(said, {"subject": "a girl with a balloon in a park"}, "en") is changes


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "same thing but like a 6 yr old drew it w crayons",
            "same thing but like a 6 yr old drew it w crayons",
        ),
        (
            "zoom out so we can see the throne, and add a jester",
            "zoom out so we can see the throne",
        ),
    ],
)
def test_a_model_that_reads_words_is_given_the_change_as_its_author_said_it(said: str, told: str) -> None:
    request = plan_request(said, base=picture("fox", {"subject": "a fox on a farm"}))

    for_a_sketch, for_a_model = plan_of(request), plan_of(replace(request, words_are_read=True))

    assert for_a_sketch.intent == "chat" or told.casefold() in " ".join(for_a_sketch.notes).casefold()
    assert for_a_model.intent == "edit"
    assert for_a_model.context.prompt.casefold().endswith(f"change: {said}".casefold())
    assert not for_a_model.notes


def test_a_format_told_by_another_tools_flag_is_the_pictures_new_one() -> None:
    plan = plan_of(plan_request("low angle --ar 9:16", base=picture(slots={"subject": "a wizard"})))

    assert plan.intent == "edit"
    assert plan.context.value("format") == "9:16"
    assert plan.context.value("subject") == "a wizard"


def test_what_stays_is_said_behind_it_too() -> None:
    edit = edit_of("mejor al atardecer, la hoguera déjala", {"subject": "una playa con una hoguera"}, "es")

    assert edit.slots == {"time": "atardecer"}


FIGURES = ["a fox", "a witch", "a bear", "a robot"]
THINGS = ["a hat", "a lamp", "a balloon", "a sword", "a book"]
OPERATIONS = ["make it night", "add a kite", "in watercolour", "zoom out", "make it snowy"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    figure=st.sampled_from(FIGURES),
    things=st.lists(st.sampled_from(THINGS), min_size=2, max_size=4, unique=True),
    said=st.lists(st.sampled_from(OPERATIONS), min_size=1, max_size=3, unique=True),
    gone=st.booleans(),
    joined=st.sampled_from([", ", " and ", ", and ", ". "]),
)
def test_whatever_no_operation_names_stays(
    figure: str, things: list[str], said: list[str], gone: bool, joined: str
) -> None:
    subject = f"{figure} with {' and '.join(things)}"
    removed = things[-1].removeprefix("a ")
    orders = [*said, *([f"remove the {removed}"] if gone else [])]

    edit = edit_of(joined.join(orders), {"subject": subject}, "en")

    after = edit.slots.get("subject", subject)
    kept = things[:-1] if gone else things
    assert all(thing in after for thing in (figure, *kept)), (orders, after)
    assert (removed in after) is not gone
    assert not any(verb in after for verb in ("remove", "make", "zoom"))
    assert edit.missed == ()
