"""Text to tokens: words, runs of Chinese characters cut by what is known, emoji, breaks."""

import re
from collections.abc import Callable

from adapters.builtin.language.lexicon import normalised

TEXT_CHARS_MAX = 1_500
"""Longer descriptions are cut: a picture cannot hold more."""
BREAK = ","
_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(
    rf"[{_HAN}]+|[^\W_](?:[^\W_]|[’'\-](?=[^\W_]))*(?<![{_HAN}])|[,.;:!?()\n、。，；！？：—–]"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?(?:\u200d[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)*"
)
_HAN_RUN = re.compile(rf"^[{_HAN}]+$")
_HAN_WORD_MAX = 6
_PICTURES = 0x2600
"""Code points from here on may be emoji."""


def tokens_of(text: str, known: Callable[[str], bool]) -> list[str]:
    """Normalised tokens; punctuation becomes BREAK. `known` cuts Chinese and Japanese, which put no spaces."""
    found: list[str] = []
    for piece in _TOKEN.findall(normalised(text[:TEXT_CHARS_MAX])):
        if _HAN_RUN.match(piece):
            found += _cut(piece, known)
        elif (
            len(piece) == 1 and not piece.isalnum() and (ord(piece) < _PICTURES or piece in "、。，；！？：")
        ):
            found.append(BREAK)
        elif "-" in piece and not known(piece):
            found += [part for part in piece.split("-") if part]
        else:
            found.append(piece)
    return found


def _cut(run: str, known: Callable[[str], bool]) -> list[str]:
    """Longest known words first, the rest in one piece each."""
    found: list[str] = []
    rest = ""
    at = 0
    while at < len(run):
        size = next((n for n in range(_HAN_WORD_MAX, 0, -1) if known(run[at : at + n])), 0)
        if not size:
            rest += run[at]
            at += 1
            continue
        if rest:
            found.append(rest)
            rest = ""
        found.append(run[at : at + size])
        at += size
    return [*found, rest] if rest else found


def is_han(token: str) -> bool:
    return bool(_HAN_RUN.match(token))


def joined(tokens: list[str]) -> str:
    """As the author wrote it, more or less."""
    return ("" if tokens and all(is_han(token) for token in tokens) else " ").join(tokens)
