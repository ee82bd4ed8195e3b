"""What a character's description becomes when something is told anew."""

import pytest

from agent.learning.character_looks import worked_in

ELF = "elf with silver hair and a green cloak"


@pytest.mark.parametrize(
    ("old", "new", "changed", "added"),
    [
        (ELF, "has red hair now", "elf with red hair and a green cloak", ""),
        ("silver-haired elf with a cloak", "has red hair", "red-haired elf with a cloak", ""),
        ("silver-haired elf with a cloak", "has long red hair", "elf with a cloak", "has long red hair"),
        ("blue-eyed cat", "has green eyes now", "green-eyed cat", ""),
        ("ginger cat", "grey cat", "grey cat", ""),
        ("brown dog with a red collar", "black, not brown", "black dog with a red collar", ""),
        ("ein weißer Pudel", "Dackel, not Pudel", "ein weißer Dackel", ""),
        ("a tabby", "grey, not brown", "a tabby", "grey"),
        ("ginger cat; has a red collar", "has a blue collar with a bell", "ginger cat; has a blue collar with a bell", ""),
        ("black cat with one ear", "has two ears", "black cat with two ears", ""),
        (ELF, "has red hair and wears a hat", "elf with red hair and a green cloak", "wears a hat"),
        ("brown dog with a collar", "is 5 years old", "brown dog with a collar", "is 5 years old"),
    ],
)  # fmt: skip
def test_what_is_told_otherwise_takes_its_place(old: str, new: str, changed: str, added: str) -> None:
    assert worked_in(old, new) == (changed, added)


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        (ELF, "no longer wears a cloak", "elf with silver hair"),
        (ELF, "doesn't have silver hair any more", "elf with a green cloak"),
        ("dog, brown dachshund with a red scarf", "doesn't wear a scarf any more", "dog, brown dachshund"),
        ("elf; has red hair; wears glasses", "lost her glasses", "elf; has red hair"),
        (
            "elf with silver hair, green eyes and a cloak",
            "has no green eyes or cloak",
            "elf with silver hair",
        ),
    ],
)
def test_what_is_no_longer_so_is_taken_out(old: str, new: str, left: str) -> None:
    assert worked_in(old, new) == (left, "")


@pytest.mark.parametrize(
    "new",
    [
        "has a white paw too", "never wears shoes", "doesn't like rain", "wears another scarf", "tiene un sombrero", "has a cat",
    ],
)  # fmt: skip
def test_all_else_is_added(new: str) -> None:
    old = "cat with a black paw and a red scarf"

    assert worked_in(old, new) == (old, new)


def test_what_somebody_is_never_goes() -> None:
    assert worked_in("dog", "doesn't have a dog") == ("dog", "doesn't have a dog")
    assert worked_in("dog", "") == ("dog", "")
