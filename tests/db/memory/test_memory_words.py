"""The pure rules of memory: words, times, slots, likeness."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.memory.preference_slots import slot_of
from db.memory.recall.periods import periods_in
from db.memory.similarity import same, takes_back, wording
from db.memory.terms import all_terms, language_of, words

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


# --- words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("acuarelas", "una acuarela para mi perro"), ("café", "the cafe by the river"), ("foxes", "a fox"),
        ("Luna's cloak", "luna"), ("l'elfe", "une elfe dans la forêt"), ("猫", "我的猫喜欢睡觉"), ("3rd", "the 3 bears"),
    ],
)  # fmt: skip
def test_a_word_is_found_in_its_other_forms(one: str, other: str) -> None:
    assert set(all_terms(one)) & set(all_terms(other))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("a fox in the forest", "en"), ("un zorro en el bosque con mi perro", "es"), ("ein Fuchs im Wald und mein Hund", "de"),
        ("un renard dans la forêt avec mon chien", "fr"), ("uma raposa na floresta com o meu cão", "pt"), ("", "en"),
        ("лиса в лесу", "ru"),
    ],
)  # fmt: skip
def test_the_language_is_told_by_its_empty_words(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.text(max_size=200))
def test_any_text_has_words(text: str) -> None:
    assert all(word == word.casefold() for word in words(text))
    all_terms(text)


# --- times -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("yesterday", (2026, 11, 24), (2026, 11, 24)), ("ayer", (2026, 11, 24), (2026, 11, 24)),
        ("on 3 May 2022", (2022, 5, 3), (2022, 5, 3)), ("am 3. Mai", (2026, 5, 3), (2026, 5, 3)),
        ("December 24th", (2025, 12, 24), (2025, 12, 24)), ("in June 2023", (2023, 6, 1), (2023, 6, 30)),
        ("in 2021", (2021, 1, 1), (2021, 12, 31)), ("2024-02-29", (2024, 2, 29), (2024, 2, 29)),
        ("two weeks ago", (2026, 11, 8), (2026, 11, 14)),
    ],
)  # fmt: skip
def test_a_time_is_read(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    period = periods_in(text, now=NOW)[0]

    assert (period.start.year, period.start.month, period.start.day) == first
    assert (period.end - timedelta(days=1)).date() == datetime(*last, tzinfo=UTC).date()


@pytest.mark.parametrize("text", ["", "may I have a fox", "99999 May", "route 66", "4:30 pm"])
def test_what_is_no_time_is_not_read_as_one(text: str) -> None:
    assert not periods_in(text, now=NOW)


@given(st.text(max_size=100))
def test_any_text_may_be_looked_through_for_times(text: str) -> None:
    assert all(period.start < period.end for period in periods_in(text, now=NOW))


# --- slots and likeness ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("prefers watercolour", "style"), ("always in black and white", "palette"), ("16:9 please", "format"),
        ("square for avatars", "format (avatar)"), ("avatars are square", "format (avatar)"), ("no night scenes", ""),
        ("likes cats", ""),
    ],
)  # fmt: skip
def test_a_preference_has_its_slot(text: str, slot: str) -> None:
    assert slot_of(text, wording(text)) == slot


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("likes cats", "I love cats", True), ("has a dog called Rex", "has a dog called Bella", False),
        ("likes cats", "no longer likes cats", False), ("lives in Lisbon", "was born in Lisbon", False),
    ],
)  # fmt: skip
def test_two_wordings_of_one_thing_are_the_same(one: str, other: str, expected: bool) -> None:
    assert same(wording(one), wording(other), 0.95) is expected


def test_what_is_far_by_vector_is_not_the_same_whatever_the_words() -> None:
    assert not same(wording("has a bank"), wording("has a bank"), 0.5)


def test_the_opposite_takes_back() -> None:
    assert takes_back(wording("no longer likes cats"), wording("likes cats"))
    assert takes_back(wording("likes cats"), wording("hates cats"))
    assert not takes_back(wording("no longer likes cats"), wording("likes dogs"))
