"""A known name that is a word of the language, too: who is meant, and who is not."""

import pytest

from adapters.builtin.planner.memory.names import meant
from adapters.builtin.planner.memory.recalled import wishes_of
from adapters.builtin.planner.reading.reading import read
from tests.fakes.builders import memory, plan_request
from tests.fakes.models.planning import plan_of

WORDS = [
    ("a single rose in a beer bottle", "Rose", "en"),
    ("the rose on my desk", "Rose", "en"),
    ("a hunter in the snow", "Hunter", "en"),
    ("olive green jeep", "Olive", "en"),
    ("art deco lobby", "Art", "en"),
    ("a castle made of toast", "Toast", "en"),
    ("poster that says GRACE PERIOD OVER", "Grace", "en"),
    ("a leap of faith over a canyon", "Faith", "en"),
    ("mark my words", "Mark", "en"),
    ("an elf, NOT Luna", "Luna", "en"),
    ("Tom's sister at the fair", "Tom", "en"),
    ("luna moth on a lamp", "Luna", "en"),
    ("rosa Elefant mit Krawatte", "Rosa", "de"),
    ("dibuja un gato en la luna", "Luna", "es"),
    ("القمر فوق الصحراء", "قمر", "ar"),
    ("नदी, बस शेरू मत बनाना", "शेरू", "hi"),
]
NAMES = [
    ("draw rose at the beach", "Rose", "en"),
    ("a garden party with Rose", "Rose", "en"),
    ("Rose and Jack on a ship", "Rose", "en"),
    ("a happy Luna with a cake", "Luna", "en"),
    ("luna at the beach", "Luna", "en"),
    ("a painting of luna", "Luna", "en"),
    ("not Tom but Luna", "Luna", "en"),
    ("LUNA IN SPACE", "Luna", "en"),
    ("die Luna am Strand", "Luna", "de"),
    ("нарисуй Барсика в саду", "Барсик", "ru"),
    ("ココちゃんと海", "ココ", "ja"),
]


@pytest.mark.parametrize(("text", "name", "language"), WORDS)
def test_a_word_of_the_language_or_one_who_is_ruled_out_names_nobody(
    text: str, name: str, language: str
) -> None:
    assert meant(text, [name], language) == frozenset()


@pytest.mark.parametrize(("text", "name", "language"), NAMES)
def test_a_name_names_somebody(text: str, name: str, language: str) -> None:
    assert meant(text, [name], language) == {name}


def test_within_a_longer_known_name_there_is_no_shorter_one() -> None:
    assert meant("ハルカだけ描いて", ["ハル", "ハルカ"], "ja") == {"ハルカ"}


def test_the_flower_is_drawn_without_the_pirate() -> None:
    plan = plan_of(
        plan_request("a single rose in a vase", memories=[memory("pirate captain", "character", name="Rose")])
    )
    assert plan.context.value("subject") == "a single rose in a vase"
    assert plan.context.value("character") == ""


def test_the_dog_of_somebody_else_is_not_the_authors() -> None:
    bolt = memory("my neighbour's dog, husky", "character", name="Bolt")
    plan = plan_of(plan_request("draw my dog as a detective", memories=[bolt]))
    assert plan.context.value("character") == ""
    assert [gap.slot for gap in plan.gaps] == ["character"]


@pytest.mark.parametrize(
    ("text", "wish", "fits", "other"),
    [
        ("likes landscapes in watercolour", {"style": "watercolour"}, "a landscape with a river", "a boxer"),
        ("préfère le pastel pour les portraits", {"style": "pastel"}, "deux portraits", "un champ"),
        ("likes pictures in watercolour", {"style": "watercolour"}, "a boxer", ""),
        ("liked watercolour, no longer", {}, "", "a boxer"),
    ],
)
def test_a_taste_for_some_things_is_none_for_all(
    text: str, wish: dict[str, str], fits: str, other: str
) -> None:
    held = memory(text)
    if fits:
        assert wishes_of(held, read(fits, "en")) == wish
    if other:
        assert wishes_of(held, read(other, "en")) == {}
