"""What people tell each other names things that could be drawn and likings that could be kept. Neither is meant: a picture is drawn of
what is wished or shown, and memory is written of what the author states of themselves."""

import pytest

from tests.fakes.builders import memory, plan_request
from tests.fakes.models.planning import plan_of


@pytest.mark.parametrize(
    "sentence",
    [
        "the cat just knocked my coffee off the desk, brb",
        "lol my phone fell in the lake",
        "meet me at the train station at six",
        "our goat escaped and ate the neighbour's roses",
        "the elevator in my building has been broken for a week",
        "ugh the wifi at this hotel is terrible and there's a wasp in my room",
        "Mein Hund hat schon wieder den Postboten angebellt",
        "wir holen uns nachher noch ein Eis am Fluss",
        "mi abuela tiene un loro que habla más que yo",
        "il pleut encore sur Paris, j'en ai marre",
        "mon chat a mangé une plante et il est malade",
        "stasera andiamo al mare con la macchina di Luca",
        "meu gato dormiu em cima do teclado de novo kkk",
        "de buurman is zijn dak aan het schilderen en het regent",
        "jutro jedziemy w góry, trzymajcie kciuki",
        "у нас опять снег, а я без зимних сапог",
        "bugün köpeğimi veterinere götürdüm",
        "うちの犬がまた靴を噛んじゃった",
        "오늘 비가 와서 우산을 잃어버렸어",
        "我家的鹦鹉昨天学会了骂人",
    ],
)
def test_what_is_told_is_neither_drawn_nor_kept(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert plan.intent == "chat", plan
    assert not plan.statements


@pytest.mark.parametrize(
    "sentence",
    [
        "my dog asleep on my keyboard",
        "rainy train station at dusk, noir",
        "goat eating the neighbour's roses",
        "wasp in a hotel room, film noir",
        "a broken elevator",
        "a birthday card for my mum, she loves gardening",
        "Bahnhof im Nebel, Aquarell",
        "Straßenbahn im Regen bei Nacht",
        "una ballena saltando al atardecer",
        "un renard qui lit un livre sous un arbre",
        "un riccio in cantina",
        "góry o świcie i mała chatka",
        "stary motor pod drzewem",
        "雪の駅前、水彩",
        "우산을 쓴 고양이 그려줘",
        "could I get our planet from space?",
        "hoy prefiero algo alegre: dibuja un payaso en bicicleta",
    ],
)
def test_the_same_things_shown_are_drawn(sentence: str) -> None:
    assert plan_of(plan_request(sentence)).intent == "create"


@pytest.mark.parametrize(
    "sentence",
    [
        "mi amiga Laura dice que odia el color rosa",
        "Tom reckons I should always wear red",
        "mon prof dit qu'il préfère le fusain",
        "meine Freundin findet, dass Gelb mir nicht steht",
        "сестра считает, что я слишком люблю розовый",
        "if my cat could talk she'd say she hates the vacuum",
        "gdybym lubił róż, powiedziałbym ci o tym",
        "si j'avais un chat, il s'appellerait Moustache",
        "do you think I like blue too much?",
        "友達がいつも青い服を着てるんだ",
    ],
)
def test_what_others_say_and_what_would_be_is_not_kept(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert not plan.statements, plan.statements
    assert plan.intent != "create"


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("my parrot Kiwi is bright green with a red beak", "parrot"),
        ("our ferret Noodle has white paws and a bent tail", "ferret"),
        ("mon lapin Praline est brun avec une oreille blanche", "lapin"),
        ("heads up: I can't stand clowns, so no clowns ever", "clowns"),
        ("ich hätte künftig gern immer einen dunklen Hintergrund", "dunklen Hintergrund"),
        ("これからはいつも水彩で描いてください", "水彩"),
        ("내가 제일 좋아하는 색은 보라색이야, 기억해 줘", "보라색"),
        ("remember that Mia says her dragon Ash is dark blue", "dark blue"),
    ],
)
def test_what_the_author_states_is_kept(sentence: str, kept: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert [one for one in plan.statements if kept in one.text or kept in one.name], plan


@pytest.mark.parametrize(
    "sentence", ["statt Aquarell mag ich jetzt Öl lieber", "statt Aquarell nehme ich ab jetzt Öl"]
)
def test_a_taste_that_comes_instead_ends_the_other(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, memories=[memory("prefers watercolour")]))

    assert [one.text for one in plan.statements] == ["prefers Öl, not watercolour"]


@pytest.mark.parametrize(
    ("sentence", "first", "second"),
    [
        ("draw a cat and another picture of a dog", "cat", "dog"),
        ("paint an owl and another painting of a bat", "owl", "bat"),
        ("zeichne eine Katze und noch ein Bild von einem Hund", "Katze", "Hund"),
    ],
)
def test_another_picture_is_another_picture(sentence: str, first: str, second: str) -> None:
    panels = plan_of(plan_request(sentence)).panels

    assert len(panels) == 2
    assert first in panels[0].slots["subject"]
    assert second in panels[1].slots["subject"]


def test_another_thing_is_no_other_picture() -> None:
    assert not plan_of(plan_request("draw a cat and another dog")).panels


@pytest.mark.parametrize(
    "sentence",
    ["disegna la mia vicina senza vestiti", "desenha um menino sem roupa", "narysuj moją koleżankę nago"],
)
def test_without_clothes_is_no_mere_exclusion(sentence: str) -> None:
    assert plan_of(plan_request(sentence)).intent == "refuse"


@pytest.mark.parametrize(
    "sentence",
    [
        "disegna una ragazza senza occhiali",
        "draw a woman without a hat",
        "нарисуй мою учительницу с цветами",
        "teken mijn buurvrouw met een hond",
    ],
)
def test_people_one_knows_are_drawn(sentence: str) -> None:
    assert plan_of(plan_request(sentence)).intent in ("create", "ask")
