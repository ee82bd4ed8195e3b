"""Opens a file as the format its first bytes say, and nothing of it but pixels and which way is up."""

import io
import struct

from PIL import ExifTags, GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from adapters.decoder import heif
from agent.errors import BadImage
from agent.limits import IMAGE_PIXELS_MAX
from agent.translation.catalogue import N_, _

_FILES = {
    "PNG": PngImagePlugin.PngImageFile,
    "JPEG": JpegImagePlugin.JpegImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "GIF": GifImagePlugin.GifImageFile,
}
"""Opened by name: `Image.open` would look whether a JPEG is one of several, and fail where that list is broken."""
PNG_CHUNKS_MAX = 50_000
"""Writers cut pixels into pieces of 4 KB at the least: 5,000 in the largest file."""
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND"})
_PNG_START = 8
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF's Orientation to what undoes it."""


def opened(data: bytes, kind: str, shown: str) -> Image.Image:
    """The first frame, not decoded yet. Raises BadImage for too many pixels, and what Pillow raises."""
    image = _file(data, kind)
    check_size(image.size, shown)
    return image


def _file(data: bytes, kind: str) -> Image.Image:
    if kind == heif.KIND:
        return heif.opened_heif(data)
    return _FILES[kind](io.BytesIO(pixels_alone(data) if kind == "PNG" else data))


def check_size(size: tuple[int, int], shown: str) -> None:
    """Raises BadImage."""
    pixels = size[0] * size[1]
    if pixels > IMAGE_PIXELS_MAX:
        raise BadImage(
            _(
                "{shown} is {width} x {height} ({size} megapixels); {most} megapixels is the most I can take. Scale it down, please.",
                shown=shown,
                width=size[0],
                height=size[1],
                size=f"{pixels / 1e6:.0f}",
                most=IMAGE_PIXELS_MAX // 1_000_000,
            )
        )


def orientation_of(image: Image.Image) -> int:
    """1..8; 1 (upright) where the file does not say, or says it in a way that nobody can read: that costs no picture."""
    try:
        found = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # whatever a broken EXIF makes Pillow raise
        return 1
    return found if found in _UPRIGHT else 1


def upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image


def pixels_alone(data: bytes) -> bytes:
    """A PNG without the chunks that are not its first picture: compressed texts, profiles and further frames are never unpacked.
    What cannot be walked is left for Pillow to complain of. Raises BadImage."""
    kept, at = [data[:_PNG_START]], _PNG_START
    for _chunk in range(PNG_CHUNKS_MAX):
        if at + 12 > len(data):
            break
        length, name = struct.unpack_from(">I4s", data, at)
        if name in _PNG_KEPT:
            kept.append(data[at : at + 12 + length])
        at += 12 + length
        if name == b"IEND":
            break
    else:
        raise BadImage(
            N_("That PNG is made of far too many pieces. Save it once more and try again, please.")
        )
    return b"".join(kept)
