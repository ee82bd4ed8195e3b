"""Who does what in a sentence that names several: said of each, in several languages; and nothing where it is not plain."""

import pytest

from agent.text.who_does_what import acts_in, as_told, speaks_of_sides

EVERYBODY = ("Luna", "Rex", "Ben")


@pytest.mark.parametrize(
    ("words", "acts"),
    [
        ("Luna hugs Rex while Ben plays the guitar", {"Luna": "hugs Rex", "Ben": "plays the guitar"}),
        ("Ben plays the guitar, Luna dances and Rex sleeps", {"Ben": "plays the guitar", "Luna": "dances", "Rex": "sleeps"}),
        ("Luna with a red hat and Rex asleep on a sofa", {"Luna": "with a red hat", "Rex": "asleep on a sofa"}),
        ("Luna und Rex tanzen, während Ben Gitarre spielt", {"Luna": "tanzen", "Rex": "tanzen", "Ben": "Gitarre spielt"}),
        ("Luna abraza a Rex mientras Ben toca la guitarra", {"Luna": "abraza a Rex", "Ben": "toca la guitarra"}),
        ("Luna embrasse Rex tandis que Ben joue de la guitare", {"Luna": "embrasse Rex", "Ben": "joue de la guitare"}),
        ("Luna abraça Rex enquanto Ben toca violão", {"Luna": "abraça Rex", "Ben": "toca violão"}),
        ("Luna abbraccia Rex mentre Ben suona la chitarra", {"Luna": "abbraccia Rex", "Ben": "suona la chitarra"}),
        ("Luna knuffelt Rex terwijl Ben gitaar speelt", {"Luna": "knuffelt Rex", "Ben": "gitaar speelt"}),
        ("Luna обнимает Rex, пока Ben играет на гитаре", {"Luna": "обнимает Rex", "Ben": "играет на гитаре"}),
        ("Luna memeluk Rex sementara Ben bermain gitar", {"Luna": "memeluk Rex", "Ben": "bermain gitar"}),
        ("Luna reads. Ben and Rex play chess. Luna smiles", {"Luna": "reads; smiles", "Ben": "play chess", "Rex": "play chess"}),
        ("LUNA waves; rex barks", {"Luna": "waves", "Rex": "barks"}),
        ("Luna hugs Rex while a dragon sleeps and Ben sings", {"Luna": "hugs Rex", "Ben": "sings"}),
    ],
)  # fmt: skip
def test_each_does_what_is_said_of_them(words: str, acts: dict[str, str]) -> None:
    assert acts_in(words, EVERYBODY) == acts


@pytest.mark.parametrize(
    ("words", "acts"),
    [
        ("Luna, Rex and Ben at the fair", {}),  # what all do sets nobody apart
        ("Luna gives Rex and Ben a bone", {"Luna": "gives Rex"}),
        ("Luna's cat sleeps beside Rex", {}),
        ("Lunacy and Rexine while Benny sings", {}),
        ("Luna Rex'i kucaklarken Ben gitar çalıyor", {}),  # joined by an ending
        ("Luna", {}),
        ("", {}),
        ("while and , and", {}),
    ],
)
def test_what_is_not_plain_is_said_of_nobody(words: str, acts: dict[str, str]) -> None:
    assert acts_in(words, EVERYBODY) == acts


def test_no_doing_holds_what_is_said_of_somebody_else() -> None:
    acts = acts_in(
        "Luna wears a red, pointed hat and reads to Ben; Rex chases a ball and Mia sleeps",
        (*EVERYBODY, "Mia"),
    )

    assert acts == {
        "Luna": "wears a red, pointed hat and reads to Ben",
        "Rex": "chases a ball",
        "Mia": "sleeps",
    }


def test_a_long_text_takes_no_longer_than_it_is() -> None:
    words = "and while , " * 4_000 + "Luna and " * 2_000

    assert acts_in(words, EVERYBODY) == {}


def test_they_stand_in_the_order_of_the_words() -> None:
    assert as_told(("Luna", "Rex", "Ben"), "Ben plays while Luna hugs Rex, and Ben sings") == (
        "Ben",
        "Luna",
        "Rex",
    )
    assert as_told(("Luna", "Rex"), "a picnic") == ("Luna", "Rex")


@pytest.mark.parametrize(
    "words", ["Rex on the left", "Luna links, Rex rechts", "Luna a la izquierda", "ルナは左", "Луна слева"]
)
def test_sides_that_are_told_are_noticed(words: str) -> None:
    assert speaks_of_sides(words)
    assert not speaks_of_sides("Luna and Rex, bright and leftover")
