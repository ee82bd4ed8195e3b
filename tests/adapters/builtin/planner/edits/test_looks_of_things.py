"""The look of a thing of the picture, in whatever words it is asked for."""

import pytest

from adapters.builtin.planner.reading.contrasts import contrast_in
from adapters.builtin.planner.reading.said_looks import looks_in
from tests.fakes.builders import picture, plan_request
from tests.fakes.models.planning import plan_of


@pytest.mark.parametrize(
    ("subject", "said", "becomes"),
    [
        ("a cottage", "paint the roof red", "a cottage, with a red roof"),
        ("a cottage", "can the roof be blue?", "a cottage, with a blue roof"),
        ("a knight with a shield", "i want the shield in gold", "a knight with a gold shield"),
        ("a cat with a collar", "change the colour of the collar to red", "a cat with a red collar"),
        ("a red car", "change the car's color to blue", "a blue car"),
        ("a red car", "blue instead of red", "a blue car"),
        ("two boats", "paint the left boat green", "two boats, the left boat green"),
        ("two boats", "make the left one green", "two boats, the left one green"),
        ("a dragon over a castle", "dragon's wings orange pls", "a dragon with orange wings over a castle"),
        ("a house with a door", "door red, windows white", "a house with a red door, with white windows"),
        ("eine Katze mit Hut", "mach den Hut blau", "eine Katze mit Hut in Blau"),
        ("eine Katze mit rotem Hut", "der Hut soll blau sein", "eine Katze mit blauem Hut"),
        ("un chat avec un chapeau", "mets le chapeau en rouge", "un chat avec un chapeau rouge"),
        ("un perro con bufanda", "pon la bufanda azul", "un perro con bufanda azul"),
        ("狐狸", "把狐狸变成蓝色", "蓝色的狐狸"),
        ("кот в шапке", "сделай шапку красной", "кот в красной шапке"),
        ("two dogs in a garden", "I meant cats, not dogs", "two cats in a garden"),
        ("a cat on a sofa", "put it on a roof", "a cat on a roof"),
        ("a cat on a sofa", "make the cat sleep", "a cat on a sofa, sleeping"),
        ("a cat on a sofa", "and a dog next to it", "a cat on a sofa, with a dog"),
        ("a cat on a sofa", "can it be a dog", "a dog on a sofa"),
    ],
)
def test_a_part_takes_its_look_and_the_rest_stays(subject: str, said: str, becomes: str) -> None:
    plan = plan_of(plan_request(said, base=picture(slots={"subject": subject})))

    assert plan.intent == "edit"
    assert plan.context.value("subject") == becomes
    assert plan.context.value("palette") == ""


@pytest.mark.parametrize(
    "said",
    ["draw a red roof", "ok now something else: a tortoise", "a fox with a blue hat", "next: a lighthouse"],
)
def test_a_thing_of_its_own_is_a_new_picture(said: str) -> None:
    plan = plan_of(plan_request(said, base=picture(slots={"subject": "a cottage"})))

    assert plan.intent == "create"
    assert "cottage" not in plan.context.value("subject")


@pytest.mark.parametrize(
    "said", ["why is the roof red?", "remove the red hat", "I like the red hat", "the fox smiling", "red"]
)
def test_no_look_is_read_out_of_other_words(said: str) -> None:
    assert not looks_in(said, "en")


@pytest.mark.parametrize(
    ("said", "language", "new", "old"),
    [
        ("not brown but black", "en", "black", "brown"),
        ("silver, not grey", "en", "silver", "grey"),
        ("cats not dogs", "en", "cats", "dogs"),
        ("is no longer grey, it's white", "en", "white", "grey"),
        ("ist kein Pudel, er ist ein Dackel", "de", "Dackel", "Pudel"),
        ("ya no es gris, ahora es blanca", "es", "blanca", "gris"),
        ("n'est pas gris, il est noir", "fr", "noir", "gris"),
        ("is black", "en", "black", ""),
    ],
)
def test_what_is_so_is_told_from_what_is_not(said: str, language: str, new: str, old: str) -> None:
    found = contrast_in(said, language)

    assert (found.new, found.old) == (new, old)
