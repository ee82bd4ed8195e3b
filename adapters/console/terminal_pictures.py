"""Pictures inside a terminal: the three protocols that terminals have, and half blocks for the others. Pure.

kitty graphics: https://sw.kovidgoyal.net/kitty/graphics-protocol/ · iTerm2: https://iterm2.com/documentation-images.html ·
sixel: DEC STD 070, https://vt100.net/docs/vt3xx-gp/chapter14.html
"""

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rich.color import Color
from rich.segment import Segment
from rich.style import Style

Way = Literal["kitty", "iterm2", "sixel", "blocks", "none"]
COLUMNS_MAX = 60
ROWS_MAX = 22
CELL_PIXELS = (10, 20)
"""Width and height of a character cell that sixels, which count pixels, are sized for."""
CHUNK = 4_096
"""Longest payload of one kitty escape sequence."""
SIXEL_COLOURS = 128


def way_of(environment: Mapping[str, str], *, is_terminal: bool, colours: bool) -> Way:
    """How pictures can be shown, as the terminal's own variables say. Inside tmux and screen, which swallow the protocols,
    and in unknown terminals: half blocks."""
    if not is_terminal or environment.get("TERM", "") in ("", "dumb", "linux"):
        return "none"
    if not (environment.get("TMUX") or environment["TERM"].startswith(("screen", "tmux"))):
        way = _protocol(environment)
        if way is not None:
            return way
    return "blocks" if colours else "none"


def _protocol(environment: Mapping[str, str]) -> Way | None:
    term, program = environment["TERM"], environment.get("TERM_PROGRAM", "")
    if "kitty" in term or environment.get("KITTY_WINDOW_ID") or "ghostty" in (term + program).lower():
        return "kitty"
    if program in ("iTerm.app", "WezTerm", "mintty") or environment.get("LC_TERMINAL") == "iTerm2":
        return "iterm2"
    if "sixel" in term or term.startswith(("foot", "mlterm", "yaft")) or environment.get("WT_SESSION"):
        return "sixel"
    return None


def fitted(size: tuple[int, int], *, columns: int, rows: int = ROWS_MAX) -> tuple[int, int]:
    """The columns and rows, of cells twice as high as wide, that a picture of `size` pixels fills at most."""
    width, height = max(1, size[0]), max(1, size[1])
    most = max(1, min(columns, COLUMNS_MAX))
    wide = min(most, round(rows * 2 * width / height) or 1)
    return max(1, wide), max(1, min(rows, round(wide * height / width / 2)))


def escape(way: Literal["kitty", "iterm2", "sixel"], data: bytes, *, columns: int) -> str:
    """The sequence that draws the picture where the cursor is. Raises OSError for what is not a picture."""
    with Image.open(io.BytesIO(data)) as picture:
        wide, high = fitted(picture.size, columns=columns)
        match way:
            case "kitty":
                return "".join(_kitty(_png(picture, data), wide, high))
            case "iterm2":
                encoded = base64.b64encode(data).decode()
                return f"\x1b]1337;File=inline=1;size={len(data)};width={wide};height={high};preserveAspectRatio=1:{encoded}\a"
            case "sixel":
                small = picture.convert("RGB").resize((wide * CELL_PIXELS[0], high * CELL_PIXELS[1]))
                return sixel(small)


def _png(picture: Image.Image, data: bytes) -> bytes:
    if picture.format == "PNG":
        return data
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG")
    return out.getvalue()


def _kitty(png: bytes, columns: int, rows: int) -> Iterator[str]:
    payload = base64.b64encode(png).decode()
    chunks = [payload[at : at + CHUNK] for at in range(0, len(payload), CHUNK)]
    for number, chunk in enumerate(chunks):
        more = int(number < len(chunks) - 1)
        # q=2: the terminal answers nothing, for an answer would be read as typed.
        keys = f"a=T,f=100,q=2,c={columns},r={rows},m={more}" if number == 0 else f"m={more}"
        yield f"\x1b_G{keys};{chunk}\x1b\\"


def sixel(picture: Image.Image) -> str:
    """An RGB picture as sixels: bands of six rows, in each band one run-length line a colour."""
    paletted = picture.quantize(SIXEL_COLOURS)
    palette = paletted.getpalette() or []
    pixels = np.asarray(paletted)
    height, width = pixels.shape
    parts = [f'\x1bPq"1;1;{width};{height}']
    for number in np.unique(pixels):
        red, green, blue = (round(level * 100 / 255) for level in palette[number * 3 : number * 3 + 3])
        parts.append(f"#{number};2;{red};{green};{blue}")
    for top in range(0, height, 6):
        parts.append("$".join(_band(pixels[top : top + 6])) + "-")
    return "".join([*parts, "\x1b\\"])


def _band(rows: NDArray[np.uint8]) -> Iterator[str]:
    weights = 2 ** np.arange(rows.shape[0], dtype=np.int64)[:, None]
    for number in np.unique(rows):
        bits: NDArray[np.int64] = np.sum((rows == number) * weights, axis=0) + 63
        yield f"#{number}{''.join(_runs(bits))}"


def _runs(bits: NDArray[np.int64]) -> Iterator[str]:
    edges = np.flatnonzero(np.diff(bits)) + 1
    starts = np.concatenate(([0], edges))
    for start, end in zip(starts, np.concatenate((edges, [len(bits)])), strict=True):
        sign, length = chr(int(bits[start])), int(end - start)
        yield f"!{length}{sign}" if length > 3 else sign * length


def blocks(data: bytes, *, columns: int) -> Sequence[Segment]:
    """The picture in upper half blocks, two pixels a cell: what every terminal with colours can show. Raises OSError for what
    is not a picture."""
    with Image.open(io.BytesIO(data)) as picture:
        wide, high = fitted(picture.size, columns=columns)
        pixels = np.asarray(picture.convert("RGB").resize((wide, high * 2), Image.Resampling.LANCZOS))
    found: list[Segment] = []
    for row in range(0, high * 2, 2):
        for upper, lower in zip(pixels[row].tolist(), pixels[row + 1].tolist(), strict=True):
            found.append(Segment("▀", Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))))
        found.append(Segment.line())
    return found
