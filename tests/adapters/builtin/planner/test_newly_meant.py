"""What memory has and what is so by now; what only the author knows; and frames that lead up to what is to be drawn."""

import pytest

from tests.fakes.builders import memory, plan_request
from tests.fakes.models.planning import plan_of

KNOWN = [
    memory("elf with grey hair", "character", name="Luna"), memory("brown dog", "character", name="Rex"),
    memory("ein weißer Pudel", "character", name="Bello"), memory("gata gris", "character", name="Nube"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "name", "text"),
    [
        ("no, Luna's hair is silver, not grey", "Luna", "has silver hair"),
        ("Luna's hair isn't grey, it's silver", "Luna", "has silver hair"),
        ("you got Luna wrong, she has silver hair", "Luna", "has silver hair"),
        ("Rex is not brown but black", "Rex", "black, not brown"),
        ("wrong, Rex is black", "Rex", "black, not brown"),
        ("my dog isn't brown anymore, he went grey", "Rex", "grey, not brown"),
        ("Bello ist kein Pudel, er ist ein Dackel", "Bello", "Dackel, not Pudel"),
        ("Nube ya no es gris, ahora es blanca", "Nube", "blanca, not gris"),
    ],
)
def test_a_correction_replaces_what_is_no_longer_so(said: str, name: str, text: str) -> None:
    plan = plan_of(plan_request(said, memories=KNOWN))

    assert [(one.kind, one.name, one.text) for one in plan.statements] == [("character", name, text)]


@pytest.mark.parametrize("said", ["Luna is on fire", "Rex is at the beach now", "Luna is reading now"])
def test_what_somebody_does_just_now_corrects_nothing(said: str) -> None:
    assert not plan_of(plan_request(said, memories=KNOWN)).statements


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("correction: my favourite style is ink, not watercolour", "prefers ink, not watercolour"),
        ("I meant ink, not watercolour", "prefers ink, not watercolour"),
        ("I also like orange", "also prefers orange"),
        ("my favourite colour is teal", "prefers teal"),
    ],
)
def test_a_taste_says_what_it_comes_instead_of_or_beside(said: str, text: str) -> None:
    plan = plan_of(plan_request(said, memories=[memory("prefers watercolour")]))

    assert [one.text for one in plan.statements] == [text]


@pytest.mark.parametrize(
    "said",
    [
        "draw our mascot on a skateboard", "draw my OC", "draw my grandma's cat", "draw my favourite animal", "draw both of them",
        "dessine-la en train de lire", "dibújala en la playa", "нарисуй её в лесу", "彼女を描いて", "like last time",
        "same as yesterday but blue", "draw the usual",
    ],
)  # fmt: skip
def test_what_nobody_here_can_know_is_asked(said: str) -> None:
    assert plan_of(plan_request(said)).gaps


@pytest.mark.parametrize(
    "said", ["draw my bike", "draw my grandma's house", "draw a cat", "paint a friend of the forest"]
)
def test_what_anybody_can_draw_is_not_asked(said: str) -> None:
    assert not plan_of(plan_request(said)).gaps


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("I could really use a picture of a sleepy sloth", "a sleepy sloth"),
        ("any chance of a sloth wearing a scarf?", "a sloth wearing a scarf"),
        ("do me a favour and sketch a walrus", "a walrus"),
        ("me haces un dibujo de una llama?", "una llama"),
        ("tu me fais un paresseux ?", "un paresseux"),
        ("можешь нарисовать выдру?", "выдру"),
        ("prompt: a rusty robot", "a rusty robot"),
        ("1girl, silver hair, masterpiece, best quality", "a girl, silver hair"),
        ("draw nothing but snow", "snow"),
        ("a synthwave sunset", "a sunset"),
    ],
)
def test_what_leads_up_to_it_is_not_drawn(said: str, subject: str) -> None:
    plan = plan_of(plan_request(said))

    assert (plan.intent, plan.context.value("subject")) == ("create", subject)


@pytest.mark.parametrize(
    ("said", "excluded"),
    [
        ("um cachorro no estilo de Romero Britto", ""), ("una spiaggia senza persone", "persone"), ("город без людей", "людей"),
        ("plaża bez ludzi", "ludzi"), ("砂浜、人なし", "人"), ("没有人的海滩", "人"), ("a forest minus the trees", "trees"),
        ("a beach, but don't put any umbrellas in", "umbrellas"), ("keine Menschen, nur ein Strand", "Menschen"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_named_in_every_language(said: str, excluded: str) -> None:
    plan = plan_of(plan_request(said))

    assert (plan.intent, plan.context.value("exclude")) == ("create", excluded)


@pytest.mark.parametrize(
    ("said", "style"),
    [
        ("ein Hund im Stil von Egon Schiele", "Egon Schiele"), ("un perro al estilo de Frida Kahlo", "Frida Kahlo"),
        ("a dog à la Picasso", "Picasso"), ("a knight, by greg rutkowski and alphonse mucha", "greg rutkowski and alphonse mucha"),
        ("a house by the sea", ""),
    ],
)  # fmt: skip
def test_whose_style_it_is_need_not_be_known(said: str, style: str) -> None:
    assert plan_of(plan_request(said)).context.value("style") == style
