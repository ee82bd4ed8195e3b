"""Arithmetic on colours."""

from collections.abc import Sequence

Rgb = tuple[int, int, int]


def rgb(code: str) -> Rgb:
    """#rrggbb"""
    value = int(code.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` 0 is the one, 1 the other."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


def lighter(colour: Rgb, share: float) -> Rgb:
    return mixed(colour, (255, 250, 238), share)


def darker(colour: Rgb, share: float) -> Rgb:
    return mixed(colour, (24, 16, 44), share)


def multiplied(one: Rgb, other: Rgb) -> Rgb:
    return one[0] * other[0] // 255, one[1] * other[1] // 255, one[2] * other[2] // 255


def luminance(colour: Rgb) -> float:
    """0 (black) .. 1 (white), Rec. 601."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


def nearest(colour: Rgb, among: Sequence[Rgb]) -> Rgb:
    return min(among, key=lambda c: sum((a - b) ** 2 for a, b in zip(colour, c, strict=True)))
