"""Emoji in a message: those that stand for things become words, the rest is decoration."""

import re

from emoji import EMOJI_DATA, emoji_list

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from agent.text.words import tokenise

BEFORE_CHARS = 30
"""How far back an emoji looks for the words that lead to it."""
_DECORATION = re.compile(
    "[\U0001f44a-\U0001f450\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a\u2728\u2764\U0001f493-\U0001f49f"
    "\U0001f389\U0001f38a\U0001f525\U0001f4a5\U0001f4af\u2705\u270c\u270b\u2757\u2753\u2b50]"
)
"""Faces, hands, hearts, sparkles: in the company of words they mean a mood."""


def in_words(text: str, language: str, *, moods: bool = False) -> str:
    """The text with its emoji in words: "🐱 in a 🚀" -> "cat in a rocket". `moods`: faces and hearts too, where they are all there
    is."""
    found = emoji_list(text)
    if not found:
        return text
    has_words = re.search(r"\w", text) is not None
    if not has_words and not moods and all(_DECORATION.search(str(one["emoji"])) for one in found):
        return ""
    said = {one.value for one in grammar.things().all(tokenise(text))}
    pieces: list[str] = []
    position = 0
    for one in found:
        start, end, char = int(one["match_start"]), int(one["match_end"]), str(one["emoji"])
        pieces.append(text[position:start])
        mood = has_words and (
            _is_mere_mood(char, said)
            or (said and not _awaits_noun(text[max(0, start - BEFORE_CHARS) : start], language))
        )
        name = "" if mood else _name(char, language)
        pieces.append(f" {name} " if has_words else f"{name}, " if name else " ")
        position = end
    return " ".join("".join([*pieces, text[position:]]).split()).strip(" ,")


def _awaits_noun(before: str, language: str) -> bool:
    """ "in a 🚀": the words before want a thing after them."""
    line = Line(before, language)
    return line.is_own_word(line.size - 1, "determiner", "place_preposition", "joiner", "of", "draw")


def _is_mere_mood(char: str, said: set[str]) -> bool:
    """Decoration, or a second mention of what the words name."""
    bare = char.replace("\ufe0f", "")
    return _DECORATION.search(char) is not None or any(bare == one.replace("\ufe0f", "") for one in said)


def _name(char: str, language: str) -> str:
    row = EMOJI_DATA.get(char, {})
    named = str(row.get(language) or row.get("en") or "")
    return named.strip(":").replace("_", " ").removesuffix(" face")
