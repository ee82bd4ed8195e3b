"""Picture files as chunks: what is needed to see the pixels is copied byte for byte, everything else is left out."""

import struct
from collections.abc import Iterator

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"tRNS",
        b"IDAT",
        b"IEND",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"cICP",
        b"sBIT",
        b"pHYs",
        b"bKGD",
        b"caBX",
    )
)
"""Pixels, how they are to be seen, and `caBX`: the C2PA manifest."""
_JPEG_DROPPED = frozenset((*range(0xE1, 0xEB), 0xEC, 0xED, 0xEF, 0xFE))
"""APP1 to APP15 and comments, but for APP11 (C2PA) and APP14 (Adobe: how colours are stored). APP0 is JFIF."""
_WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"C2PA"))
_WEBP_FLAGS_DROPPED = 0x20 | 0x08 | 0x04
"""Of VP8X: colour profile, Exif, XMP."""


class Unreadable(ValueError):
    """The file's structure is not what its format says."""


def without_metadata(data: bytes) -> bytes:
    """The file's pixels and what is needed to see them. Raises Unreadable.

    data: PNG, JPEG or WebP. What stands behind the end of the picture is left out too.
    """
    if data.startswith(PNG_SIGNATURE):
        return _png(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    raise Unreadable("it is no PNG, JPEG or WebP")


def _png(data: bytes) -> bytes:
    kept = [PNG_SIGNATURE]
    position = len(PNG_SIGNATURE)
    while position + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        kind, end = data[position + 4 : position + 8], position + 12 + length
        if end > len(data):
            break
        if kind in _PNG_KEPT:
            kept.append(data[position:end])
        if kind == b"IEND":
            return b"".join(kept)
        position = end
    raise Unreadable("the PNG has no end")


def _jpeg(data: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    for marker, segment in _segments(data):
        if marker not in _JPEG_DROPPED:
            kept.append(segment)
        if marker == 0xD9:
            return b"".join(kept)
    raise Unreadable("the JPEG has no end")


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its bytes; a scan with the compressed pixels that follow it."""
    position = 2
    while position + 2 <= len(data):
        if data[position] != 0xFF:
            raise Unreadable("a JPEG marker was expected")
        marker = data[position + 1]
        if marker == 0xFF:  # padding
            position += 1
            continue
        if marker == 0xD9:
            yield marker, data[position : position + 2]
            return
        if position + 4 > len(data):
            break
        end = position + 2 + struct.unpack_from(">H", data, position + 2)[0]
        if marker == 0xDA:
            end = _scan_end(data, end)
        if end > len(data):
            break
        yield marker, data[position:end]
        position = end


def _scan_end(data: bytes, position: int) -> int:
    """Where compressed pixels end: at a marker that is neither a stuffed byte nor a restart."""
    while (position := data.find(b"\xff", position)) >= 0 and position + 1 < len(data):
        following = data[position + 1]
        if following != 0x00 and not 0xD0 <= following <= 0xD7:
            return position
        position += 2
    return len(data)


def _webp(data: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", data, 4)
    kept: list[bytes] = []
    position, end = 12, min(len(data), 8 + size)
    while position + 8 <= end:
        kind = data[position : position + 4]
        (length,) = struct.unpack_from("<I", data, position + 4)
        following = position + 8 + length + length % 2
        if position + 8 + length > end:
            raise Unreadable("a WebP chunk is longer than its file")
        if kind in _WEBP_KEPT:
            chunk = data[position:following]
            kept.append(_plain_header(chunk) if kind == b"VP8X" else chunk)
        position = following
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _plain_header(chunk: bytes) -> bytes:
    return chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS_DROPPED]) + chunk[9:]
