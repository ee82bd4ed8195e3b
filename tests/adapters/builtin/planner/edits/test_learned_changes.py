"""Changes that the rules do not understand are read by a trained labeller: what its words are to the change, worked into the slots."""

import pytest

from adapters.builtin.planner.edits import labeller, train
from adapters.builtin.planner.edits.learned import changed_by, understood
from adapters.builtin.planner.edits.operations import edit_of
from adapters.builtin.planner.edits.spans import Operation, labels_of, operations_of
from agent.domain.generation import SlotName

LOSSY_MAX = 0.05
"""Of the examples: one word that belongs to two operations has one label."""


def test_the_weights_were_made_of_these_examples() -> None:
    assert labeller.weights_are_of() == labeller.made_of()


def test_every_example_is_told_whole_by_its_labels() -> None:
    told = train.examples()

    lost = [
        one.text
        for one in told
        if sorted(map(repr, _spoken(one, labels_of(one.text, one.language, one.operations))))
        != sorted(map(repr, one.operations))
    ]

    assert len(lost) <= LOSSY_MAX * len(told), lost[:10]


def _spoken(one: train.Example, labels: list[str]) -> list[Operation]:
    return operations_of(one.text, one.language, labels)


@pytest.mark.parametrize(
    "line",
    [
        '{"lang": "en", "text": "lose the hat", "ops": [["remove", "cap"]]}',
        '{"lang": "en", "text": "lose the hat", "ops": [["dissolve", "hat"]]}',
    ],
)
def test_an_example_whose_words_are_not_in_its_text_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="lose the hat"):
        train.example_of(line)


def test_a_value_goes_to_the_nearest_target_and_a_thing_may_have_two() -> None:
    text = "dress red and long, shoes blue"
    labels = ["B set target", "B set value", "-", "B set value", "B set target", "B set value"]

    assert operations_of(text, "en", labels) == [
        Operation(kind="set", target="dress", value="red"),
        Operation(kind="set", target="dress", value="long"),
        Operation(kind="set", target="shoes", value="blue"),
    ]


EFFECTS: list[tuple[Operation, dict[SlotName, str]]] = [
    (Operation(kind="remove", target="hat"), {"subject": "a fox under a lamp", "exclude": "hat"}),
    (Operation(kind="add", value="kite", where="it"), {"subject": "a fox with a hat under a lamp, with a kite"}),
    (Operation(kind="replace", target="it", value="wolf"), {"subject": "a wolf with a hat under a lamp"}),
    (Operation(kind="set", target="hat", value="tartan"), {"subject": "a fox with a tartan hat under a lamp"}),
    (Operation(kind="count", target="hat", value="three"), {"subject": "a fox with 3 hats under a lamp", "count": "3 hats"}),
    (Operation(kind="move", target="lamp", value="further back"), {"composition": "the lamp further back"}),
    (Operation(kind="style", value="claymation"), {"style": "claymation"}),
    (Operation(kind="weather", value="drizzle"), {"time": "drizzle"}),
    (Operation(kind="light", value="moody"), {"palette": "moody"}),
    (Operation(kind="write", value="Hi"), {"text": "Hi"}),
    (Operation(kind="keep", target="hat"), {}),
    (Operation(kind="talk"), {}),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "expected"), EFFECTS)
def test_an_operation_changes_its_slot(operation: Operation, expected: dict[SlotName, str]) -> None:
    assert changed_by([operation], {"subject": "a fox with a hat under a lamp"}, "en") == expected


def test_what_is_too_long_is_left_to_the_rules() -> None:
    text = "scoot the lamp over " * 20

    assert labeller.read_operations(text, "en") == ((), 0.0)
    assert labeller.read_operations("!!", "en") == ((), 0.0)


def test_where_the_author_s_words_are_read_nothing_is_guessed() -> None:
    base: dict[SlotName, str] = {"subject": "a knight with a sword"}

    assert understood("plop a goose on his head", base, "en", words_are_read=True) == edit_of(
        "plop a goose on his head", base, "en"
    )


@pytest.mark.parametrize(
    ("language", "shown", "said", "expected"),
    [
        ("en", "a wizard with a staff in a cave", "pop a pointy hat on the wizard", "pointy hat"),
        ("es", "un gato con sombrero", "échale unas gafas de sol al gato", "gafas de sol"),
    ],
)
def test_verbs_in_no_list_are_read_by_what_stands_around_them(
    language: str, shown: str, said: str, expected: str
) -> None:
    base: dict[SlotName, str] = {"subject": shown}

    edit = understood(said, base, language, words_are_read=False)

    assert edit_of(said, base, language).slots == {}
    assert edit.slots["subject"].startswith(shown)
    assert expected in edit.slots["subject"]
    assert said.split()[0] not in edit.slots["subject"]


@pytest.mark.parametrize("said", ["wow so cute thank you", "whats the breed of that dog?"])
def test_praise_and_questions_are_no_operations(said: str) -> None:
    operations, _ = labeller.read_operations(said, "en")

    assert changed_by(operations, {"subject": "a dog on a sofa"}, "en") == {}
