"""The languages that Atelier speaks, and which of them a platform's or a person's word for a language means. Pure."""

from collections.abc import Mapping

ENGLISH = "en"

NAMES: Mapping[str, str] = {
    "en": "English",
    "de": "Deutsch",
    "es": "español",
    "fr": "français",
    "pt_BR": "português",
    "it": "italiano",
    "nl": "Nederlands",
    "pl": "polski",
    "ru": "русский",
    "uk": "українська",
    "tr": "Türkçe",
    "ja": "日本語",
    "ko": "한국어",
    "zh_Hans": "简体中文",
    "zh_Hant": "繁體中文",
    "ar": "العربية",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
}
"""What each calls itself, by the name of its catalogue."""
RIGHT_TO_LEFT = frozenset({"ar"})
_ENGLISH_NAMES: Mapping[str, str] = {
    "english": "en", "german": "de", "spanish": "es", "french": "fr", "portuguese": "pt_BR", "italian": "it", "dutch": "nl",
    "polish": "pl", "russian": "ru", "ukrainian": "uk", "turkish": "tr", "japanese": "ja", "korean": "ko", "chinese": "zh_Hans",
    "traditional chinese": "zh_Hant",
    "中文": "zh_Hans", "arabic": "ar", "hindi": "hi", "indonesian": "id",
}  # fmt: skip
ENGLISH_NAMES: Mapping[str, str] = {
    code: name.capitalize() for name, code in reversed(_ENGLISH_NAMES.items()) if name.isascii()
}
"""What each is called in English, for models' prompts."""
_TRADITIONAL = frozenset({"tw", "hk", "mo", "hant"})
"""Regions and the script that mean traditional Chinese."""


def catalogue_name(tag: str | None) -> str:
    """The catalogue for a BCP 47 tag, in any spelling; "" for a language without one.

    >>> [catalogue_name(tag) for tag in ("de-AT", "pt", "es_419", "zh-TW", "zh-hans", "tlh", None)]
    ['de', 'pt_BR', 'es', 'zh_Hant', 'zh_Hans', '', '']
    """
    language, *others = (tag or "").strip().lower().replace("_", "-").split("-")
    if language == "zh":
        return "zh_Hant" if _TRADITIONAL.intersection(others) else "zh_Hans"
    if language == "pt":
        return "pt_BR"
    return language if language in NAMES else ""


def named_language(words: str) -> str:
    """The catalogue that a person names, by tag or by its name in itself or in English; "" where it is none."""
    plain = words.strip().casefold()
    own = {name.casefold(): code for code, name in NAMES.items()}
    return own.get(plain) or _ENGLISH_NAMES.get(plain) or (catalogue_name(plain) if len(plain) <= 12 else "")


def tag_of(name: str) -> str:
    """The BCP 47 tag of a catalogue, as browsers and screen readers want it."""
    return name.replace("_", "-")


def direction_of(name: str) -> str:
    """ "rtl" or "ltr", as HTML spells it."""
    return "rtl" if name in RIGHT_TO_LEFT else "ltr"
