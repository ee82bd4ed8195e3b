"""Picture formats: a person's word for one, its ratio, and its size in pixels."""

import re
from math import sqrt

from agent.limits import IMAGE_SIDE_MAX

AREA_PIXELS = 1024 * 1024
"""Pictures of every ratio hold about this many pixels, what image models are trained on."""
STEP_PIXELS = 16
"""Sides are multiples of this (image models and video codecs alike want it)."""
RATIO_MAX = 4.0
"""The longer side is at most this many times the shorter."""
SIDE_MIN = 256

RATIOS: dict[str, str] = {
    "square": "1:1", "avatar": "1:1", "icon": "1:1", "emoji": "1:1", "sticker": "1:1", "album cover": "1:1",
    "poster": "2:3", "book cover": "2:3", "movie poster": "2:3", "portrait format": "3:4", "portrait": "3:4",
    "card": "5:7", "postcard": "3:2", "flyer": "5:7", "a4": "5:7", "landscape format": "4:3", "landscape": "4:3",
    "banner": "3:1", "header": "3:1", "cover photo": "21:9", "wallpaper": "16:9", "desktop wallpaper": "16:9",
    "phone wallpaper": "9:16", "story": "9:16", "widescreen": "16:9", "thumbnail": "16:9", "panorama": "3:1",
    "cinematic": "21:9", "bookmark": "1:3",
}  # fmt: skip
"""Name to width:height."""

_RATIO = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3})?)\s*[:/]\s*(\d{1,3}(?:\.\d{1,3})?)(?![\d.])")
_PIXELS = re.compile(r"(?<!\d)(\d{2,5})\s*(?:x|×|by)\s*(\d{2,5})(?!\d)", re.IGNORECASE)


def named_format(name: str) -> str:
    """The slot value for a format's name: "poster" -> "poster 2:3"; "" when it is not one."""
    key = " ".join(name.lower().split())
    return f"{key} {RATIOS[key]}" if key in RATIOS else ""


def format_size(value: str) -> tuple[int, int]:
    """Width and height in pixels of a format slot's value; a square of 1024 when it says nothing.

    >>> format_size("poster 2:3")
    (832, 1248)
    >>> format_size("1920x1080")
    (1920, 1080)
    """
    if exact := _PIXELS.search(value):
        return _within(float(exact[1]), float(exact[2]))
    ratio = _RATIO.search(value) or _RATIO.search(named_format(value))
    if ratio is None or float(ratio[1]) <= 0 or float(ratio[2]) <= 0:
        return 1024, 1024
    width, height = _tamed(float(ratio[1]), float(ratio[2]))
    scale = sqrt(AREA_PIXELS / (width * height))
    return _stepped(width * scale), _stepped(height * scale)


def _tamed(width: float, height: float) -> tuple[float, float]:
    """The same ratio, no more extreme than RATIO_MAX."""
    ratio = min(max(width / height, 1 / RATIO_MAX), RATIO_MAX)
    return ratio, 1.0


def _within(width: float, height: float) -> tuple[int, int]:
    """A size in pixels that was asked for, scaled down to what is kept and up to what can be looked at."""
    if not (width > 0 and height > 0):
        return 1024, 1024
    ratio, _ = _tamed(width, height)
    longer = min(max(width, height, SIDE_MIN), IMAGE_SIDE_MAX)
    wide, high = (longer, longer / ratio) if ratio >= 1 else (longer * ratio, longer)
    return max(round(wide), 16), max(round(high), 16)


def _stepped(side: float) -> int:
    return max(STEP_PIXELS, round(side / STEP_PIXELS) * STEP_PIXELS)
