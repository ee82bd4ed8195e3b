"""Which language a reply is in: setting, words, what was written before, the app, the channel, English."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.planning import spoken_language as rule
from agent.planning.spoken_language import reply_language
from agent.translation.languages import NAMES
from agent.translation.written_language import Tell, tell_of

MESSAGES = Path(__file__).with_name("reply_languages.toml")
"""The table of what people write and the language they get."""


@pytest.fixture(autouse=True)
def every_language_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule, "is_spoken", NAMES.__contains__)


def messages() -> Iterator[tuple[dict[str, str], str]]:
    for group in tomllib.loads(MESSAGES.read_text(encoding="utf-8"))["given"]:
        yield from ((row, group["kind"]) for row in group["messages"])


@pytest.mark.parametrize(("row", "kind"), [*messages()])
def test_a_message_is_answered_in_the_language_of_the_table(row: dict[str, str], kind: str) -> None:
    spoken = reply_language(
        written=tell_of(row["says"]),
        planned=row.get("guess", ""),
        wrote=row.get("before", ""),
        platform=row.get("app", ""),
    )

    assert spoken == (row["is"] or "en"), kind


@pytest.mark.parametrize(
    ("known", "spoken"),
    [
        ({}, "en"),
        ({"channel": "fr"}, "fr"),
        ({"platform": "de", "channel": "fr"}, "de"),
        ({"wrote": "pl", "platform": "de", "channel": "fr"}, "pl"),
        ({"written": "нарисуй мышь", "wrote": "pl", "platform": "de"}, "ru"),
        ({"planned": "pt-BR", "written": "aquarela azul bem bonita", "wrote": "pl"}, "pt_BR"),
        ({"setting": "ja", "planned": "de", "written": "zeichne das für mich", "platform": "de"}, "ja"),
        ({"written": "draw the fox on the moon", "platform": "de"}, "en"),  # an English sentence by a German
        ({"planned": "en", "written": "draw the fox on the moon", "platform": "de"}, "en"),
        ({"planned": "en", "written": "🦊", "platform": "de"}, "de"),
        ({"planned": "en", "written": "zeichne mir das", "platform": "fr"}, "de"),
        (
            {"planned": "tlh", "written": "jIHvaD HIvje' yIcha' DaH", "platform": "de"},
            "en",
        ),  # no mixture of Klingon and German
        ({"planned": "tlh", "written": "Qapla'", "platform": "de"}, "de"),
        ({"setting": "tlh", "platform": "de"}, "en"),
        ({"planned": "zh", "written": "畫貓"}, "zh_Hant"),
        ({"planned": "zh", "written": "猫", "platform": "zh_Hant"}, "zh_Hant"),
        ({"planned": "zh", "written": "猫", "platform": "de"}, "zh_Hans"),
    ],
)
def test_the_first_that_is_known_and_spoken_counts(known: dict[str, str], spoken: str) -> None:
    written = tell_of(known.pop("written", ""))

    assert reply_language(written=written, **known) == spoken


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
        ("记住我喜欢水墨画风格，东西南北", "zh_Hans"),
        ("記住我喜歡水墨畫風格", "zh_Hant"),
        ("Tokyoの夜景", "ja"),
        ("write こんにちは on the big sign", "en"),
    ],
)
def test_letters_and_small_words_tell_a_language_surely(text: str, language: str) -> None:
    told = tell_of(text)

    assert (told.likeliest, told.is_sure) == (language, True)


@pytest.mark.parametrize("text", ["🦊", "", "OK", "16:9", "یک گربه بکش", "нацртај мачку ђака"])
def test_what_tells_nothing(text: str) -> None:
    assert tell_of(text).languages == ()


def test_what_was_written_before_decides_between_languages_of_one_script() -> None:
    told = tell_of("намалюй")

    assert told == Tell(languages=("ru", "uk"), is_sure=True, words=1)
    assert reply_language(planned="ru", written=told, wrote="uk") == "uk"
    assert reply_language(planned="uk", written=told, wrote="de") == "uk"
