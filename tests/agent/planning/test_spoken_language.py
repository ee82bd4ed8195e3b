"""Which language a reply is in: setting, words, what was written before, the app, the channel, English."""

from collections.abc import Iterator

import pytest

from agent.planning import spoken_language as rule
from agent.planning.spoken_language import reply_language, written_language
from agent.translation import catalogue


@pytest.fixture(autouse=True)
def every_language_is_spoken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    known = {"en", "de", "fr", "pl", "ru", "uk", "zh_Hans", "zh_Hant", "pt_BR", "ja"}
    monkeypatch.setattr(rule, "is_spoken", known.__contains__)
    yield
    catalogue.spoken.cache_clear()


@pytest.mark.parametrize(
    ("known", "spoken"),
    [
        ({}, "en"),
        ({"channel": "fr"}, "fr"),
        ({"platform": "de", "channel": "fr"}, "de"),
        ({"wrote": "pl", "platform": "de", "channel": "fr"}, "pl"),
        ({"written": "ru", "wrote": "pl", "platform": "de"}, "ru"),
        ({"planned": "pt-BR", "written": "", "wrote": "pl"}, "pt_BR"),
        ({"setting": "ja", "planned": "de", "written": "de", "platform": "de"}, "ja"),
        ({"written": "en", "platform": "de"}, "en"),  # an English sentence by a German
        ({"planned": "en", "written": "en", "platform": "de"}, "en"),
        ({"planned": "en", "written": "", "platform": "de"}, "de"),  # "🦊", "ok": nothing tells
        ({"planned": "en", "written": "de", "platform": "fr"}, "de"),
        ({"planned": "tlh", "platform": "de"}, "en"),  # no mixture of a model's Klingon and our German
        ({"setting": "tlh", "platform": "de"}, "en"),
        ({"planned": "zh", "written": "zh_Hant"}, "zh_Hant"),
        ({"planned": "zh", "platform": "zh_Hant"}, "zh_Hant"),
        ({"planned": "zh", "platform": "de"}, "zh_Hans"),
    ],
)
def test_the_first_that_is_known_and_spoken_counts(known: dict[str, str], spoken: str) -> None:
    assert reply_language(**known) == spoken


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Zeichne einen Fuchs im Schnee", "de"),
        ("dessine un renard dans la neige", "fr"),
        ("a fox in the snow", "en"),
        ("нарисуй лису в снегу", "ru"),
        ("намалюй лисицю в снігу", "uk"),
        ("画一只在雪地里的狐狸", "zh_Hans"),
        ("畫一隻在雪地裡的狐狸", "zh_Hant"),
        ("雪の中の狐を描いて", "ja"),
        ("🦊", ""),
        ("", ""),
        ("OK", ""),
    ],
)
def test_letters_and_small_words_tell_a_language(text: str, language: str) -> None:
    assert written_language(text) == language


def test_what_a_planner_takes_for_russian_is_ukrainian_by_its_letters_or_by_what_was_written_before() -> None:
    assert reply_language(planned="ru", written="uk") == "uk"
    assert reply_language(planned="ru", written="ru", wrote="uk") == "ru"
    assert reply_language(planned="ru", wrote="uk") == "uk"


def test_characters_that_both_scripts_share_tell_nothing() -> None:
    assert written_language("记住我喜欢水墨画风格，东西南北") == "zh_Hans"
    assert written_language("記住我喜歡水墨畫風格") == "zh_Hant"
