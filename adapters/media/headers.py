"""What a picture file says of itself, and what decoding it will cost: read without unpacking anything.

The costs are those of Pillow, measured. Where a header lies, the kernel's limits hold
(adapters/child_processes/limits.py); where it cannot be read, the file is taken for a dear one, and a decoder says what is wrong with it.
"""

import re
import struct
from dataclasses import dataclass, field

from adapters.decoder import heif
from adapters.decoder.sizes import draft_of
from agent.translation.catalogue import N_

JPEG_SEGMENTS_MAX = 2_000
"""Before the pixels: a colour profile of many megabytes has a few hundred."""
JPEG_SCANS_MAX = 128
"""Layers of a progressive JPEG. Writers make ten or so, and those that search for the smallest file up to seventy."""
_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("a PDF")), (b"II*\x00", N_("a TIFF")), (b"MM\x00*", N_("a TIFF")),
    (b"8BPS", N_("a Photoshop file")), (b"BM", N_("a BMP")),
    (b"PK\x03\x04", N_("a zip file")), (b"<svg", N_("an SVG drawing")), (b"<?xml", N_("an SVG drawing")),
    (b"\x00\x00\x01\x00", N_("an icon file")), (b"\xff\x0a", "JPEG XL"), (b"\x00\x00\x00\x0cjxl ", "JPEG XL"),
)  # fmt: skip
_AVIF = (b"ftypavif", b"ftypavis")
_HEIC = (b"ftypheic", b"ftypheix", b"ftypheim", b"ftypheis", b"ftypmif1", b"ftyphevc")
_HEIF_BYTES = 10
"""Of a pixel: planes of the video decoder, what libheif makes of them, and Pillow's copy; measured 8 to 9.6."""
_SPATIAL = re.compile(rb"ispe\x00{4}(?P<width>.{4})(?P<height>.{4})", re.DOTALL)
"""The box that says how large an item is (ISO/IEC 23008-12, 6.5.3)."""
HEIF_ITEMS_MAX = 1_000
_PNG_BYTES = {0: 1, 2: 4, 3: 1, 4: 4, 6: 4}
"""PNG colour type to bytes that Pillow keeps of a pixel; greys of 16 bits take one more."""
_WEBP_BYTES = 16
"""Of a pixel: two canvases of the animation decoder, its copy, and Pillow's."""
_SECONDS_A_PIXEL = {"JPEG": 0.7e-8, "PNG": 10e-8, "WEBP": 7e-8, "GIF": 3e-8, heif.KIND: 10e-8}
_SECONDS_A_PASS = 0.15e-8
"""Measured on noise, which is the dearest, with making it smaller and encoding it anew."""
_FRAME_MARKERS = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_NONE = 0xDA
"""Where the pixels begin, there was no frame header."""
_WITHOUT_LENGTH = frozenset({0x00, 0x01, 0xFF, *range(0xD0, 0xDA)})
"""Markers that stand alone, and bytes that fill."""
_SCAN = re.compile(rb"\xff\xda")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A size of (0, 0): the header cannot be read."""

    size: tuple[int, int] = (0, 0)
    memory_bytes: int = 0
    """At the peak, for pixels."""
    scans: int = 1
    """JPEG: layers of the picture, one read after the other."""
    passes: int = 0
    """JPEG: how many pixels, counted once for each colour, those layers go over together."""
    is_odd: bool = False
    """In more pieces than any program writes: not worth a try."""


def kind_of(data: bytes) -> str:
    """PNG | JPEG | GIF | WEBP, and HEIF where it can be read; "" for all else."""
    if is_heic(data) and heif.IS_READABLE:
        return heif.KIND
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), "")


def is_heic(data: bytes) -> bool:
    """A telephone's photograph, whether it can be read here or not."""
    return data[4:12] in _HEIC


def described(data: bytes) -> str:
    """What a file that is no picture for us is, in words."""
    head = data[:256].lstrip().lower()
    if data[4:12] in _AVIF:
        return "AVIF"
    if data[4:8] == b"ftyp":
        return N_("a video")
    return next((kind for start, kind in _OTHER_KINDS if head.startswith(start.lower())), N_("not a picture"))


def reading_seconds(header: Header, kind: str) -> float:
    """About how long one processor needs to read it: who comes first goes by that, and no limit does."""
    pixels = header.size[0] * header.size[1]
    return pixels * _SECONDS_A_PIXEL[kind] + header.passes * _SECONDS_A_PASS


