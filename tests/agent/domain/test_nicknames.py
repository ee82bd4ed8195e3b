"""Further names in what people say of a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.nicknames import ALIASES_MAX, listed_aliases, split_aliases


@pytest.mark.parametrize(
    ("said", "left", "names"),
    [
        ("also called Moony", "", ("Moony",)),
        ("an elf, also called Moony or Moonchild, in green", "an elf, in green", ("Moony", "Moonchild")),
        ("a brown dog; aka Rexy", "a brown dog", ("Rexy",)),
        ("an elf nicknamed moony who hates rain", "an elf who hates rain", ("moony",)),
        ("an elf, also called Moony, wears a cloak", "an elf, wears a cloak", ("Moony",)),
        (
            "a knight known as The Red Baron and has a sword",
            "a knight and has a sword",
            ("The Red Baron",),
        ),
        ("eine Elfe, wird auch Moony genannt", "eine Elfe", ("Moony",)),
        ("auch Moony oder Mond genannt, mit Mantel", "mit Mantel", ("Moony", "Mond")),
        ("una elfa, también llamada Moony", "una elfa", ("Moony",)),
        ("un chat, surnommé Minou", "un chat", ("Minou",)),
        ("银发精灵，也叫小月", "银发精灵", ("小月",)),
        ("a spy also known as 'Nine'", "a spy", ("Nine",)),
    ],
)
def test_a_further_name_is_no_description(said: str, left: str, names: tuple[str, ...]) -> None:
    assert split_aliases(said) == (left, names)


@pytest.mark.parametrize(
    "said",
    ["a cat called to dinner", "the alias of a spy", "known as a great cook", "also called a hero", "an elf"],
)
def test_a_description_stays_one(said: str) -> None:
    assert split_aliases(said) == (said, ())


def test_names_are_listed_with_commas_or_words() -> None:
    assert listed_aliases("Moony, the Elf and Moonchild,") == ("Moony", "the Elf", "Moonchild")


@given(st.text(max_size=80), st.sampled_from(["also called ", "aka ", "alias ", "也叫"]))
def test_any_text_can_be_looked_through(text: str, mark: str) -> None:
    left, names = split_aliases(f"{text} {mark}{text}")

    assert len(names) <= ALIASES_MAX
    assert all(name.strip() for name in names)
    assert len(left) <= 2 * len(text) + 20
