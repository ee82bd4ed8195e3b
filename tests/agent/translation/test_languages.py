"""Which catalogue a tag or a name means."""

import pytest

from agent.translation.languages import NAMES, catalogue_name, direction_of, named_language, tag_of


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("de", "de"), ("de-AT", "de"), ("DE_ch", "de"), ("pt", "pt_BR"), ("pt-PT", "pt_BR"), ("es-419", "es"), ("en-GB", "en"),
        ("zh", "zh_Hans"), ("zh-CN", "zh_Hans"), ("zh-SG", "zh_Hans"), ("zh-TW", "zh_Hant"), ("zh-hk", "zh_Hant"),
        ("zh-Hant-MO", "zh_Hant"), ("zh-hans", "zh_Hans"), ("", ""), (None, ""), ("x", ""), ("hu", ""), ("../de", ""),
    ],
)  # fmt: skip
def test_platforms_tags_find_their_catalogue(tag: str | None, name: str) -> None:
    assert catalogue_name(tag) == name


@pytest.mark.parametrize("name", NAMES)
def test_every_language_is_found_by_its_own_name_and_by_its_tag(name: str) -> None:
    assert named_language(NAMES[name].upper()) == name
    assert named_language(tag_of(name)) == name


def test_english_names_are_known_and_nonsense_is_not() -> None:
    assert [named_language(words) for words in (" German ", "chinese", "klingon", "", "please speak german")] == [
        "de", "zh_Hans", "", "", "",
    ]  # fmt: skip


def test_arabic_runs_from_right_to_left() -> None:
    assert (direction_of("ar"), direction_of("de")) == ("rtl", "ltr")
