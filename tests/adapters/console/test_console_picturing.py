"""Pictures in a terminal: which way, how large, and that what is sent can be read back as that picture."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from adapters.console.terminal_pictures import (
    COLUMNS_MAX,
    ROWS_MAX,
    Way,
    blocks,
    escape,
    fitted,
    sixel,
    way_of,
)


def picture(width: int, height: int, *, form: str = "PNG") -> bytes:
    """Red over blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (0, height // 2, width, height))
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


@pytest.mark.parametrize(
    ("environment", "way"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm2"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "iterm2"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "iterm2"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-256color", "WT_SESSION": "x"}, "sixel"),
        ({"TERM": "xterm-256color"}, "blocks"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"}, "blocks"),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, "blocks"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, "blocks"),
        ({"TERM": "dumb"}, "none"),
        ({}, "none"),
    ],
)
def test_the_terminals_own_words_say_how(environment: dict[str, str], way: Way) -> None:
    assert way_of(environment, is_terminal=True, colours=True) == way


def test_without_a_terminal_or_colours_there_is_no_picture() -> None:
    assert way_of({"TERM": "xterm-kitty"}, is_terminal=False, colours=True) == "none"
    assert way_of({"TERM": "xterm"}, is_terminal=True, colours=False) == "none"


@pytest.mark.parametrize(
    ("size", "columns"), [((1024, 1024), 76), ((3000, 100), 76), ((100, 3000), 76), ((1, 1), 20), ((9, 9), 1)]
)
def test_a_picture_fits_and_keeps_its_shape(size: tuple[int, int], columns: int) -> None:
    wide, high = fitted(size, columns=columns)

    assert 1 <= wide <= min(columns, COLUMNS_MAX)
    assert 1 <= high <= ROWS_MAX
    if min(size) > 500 and columns > 40:
        assert wide / (high * 2) == pytest.approx(size[0] / size[1], rel=0.1)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_kitty_is_sent_a_png_in_chunks_and_told_to_answer_nothing(form: str) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (90, 90, 3), dtype=np.uint8))
    out = io.BytesIO()
    noise.save(out, form)

    sent = escape("kitty", out.getvalue(), columns=40)

    chunks = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", sent)
    assert "".join(f"\x1b_G{keys};{data}\x1b\\" for keys, data in chunks) == sent
    assert len(chunks) > 1
    assert "a=T,f=100,q=2" in chunks[0][0]
    assert [keys.endswith("m=1") for keys, _ in chunks] == [True] * (len(chunks) - 1) + [False]
    assert all(len(data) <= 4096 for _, data in chunks)
    read = Image.open(io.BytesIO(base64.b64decode("".join(data for _, data in chunks))))
    assert (read.format, read.size) == ("PNG", (90, 90))


def test_iterm_is_sent_the_file_inline() -> None:
    data = picture(64, 64)

    sent = escape("iterm2", data, columns=40)

    found = re.fullmatch(
        r"\x1b\]1337;File=inline=1;size=(\d+);width=40;height=20;preserveAspectRatio=1:(.*)\a", sent
    )
    assert found is not None
    assert int(found[1]) == len(data)
    assert base64.b64decode(found[2]) == data


def unsixel(text: str) -> np.ndarray:
    """The picture that a terminal would make of it."""
    header = re.match(r'\x1bPq"1;1;(\d+);(\d+)', text)
    assert header is not None
    width, height = int(header[1]), int(header[2])
    found, colours = np.zeros((height + 6, width, 3), np.uint8), {}
    x = top = colour = 0
    for part in re.finditer(
        r"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)([?-~])|([?-~])|(\$)|(-)", text[header.end() : -2]
    ):
        if part[1]:
            colours[int(part[1])] = [round(int(level) * 255 / 100) for level in part.group(2, 3, 4)]
        elif part[5]:
            colour = int(part[5])
        elif part[9]:
            x = 0
        elif part[10]:
            x, top = 0, top + 6
        else:
            length, bits = int(part[6] or 1), ord(part[7] or part[8]) - 63
            for bit in range(6):
                if bits >> bit & 1:
                    found[top + bit, x : x + length] = colours[colour]
            x += length
    return found[:height]


@pytest.mark.parametrize(("width", "height"), [(20, 12), (33, 17), (1, 1), (5, 6)])
def test_sixels_draw_the_picture(width: int, height: int) -> None:
    image = Image.new("RGB", (width, height), (255, 0, 0))
    image.paste((0, 0, 255), (0, height // 2, max(1, width // 2), height))

    drawn = unsixel(sixel(image))

    assert np.abs(drawn.astype(int) - np.asarray(image).astype(int)).max() <= 8


def test_blocks_show_two_pixels_a_cell() -> None:
    segments = blocks(picture(40, 40), columns=10)

    text = "".join(segment.text for segment in segments)
    assert text.splitlines() == ["▀" * 10] * 5
    first, last = segments[0].style, segments[-2].style
    assert first is not None
    assert last is not None
    assert first.color is not None
    assert last.bgcolor is not None
    assert first.color.triplet == (255, 0, 0)
    assert last.bgcolor.triplet == (0, 0, 255)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a zip"])
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(OSError, match="cannot identify"):
        blocks(data, columns=10)
