"""What a reaction to a picture says: the signs that people everywhere mean alike, and no others."""

import unicodedata
from typing import Literal

Sign = Literal["like", "delete"]
_CROSSES = ("CROSS MARK", "HEAVY MULTIPLICATION X", "BROKEN HEART")
"""Telegram offers no cross among its reactions; the broken heart stands for one."""


def sign_of(emoji: str) -> Sign | None:
    """Any heart, in any colour or in somebody's eyes, likes; a cross, or a broken heart, takes away. By the characters' names in Unicode.

    >>> [sign_of(emoji) for emoji in ("\u2764\ufe0f", "\U0001f60d", "\u274c", "\U0001f494", "\U0001f44e")]
    ['like', 'like', 'delete', 'delete', None]
    """
    names = [unicodedata.name(character, "") for character in emoji]
    if any(cross in name for name in names for cross in _CROSSES):
        return "delete"
    return "like" if any("HEART" in name for name in names) else None
