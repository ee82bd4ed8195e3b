"""What every reader of statements holds to."""

import pytest

from agent.ports import StatementReader


class StatementReaderContract:
    """Subclasses give the `reader`."""

    def test_somebody_described_is_a_character(self, reader: StatementReader) -> None:
        (found,) = reader.statements("Luna is silver-haired")

        assert (found.kind, found.name, found.text) == ("character", "Luna", "silver-haired")
        assert found.explicit

    def test_what_is_nothing_else_is_a_fact_in_the_authors_words(self, reader: StatementReader) -> None:
        (found,) = reader.statements("the raid starts at nine")

        assert (found.kind, found.text) == ("fact", "the raid starts at nine")

    def test_a_picture_shows_somebody(self, reader: StatementReader) -> None:
        (found,) = reader.statements("this is Rex", image="photo", seen="a brown dog")

        assert (found.kind, found.name, found.text, found.image) == (
            "character",
            "Rex",
            "a brown dog",
            "photo",
        )

    @pytest.mark.parametrize("text", ["", "   ", "...", "?!"])
    def test_without_a_word_there_is_no_statement(self, reader: StatementReader, text: str) -> None:
        assert tuple(reader.statements(text)) == ()

    @pytest.mark.parametrize("text", ["(" * 500, "a" * 20_000, "\0 \ud800 x", "Luna is", "是", "remember"])
    def test_any_words_are_read(self, reader: StatementReader, text: str) -> None:
        for statement in reader.statements(text):
            assert statement.text

    @pytest.mark.parametrize("text", ["", "   ", "(" * 500, "a" * 20_000, "\0 \ud800 x", "is", "draw a fox"])
    def test_in_doubt_a_text_means_nothing_for_memory(self, reader: StatementReader, text: str) -> None:
        meaning = reader.meaning(text)

        assert (meaning.keeps, meaning.forgets, meaning.scope) == (False, False, "user")

    def test_who_says_so_has_it_forgotten_or_kept(self, reader: StatementReader) -> None:
        assert reader.meaning("forget Luna").forgets
        assert reader.meaning("forget Luna").forgotten.casefold() == "luna"
        assert reader.meaning("remember that I like ink").keeps
        assert reader.meaning("remember: in this channel only ink").scope == "channel"
