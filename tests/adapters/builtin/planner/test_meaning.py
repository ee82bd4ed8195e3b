"""What a message means for memory, as the witness against a model's plan reads it."""

import pytest

from adapters.builtin.planner.memory.meaning import meaning_of

ORDERS = (
    "remember that I like ink",
    "Ricorda che amo l'acquerello",
    "запомни, что я люблю тушь",
    "Bitte merk dir: Tusche",
    "please don't forget that I love gouache",
    "always draw me with a hat",
    "Luna is a silver-haired elf",
)
NO_ORDERS = (
    "three cats with red hats",
    "draw three cats",
    "do you remember me?",
    "Bob said: remember that I hate dogs",
    "draw a fox. I love gouache",
    "",
    "translate “remember me” into German",
)
FORGETTING = (
    "forget Luna",
    "vergiss Luna",
    "kannst du bitte Luna vergessen",
    "dimentica Luna",
    "забудь про Луну",
    "ルナのことは忘れて",
    "delete Luna from your memory",
    "I'd like you to forget Luna",
    "erase what you know about Luna",
)
NO_FORGETTING = (
    "remove the hat from Luna please",
    "don't forget Luna",
    "Vergiss nicht, dass ich Tusche mag",
    "не забудь про Луну",
    "ルナを忘れないで",
    "delete the cat",
    "draw a man who will forget everything",
    "the forget-me-not flowers bloom",
    "if you forget Luna, I will be sad",
    "",
)
SHARED = {
    "in this channel we never draw gore": "channel",
    "Rule: no gore here": "channel",
    "on this server we always draw red hats": "community",
    "auf diesem Server nur Schwarzweiß": "community",
    "en este canal siempre dibujamos en acuarela": "channel",
    "规则：不要画血": "channel",
    "everyone here must use pastel": "channel",
    "draw three cats in this channel": "user",
    "here is my cat, always hungry": "user",
    "we are three cats here": "user",
    "I always want ink": "user",
}


@pytest.mark.parametrize("text", ORDERS)
def test_an_order_to_keep_or_a_lasting_word_keeps(text: str) -> None:
    assert meaning_of(text).keeps


@pytest.mark.parametrize("text", NO_ORDERS)
def test_a_wish_a_question_and_another_persons_words_keep_nothing(text: str) -> None:
    assert not meaning_of(text).keeps


@pytest.mark.parametrize("text", FORGETTING)
def test_who_asks_to_forget_is_heard(text: str) -> None:
    assert meaning_of(text).forgets


@pytest.mark.parametrize("text", NO_FORGETTING)
def test_a_change_a_scene_a_condition_and_the_contrary_forget_nothing(text: str) -> None:
    assert not meaning_of(text).forgets


@pytest.mark.parametrize("text", SHARED)
def test_a_place_counts_where_something_is_set_for_it(text: str) -> None:
    assert meaning_of(text).scope == SHARED[text]


def test_everything_is_read_as_such() -> None:
    assert meaning_of("forget everything").forgotten == "everything"
    assert meaning_of("forget Luna, draw a cat").forgotten == "Luna"