def header_of(data: bytes, kind: str, *, least: int) -> Header:
    """`least`: pixels that the longer side must have left, where a JPEG can be read smaller."""
    try:
        match kind:
            case "PNG":
                return _png(data)
            case "GIF":
                return _gif(data)
            case "WEBP":
                return _webp(data)
            case heif.KIND:
                return _heif(data)
            case _:
                return _jpeg(data, least)
    except (struct.error, IndexError):
        return Header()


def _png(data: bytes) -> Header:
    width, height, depth, colours = struct.unpack_from(">IIBB", data, 16)
    a_pixel = _PNG_BYTES.get(colours, 4) + (colours == 0 and depth == 16)
    return Header(size=(width, height), memory_bytes=width * height * a_pixel)


def _gif(data: bytes) -> Header:
    width, height = struct.unpack_from("<HH", data, 6)
    return Header(size=(width, height), memory_bytes=width * height)


def _webp(data: bytes) -> Header:
    size = _webp_size(data)
    return Header(size=size, memory_bytes=size[0] * size[1] * _WEBP_BYTES)


def _heif(data: bytes) -> Header:
    """The largest item: a telephone's photograph is a grid of tiles, and says the size of each and of the whole."""
    sizes = [
        (int.from_bytes(found["width"]), int.from_bytes(found["height"])) for found in _SPATIAL.finditer(data)
    ]
    if len(sizes) > HEIF_ITEMS_MAX:
        return Header(is_odd=True)
    size = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    return Header(size=size, memory_bytes=size[0] * size[1] * _HEIF_BYTES)


def _webp_size(data: bytes) -> tuple[int, int]:
    """https://developers.google.com/speed/webp/docs/riff_container; each kind of first chunk has the size elsewhere."""
    match data[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case _:
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """A JPEG's frame header."""

    progressive: bool
    size: tuple[int, int]
    shares: dict[int, float] = field(default_factory=dict[int, float])
    """Id of each colour component to how much of the picture's pixels it has: half width and height, a quarter."""


def _jpeg(data: bytes, least: int) -> Header:
    at = 2
    for _ in range(JPEG_SEGMENTS_MAX):
        at = data.find(0xFF, at)
        marker = data[at + 1] if at >= 0 else _NONE
        if marker == _NONE:
            return Header()
        if marker in _FRAME_MARKERS:
            (length,) = struct.unpack_from(">H", data, at + 2)
            return _jpeg_header(
                data, _frame(data, at + 4, progressive=marker not in (0xC0, 0xC1)), at + 2 + length, least
            )
        at += 1 if marker == 0xFF else 2
        if marker not in _WITHOUT_LENGTH:
            at += struct.unpack_from(">H", data, at)[0]
    return Header(is_odd=True)


def _jpeg_header(data: bytes, frame: _Frame, end: int, least: int) -> Header:
    """`end`: where the frame header ends."""
    pixels = frame.size[0] * frame.size[1]
    scans = _scans(data, end)
    passes = sum(_share(data, scan, frame) for scan in scans)
    draft = draft_of(frame.size, least) if pixels else 1
    memory = pixels // draft**2 * (1 if len(frame.shares) == 1 else 4)
    if frame.progressive or len(scans) > 1:  # all layers are kept until the last, two bytes a value
        memory += int(pixels * sum(frame.shares.values()) * 2)
    return Header(size=frame.size, memory_bytes=memory, scans=len(scans), passes=int(passes * pixels))


def _frame(data: bytes, at: int, *, progressive: bool) -> _Frame:
    _, height, width, count = struct.unpack_from(">BHHB", data, at)
    parts = [data[at + 6 + 3 * n : at + 9 + 3 * n] for n in range(min(count, 4))]
    factors = {part[0]: ((part[1] >> 4) * (part[1] & 15)) for part in parts}
    most = max(factors.values(), default=1) or 1
    shares = {part: factor / most for part, factor in factors.items()}
    return _Frame(progressive=progressive, size=(width, height), shares=shares)


def _scans(data: bytes, start: int) -> list[int]:
    """Where layers begin. Inside pixels these two bytes cannot stand; in a picture that follows this one they may, and are counted."""
    found: list[int] = []
    for match in _SCAN.finditer(data, start):
        found.append(match.start())
        if len(found) > JPEG_SCANS_MAX:
            break
    return found


def _share(data: bytes, scan: int, frame: _Frame) -> float:
    """Of the picture's pixels, counted once for each colour, those that one layer goes over."""
    count = min(data[scan + 4], 4)
    return sum(frame.shares.get(part, 1.0) for part in data[scan + 5 : scan + 5 + 2 * count : 2])
