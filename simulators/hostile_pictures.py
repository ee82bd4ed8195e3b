"""Pictures as an attacker makes them: small files, put together byte by byte, that are dear to open. And the honest beside them."""

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

PNG_START = b"\x89PNG\r\n\x1a\n"
GREY, COLOUR, COLOUR_CLEAR = 0, 2, 6
"""PNG colour types, and below the values of a pixel."""
_VALUES = {GREY: 1, COLOUR: 3, COLOUR_CLEAR: 4}


def honest(width: int = 640, height: int = 480, kind: str = "JPEG", **options: object) -> bytes:
    """What a member sends: a soft gradient with a red corner."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((220, 30, 30), (0, 0, width // 3, height // 3))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


# --- JPEG --------------------------------------------------------------------------------------------------------


def many_layers(width: int = 6_000, height: int = 6_000, layers: int = 2_000, *, padding: int = 0) -> bytes:
    """A progressive grey JPEG whose layers say nothing: each is forty bytes, and makes a decoder walk over every block. `padding`
    comments stand before the frame header."""
    blocks = -(-width // 8) * -(-height // 8)
    parts = [b"\xff\xd8", _segment(0xFE, b"") * padding, _segment(0xDB, b"\0" + b"\1" * 64)]
    parts.append(_segment(0xC2, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"))
    parts.append(_segment(0xC4, b"\x00\1" + bytes(15) + b"\0"))  # DC: a bit says "as before"
    parts.append(
        _segment(0xC4, b"\x10\1" + bytes(15) + b"\xe0")
    )  # AC: a bit and fourteen say "so many empty blocks"
    parts.append(_layer(0, 0, bytes(-(-blocks // 8))))
    run = ("0" + "1" * 14) * -(-blocks // 32_767)
    bits = run + "1" * (-len(run) % 8)
    run_bytes = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    parts += [_layer(1, 63, run_bytes)] * (layers - 1)
    return b"".join([*parts, b"\xff\xd9"])


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _layer(first: int, last: int, data: bytes) -> bytes:
    return _segment(0xDA, bytes([1, 1, 0, first, last, 0])) + data


def broken_exif(kind: str = "JPEG") -> bytes:
    """A good picture whose EXIF is cut off within its first directory."""
    return honest(kind=kind, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x09\x01\x12\0\x03\0\0")


def unreadable_exif(kind: str = "PNG") -> bytes:
    """A good picture whose EXIF ends before it says how to read it: Pillow raises over that in a PNG or WebP."""
    return honest(kind=kind, exif=b"Exif\0\0II")


# --- PNG ---------------------------------------------------------------------------------------------------------


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    width: int, height: int, *, colours: int = COLOUR, depth: int = 8, row: bytes | None = None,
    extra: bytes = b"", second_header: bytes = b"",
) -> bytes:  # fmt: skip
    """Every row the same, black by itself; `extra` chunks stand before the pixels."""
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    line = b"\0" + (row or bytes(width * _VALUES[colours] * depth // 8))
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(line) for _ in range(height)), packer.flush()])
    return b"".join(
        [PNG_START, chunk(b"IHDR", header), second_header, extra, chunk(b"IDAT", packed), chunk(b"IEND", b"")]
    )


def deep(width: int = 7_300, height: int = 5_460, *, colours: int = COLOUR) -> bytes:
    """39.9 megapixels of 16 bits a value."""
    return png(width, height, colours=colours, depth=16)


def lying_header() -> bytes:
    """Says 8 x 8, and then 7,000 x 5,000."""
    second = chunk(b"IHDR", struct.pack(">IIBBBBB", 7_000, 5_000, 8, COLOUR_CLEAR, 0, 0, 0))
    return png(8, 8, colours=COLOUR_CLEAR, second_header=second)


def text_bomb(*, chunks: int = 100, megabytes: int = 20) -> bytes:
    """Each comment unpacks to so much."""
    packed = zlib.compress(bytes(megabytes << 20), 9)
    texts = chunk(b"zTXt", b"c\0\0" + packed) + chunk(b"iTXt", b"c\0\1\0\0\0" + packed)
    return png(96, 64, extra=texts * (chunks // 2))


def png_frames(count: int = 10_000) -> bytes:
    """An animated PNG: a black picture, and so many frames after it."""
    control = struct.pack(">IIIIHHBB", 96, 64, 0, 0, 1, 100, 0, 0)
    still = png(
        96,
        64,
        extra=chunk(b"acTL", struct.pack(">II", count, 0)) + chunk(b"fcTL", struct.pack(">I", 0) + control),
    )
    pixels = zlib.compress(bytes(64 * (96 * 3 + 1)), 9)
    return b"".join([still[:-12], *_png_frames(count, control, pixels), still[-12:]])


def _png_frames(count: int, control: bytes, pixels: bytes) -> Iterator[bytes]:
    for number in range(1, count * 2, 2):
        yield chunk(b"fcTL", struct.pack(">I", number) + control)
        yield chunk(b"fdAT", struct.pack(">I", number + 1) + pixels)


# --- GIF and WebP ------------------------------------------------------------------------------------------------


def gif_frames(count: int = 10_000) -> bytes:
    out = io.BytesIO()
    Image.new("P", (96, 64), 0).save(out, "GIF")
    first = out.getvalue()
    start = first.index(b"\x2c", 13 + 3 * 2 ** ((first[10] & 7) + 1))
    return first[:-1] + first[start:-1] * (count - 1) + b"\x3b"


def one_colour_webp(width: int, height: int) -> bytes:
    """Lossless, and forty bytes whatever the size: five codes of one symbol each."""
    return _riff(_webp_chunk(b"VP8L", _lossless(width, height)))


def webp_frames(count: int = 5_000) -> bytes:
    place = (
        bytes(6)
        + (95).to_bytes(3, "little")
        + (63).to_bytes(3, "little")
        + (10).to_bytes(3, "little")
        + b"\0"
    )
    frame = _webp_chunk(b"ANMF", place + _webp_chunk(b"VP8L", _lossless(96, 64)))
    canvas = b"\x02\0\0\0" + (95).to_bytes(3, "little") + (63).to_bytes(3, "little")
    return _riff(_webp_chunk(b"VP8X", canvas) + _webp_chunk(b"ANIM", bytes(6)) + frame * count)


def _riff(chunks: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def _webp_chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _lossless(width: int, height: int) -> bytes:
    """https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification, least significant bit first."""
    fields = [(0x2F, 8), (width - 1, 14), (height - 1, 14), (0, 4), (0, 3)]
    for value in (200, 30, 30, 255):  # green, red, blue, alpha: a simple code of one symbol of eight bits
        fields += [(1, 1), (0, 1), (1, 1), (value, 8)]
    fields += [(1, 1), (0, 1), (0, 1), (0, 1)]
    bits = shift = 0
    for value, length in fields:
        bits |= value << shift
        shift += length
    return bits.to_bytes(-(-shift // 8) + 2, "little")
