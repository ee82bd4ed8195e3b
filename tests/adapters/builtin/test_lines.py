"""A text as its words and the known phrases among them: every reader of the planner looks with these."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.builtin.language.lines import Line, says_name


def test_pieces_are_written_as_the_author_wrote_them() -> None:
    line = Line("Two  Cats, and a Dog!", "en")
    assert line.said(0, 2) == "Two  Cats"
    assert (line.until(2), line.since(2)) == ("Two  Cats, ", "and a Dog!")
    assert (line.upto(2), line.behind(2)) == ("Two  Cats", ", and a Dog!")
    assert line.gap(2) == ", "
    assert (line.gap(0), line.gap(9)) == ("", "")


def test_beyond_the_ends_there_is_nothing() -> None:
    line = Line("a cat", "en")
    assert (line.norm(-1), line.norm(2)) == ("", "")
    assert (line.since(2), line.until(2), line.upto(0), line.behind(0)) == ("", "a cat", "", "a cat")
    assert line.at(2, "determiner") is None
    assert not line.is_word(-1, "determiner")


@pytest.mark.parametrize(
    ("text", "language", "rest"),
    [
        ("the old dog", "en", "old dog"),
        ("the", "en", "the"),  # of nothing else the last is left
        ("el perro", "es", "perro"),
        ("the perro", "es", "perro"),  # English is mixed in everywhere
        ("un chat", "fr", "chat"),
    ],
)
def test_what_leads_in_is_taken_off(text: str, language: str, rest: str) -> None:
    assert Line(text, language).without_lead("determiner") == rest


def test_the_language_alone_knows_no_english() -> None:
    line = Line("without perro", "es")
    assert line.at(0, "without") is not None
    assert line.own(0, "without") is None


def test_what_closes_a_text_is_taken_off_and_never_all_of_it() -> None:
    assert Line("a cat please, thanks", "en").without_end("closing") == "a cat"
    assert Line("thanks", "en").without_end("closing") == "thanks"


def test_what_follows_a_phrase_is_nothing_where_it_stands_alone() -> None:
    assert Line("without clouds", "en").after("without") == "clouds"
    assert Line("without", "en").after("without") == ""
    assert Line("clouds", "en").after("without") == ""


@given(st.text(max_size=60), st.sampled_from(["en", "de", "zh", "tr", "ar"]), st.integers(0, 12))
def test_nothing_of_a_text_is_lost_between_its_pieces(text: str, language: str, position: int) -> None:
    line = Line(text, language)
    within = min(position, line.size)
    assert line.until(within) + line.since(within) == text
    assert line.upto(within) + line.behind(within) == text


@given(st.text(max_size=60), st.sampled_from(["en", "de", "zh", "tr", "ar"]))
def test_peeling_leaves_a_word_where_there_is_one(text: str, language: str) -> None:
    line = Line(text, language)
    for rest in (line.without_lead("determiner", "polite"), line.without_end("closing", "polite")):
        assert rest in text
        assert bool(Line(rest, language).size) == bool(line.size)


@pytest.mark.parametrize(("text", "named"), [("Pip's hat", True), ("Pipが好き", True), ("Pippa", False)])
def test_a_name_is_known_whatever_script_is_around_it(text: str, named: bool) -> None:
    assert says_name(text, "Pip") is named
