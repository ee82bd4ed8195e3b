"""In which language a reply is: one rule for every platform (docs/decisions/0016). Pure."""

from agent.text.languages import told_language
from agent.text.words import tokenise
from agent.translation.catalogue import is_spoken
from agent.translation.languages import ENGLISH, catalogue_name

_TRADITIONAL = frozenset(
    "畫圖貓請記憶這個們來為說麼歡愛紅藍綠雲樹鳥魚龍車門開關東學點給讓還沒對時後會過樣種間現"
)
"""Characters that simplified Chinese writes otherwise, of those that are common in requests."""
_UKRAINIAN = frozenset("іїєґІЇЄҐ")


def reply_language(
    *,
    setting: str = "",
    planned: str = "",
    written: str = "",
    wrote: str = "",
    platform: str = "",
    channel: str = "",
) -> str:
    """The catalogue to speak from, the first of these that is known and spoken:

    setting   what the person chose
    planned   the language of the message, as its planner read it (BCP 47); English counts only where the message tells of it
    written   the language of the message, as its letters and small words tell
    wrote     the language they wrote in before
    platform  what their app says
    channel   what the channel's moderators chose
    """
    if setting:
        return _spoken(setting)
    if planned and (planned != ENGLISH or written in ("", ENGLISH)) and (planned != ENGLISH or written):
        return _spoken(_variant(catalogue_name(planned), written, wrote, platform))
    return next((_spoken(name) for name in (written, wrote, platform, channel) if name), ENGLISH)


def written_language(text: str) -> str:
    """The catalogue of the language that a text's letters and small words tell; "" where nothing tells."""
    language = told_language([token.norm for token in tokenise(text)])
    if language == "zh":
        return "zh_Hant" if _TRADITIONAL.intersection(text) else "zh_Hans"
    if language == "ru" and _UKRAINIAN.intersection(text):
        return "uk"
    return catalogue_name(language)


_FAMILIES = (frozenset({"zh_Hans", "zh_Hant"}), frozenset({"ru", "uk"}))
"""Catalogues between which a planner may not tell, for it goes by the script."""


def _variant(name: str, *known: str) -> str:
    """Which of a family it is, the letters, what they wrote before or the person's app say."""
    family = next((family for family in _FAMILIES if name in family), frozenset[str]())
    return next((one for one in known if one in family), name)


def _spoken(name: str) -> str:
    return name if is_spoken(name) else ENGLISH
