"""What a browser wishes, and the page's texts in that language."""

from pathlib import Path

import pytest

from adapters.web import browser_language
from adapters.web.api import texts
from adapters.web.browser_language import wished_language
from agent.translation import catalogue

CATALOGUE = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

#: adapters/web/static/memory.js
msgid "{n} thing"
msgid_plural "{n} things"
msgstr[0] "{n} вещь"
msgstr[1] "{n} вещи"
msgstr[2] "{n} вещей"

#: agent/loop.py adapters/web/static/forms.js
msgid "Cancel"
msgstr "Отмена"

#: agent/loop.py
msgid "Forgotten."
msgstr "Забыто."

#, fuzzy
#: adapters/web/static/forms.js
msgid "Send"
msgstr "?"
"""


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"), ("en;q=0.2,fr;q=0.7", "fr"), ("tlh, de;q=0.1", "de"), ("*", ""), ("", ""),
        ("de;q=x", ""), ("tlh", ""), (",,;;", ""), ("de" * 900, ""),
    ],
)  # fmt: skip
def test_a_browsers_wishes_are_weighed(header: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_language, "is_spoken", {"en", "de", "fr"}.__contains__)

    assert wished_language(header) == name


def test_the_page_gets_what_its_scripts_say_and_which_form_each_number_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ru.po").write_text(CATALOGUE, encoding="utf-8")
    for module in (catalogue, texts):
        monkeypatch.setattr(module, "LOCALE", tmp_path)
    for cached in (
        catalogue.spoken,
        catalogue.catalogue,
        texts.page_texts,
        texts.plural_forms,
        texts._entries,
    ):
        cached.cache_clear()
    try:
        assert texts.page_texts("ru") == {
            "{n} thing": ["{n} вещь", "{n} вещи", "{n} вещей"],
            "Cancel": ["Отмена"],
        }
        forms = texts.plural_forms("ru")
        assert [forms[number] for number in (1, 2, 5, 11, 21, 101, 112, 122)] == [0, 1, 2, 2, 0, 0, 2, 1]
        assert texts.page_texts("en") == {}
    finally:
        for cached in (
            catalogue.spoken,
            catalogue.catalogue,
            texts.page_texts,
            texts.plural_forms,
            texts._entries,
        ):
            cached.cache_clear()
