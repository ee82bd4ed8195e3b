"""The passages of found pages that a model is given to read."""

from agent.grounding.passages import PASSAGE_CHARS, chosen_passages

NAVIGATION = "\n".join(
    f"Menu entry {number}: offers, news and everything else of our shop." for number in range(200)
)
FACT = "The tower of Ulm Minster is 161.53 metres high, which made it the tallest church until 2025."
QUERY = "Ulm Minster height"


def test_the_fact_is_found_behind_a_long_beginning() -> None:
    text = chosen_passages(QUERY, [f"{NAVIGATION}\n\nHistory\n{FACT}\n{NAVIGATION}"], [], chars=2_000)

    assert FACT in text
    assert len(text) <= 2_000


def test_a_long_page_does_not_push_the_snippets_out() -> None:
    page = " ".join(f"Ulm Minster, visit number {number}." for number in range(500))

    text = chosen_passages(QUERY, [page], ["Ulm Minster\n161.53 m", "Ulm Minster\n161.53 m"], chars=1_000)

    assert text.startswith("Ulm Minster\n161.53 m\n\n")
    assert text.count("161.53 m") == 1
    assert 1_000 - 2 * PASSAGE_CHARS < len(text) <= 1_000


def test_the_second_page_is_heard_where_it_says_more() -> None:
    text = chosen_passages(QUERY, [NAVIGATION, f"Welcome. {FACT}"], [], chars=400)

    assert FACT in text


def test_passages_stand_in_the_order_of_their_page() -> None:
    first = "Ulm has a minster. " + "It is old. " * 30
    second = "Its height is 161 metres, the minster of Ulm says. " + "It is gothic. " * 30

    text = chosen_passages(QUERY, [f"{first}\n{second}"], [], chars=1_000)

    assert text.index("has a minster") < text.index("161 metres")


def test_a_page_without_a_word_of_the_query_is_read_from_its_beginning() -> None:
    text = chosen_passages("ウルム大聖堂", [f"Minster of a town. {NAVIGATION}"], [], chars=500)

    assert text.startswith("Minster of a town.")
    assert len(text) <= 500


def test_characters_that_stand_for_words_are_found_without_blanks() -> None:
    page = (
        "。".join(["这里有很多别的内容和广告"] * 90)
        + "。乌尔姆大教堂高161米。"
        + "。".join(["更多内容和广告"] * 90)
    )

    assert "161米" in chosen_passages("乌尔姆大教堂 高度", [page], [], chars=700)


def test_nothing_found_is_nothing_to_read() -> None:
    assert chosen_passages(QUERY, ["", "  \n "], [], chars=500) == ""


def test_a_page_without_the_end_of_a_sentence_is_cut_between_words() -> None:
    page = f"{'more and more ' * 300} the minster of ulm is 161 metres high {'and so on ' * 300}"

    text = chosen_passages(QUERY, [page], [], chars=900)

    assert "161 metres" in text
    assert len(text) <= PASSAGE_CHARS
