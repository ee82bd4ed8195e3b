"""The look-up: the language at hand, plurals, what happens to a text or a language that is not there."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.translation import catalogue as shelf
from agent.translation.catalogue import N_, _, language, ngettext, pgettext, speak, speaking

POLISH = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

#: a.py
msgid "Forgotten."
msgstr "Zapomniane."

msgid "Hello {name}, bye {name}."
msgstr "Pa {name}, cześć {name}."

msgid "{n} picture of {name}"
msgid_plural "{n} pictures of {name}"
msgstr[0] "{n} obraz: {name}"
msgstr[1] "{n} obrazy: {name}"
msgstr[2] "{n} obrazów: {name}"

msgctxt "a tap"
msgid "Open"
msgstr "Otwórz"

msgid "A broken {one}."
msgstr "Zepsuty {inny}."

#, fuzzy
msgid "A guess."
msgstr "Zgadywanka."

msgid "Two "
"lines."
msgstr ""
"Dwie \\"linie\\"\\n"
"tu."

#~ msgid "gone"
#~ msgstr "nie ma"
"""


@pytest.fixture(autouse=True)
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "pl.po").write_text(POLISH, encoding="utf-8")
    (tmp_path / "it.po").write_text('msgid "Forgotten."\nmsgstr 12\n', encoding="utf-8")
    monkeypatch.setattr(shelf, "LOCALE", tmp_path)
    shelf.catalogue.cache_clear()
    shelf.spoken.cache_clear()
    yield
    shelf.catalogue.cache_clear()
    shelf.spoken.cache_clear()


def test_a_text_is_said_in_the_language_at_hand_and_in_english_afterwards() -> None:
    with speaking("pl"):
        assert _("Forgotten.") == "Zapomniane."
        assert _("Hello {name}, bye {name}.", name="{Ana}") == "Pa {Ana}, cześć {Ana}."
        assert _("Two lines.") == 'Dwie "linie"\ntu.'

    assert _("Forgotten.") == "Forgotten."


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 obraz: x"), (2, "2 obrazy: x"), (5, "5 obrazów: x"), (22, "22 obrazy: x")]
)
def test_a_count_has_the_form_of_its_language(number: int, said: str) -> None:
    with speaking("pl"):
        assert ngettext("{n} picture of {name}", "{n} pictures of {name}", number, name="x") == said


def test_a_word_of_several_meanings_is_told_apart_by_its_context() -> None:
    with speaking("pl"):
        assert (pgettext("a tap", "Open"), pgettext("a door", "Open"), _("Open")) == (
            "Otwórz",
            "Open",
            "Open",
        )


def test_a_constant_is_marked_where_it_stands_and_said_later() -> None:
    constant = N_("Forgotten.")
    with speaking("pl"):
        assert (constant, _(constant)) == ("Forgotten.", "Zapomniane.")


@pytest.mark.parametrize("name", ["tlh", "de", "../pl", ""])
def test_an_unknown_language_is_english(name: str) -> None:
    with speaking(name):
        assert _("Forgotten.") == "Forgotten."
        assert ngettext("{n} hat", "{n} hats", 2) == "2 hats"


def test_a_missing_text_a_guess_and_nothing_are_english() -> None:
    with speaking("pl"):
        assert (_("Never heard."), _("A guess."), _("")) == ("Never heard.", "A guess.", "")
        assert ngettext("{n} hat", "{n} hats", 1) == "1 hat"


def test_a_translation_with_a_strange_placeholder_costs_no_turn() -> None:
    with speaking("pl"):
        assert _("A broken {one}.", one="cup") == "A broken cup."


def test_a_file_that_cannot_be_read_is_english_and_said_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with speaking("it"):
        assert _("Forgotten.") == "Forgotten."
    assert "catalogue cannot be read" in caplog.text


async def test_turns_that_run_side_by_side_do_not_hear_each_other() -> None:
    async def turn(name: str) -> tuple[str, str]:
        with speaking("en"):
            speak(name)
            await asyncio.sleep(0)
            inside = await asyncio.create_task(_later())
            return inside, language()

    assert await asyncio.gather(turn("pl"), turn("de"), turn("")) == [
        ("Zapomniane.", "pl"),
        ("Forgotten.", "de"),
        ("Forgotten.", "en"),
    ]
    assert language() == "en"


async def _later() -> str:
    await asyncio.sleep(0)
    return _("Forgotten.")
