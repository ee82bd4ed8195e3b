"""How words are found in an outcome."""

import pytest

from benchmarks.context.patterns import found, number_pattern, same_words


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("fox", "Two FOXES asleep"),
        ("zorro|fox", "un zorro"),
        ("silver-haired", "a silver haired elf"),
        ("arbol", "un árbol"),
        ("jez*", "narysuj jeża"),
        ("kirmizi", "kırmızı tren"),
        ("strasse", "eine Straße"),
        ("狐", "赤い狐の絵"),
        ("книг", "читает книгу"),
        ("black and white", "in black-and-white"),
        ("16", "16:9"),
    ],
)
def test_one_alternative_is_enough(pattern: str, text: str) -> None:
    assert found(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("cat", "a cathedral"),
        ("fox", "outfox"),
        ("shorts", "short hair"),
        ("5", "15 apples"),
        ("jez", "jezioro"),
        ("", "x"),
    ],
)
def test_it_is_not_found_inside_another_word(pattern: str, text: str) -> None:
    assert not found(pattern, text)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (5, "5 apples"),
        (5, "fünf Äpfel"),
        (3, "три кота"),
        (12, "a dozen eggs"),
        (4, "四只猫"),
        (40, "40 bees"),
    ],
)
def test_a_number_is_found_in_figures_and_words(number: int, text: str) -> None:
    assert found(number_pattern(number), text)


def test_printed_words_are_the_same_but_for_case_and_outer_stops() -> None:
    assert same_words("Open late", "“OPEN LATE!”")
    assert same_words("Ja, bitte|Ja bitte", "ja bitte")
    assert not same_words("Open late", "open late on Fridays")
    assert not same_words("Open late", "")
