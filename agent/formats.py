"""Formats people name, and their sizes in pixels."""

import re

SIDE_DEFAULT = 1024
PIXELS_TARGET = 1024 * 1024
SIDE_STEP = 32
"""Sides are multiples of this: most image models ask for 16, some for 32."""
RATIO_MAX = 4.0
"""Widest and tallest picture: 4:1."""

_NAMED: dict[str, tuple[int, int]] = {
    "square": (1, 1), "avatar": (1, 1), "icon": (1, 1), "sticker": (1, 1), "logo": (1, 1), "album cover": (1, 1),
    "poster": (2, 3), "flyer": (2, 3), "book cover": (2, 3), "cover": (2, 3), "card": (5, 7), "portrait": (3, 4), "bookmark": (1, 3),
    "phone wallpaper": (9, 16), "story": (9, 16), "vertical": (9, 16), "tall": (9, 16),
    "landscape": (3, 2), "photo": (3, 2), "postcard": (3, 2), "wallpaper": (16, 9), "desktop wallpaper": (16, 9),
    "widescreen": (16, 9), "wide": (16, 9), "thumbnail": (16, 9), "banner": (3, 1), "header": (3, 1), "panorama": (3, 1),
    "cinematic": (21, 9),
}  # fmt: skip
_RATIO = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*[:x×/]\s*(\d{1,4}(?:\.\d+)?)")


def ratio_of(value: str) -> tuple[float, float]:
    """Width to height that a format stands for: a ratio in it wins over a name; (1, 1) when it says neither."""
    found = _RATIO.search(value)
    if found and float(found[1]) > 0 and float(found[2]) > 0:
        return float(found[1]), float(found[2])
    words = value.lower()
    names = sorted((name for name in _NAMED if name in words), key=len, reverse=True)
    return _NAMED[names[0]] if names else (1, 1)


def format_size(value: str) -> tuple[int, int]:
    """Pixels for a format such as "poster 2:3", "16:9" or "phone wallpaper": about a megapixel, sides in steps of 32."""
    width, height = ratio_of(value)
    ratio = min(max(width / height, 1 / RATIO_MAX), RATIO_MAX)
    tall = (PIXELS_TARGET / ratio) ** 0.5
    return _step(tall * ratio), _step(tall)


def format_name(words: str) -> str | None:
    """The format named in a text, with its ratio ("poster 2:3"); None when there is none."""
    text = words.lower()
    found = _RATIO.search(text)
    if found and 0 < float(found[1]) <= 40 and 0 < float(found[2]) <= 40:
        return f"{found[1]}:{found[2]}"
    names = sorted((n for n in _NAMED if re.search(rf"\b{n}\b", text)), key=len, reverse=True)
    return None if not names else f"{names[0]} {_NAMED[names[0]][0]}:{_NAMED[names[0]][1]}"


def _step(side: float) -> int:
    return max(SIDE_STEP, round(side / SIDE_STEP) * SIDE_STEP)
