"""The only way for pixels into the house: sniffed, capped before decoding, turned upright, re-encoded, metadata gone.

Pillow decodes in a thread: with four formats and 40 megapixels the worst of 519 hostile files took under 8 s and none crashed
(notes on Pillow 13), so a child process that can be killed would cost more (memory, start-up) than it saves.
"""

import asyncio
import io
import re
import struct
import warnings
from collections.abc import Callable
from typing import TypeVar

from PIL import Image, ImageOps, UnidentifiedImageError

from adapters.media import masks
from agent.domain.generation import ImageData
from agent.errors import BadImage
from agent.limits import IMAGE_BYTES_MAX, IMAGE_PIXELS_MAX, IMAGE_SIDE_MAX

T = TypeVar("T")

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
DECODERS_MAX = 2
"""Pictures decoded at once: each may take 160 MB."""
DECODE_SECONDS = 15.0
JPEG_QUALITY = 90
PNG_PIXELS_MAX = 512 * 512
"""Opaque pictures up to this size are kept as PNG, larger ones as JPEG."""
NAME_CHARS_MAX = 60

_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    MemoryError,
    EOFError,
    IndexError,
    KeyError,
    struct.error,
    Warning,
)
"""What Pillow raises on broken files, measured: more than its own UnidentifiedImageError."""
_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"), (b"II*\x00", "a TIFF"), (b"MM\x00*", "a TIFF"), (b"8BPS", "a Photoshop file"), (b"BM", "a BMP"),
    (b"PK\x03\x04", "a zip file"), (b"<svg", "an SVG drawing"), (b"<?xml", "an SVG drawing"), (b"\x00\x00\x01\x00", "an icon file"),
)  # fmt: skip


class PillowGate:
    """The `PixelGate`."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(DECODERS_MAX)

    async def admit(self, data: bytes, *, name: str = "") -> ImageData:
        shown = _shown(name)
        if not data:
            raise BadImage(f"{shown} is empty (0 bytes). Attach it once more, please.")
        if len(data) > IMAGE_BYTES_MAX:
            raise BadImage(
                f"{shown} is {len(data) // 1_000_000} MB; I take {IMAGE_BYTES_MAX // 1_000_000} MB at most."
            )
        return await self._within_limits(_admitted, data, shown)

    async def mask(self, picture: ImageData, *, base: ImageData, dark: bool = False) -> ImageData | None:
        size, itself = (base.width, base.height), picture.data == base.data
        return await self._within_limits(_mask, picture.data, "The mask", size, itself, dark)

    async def thumbnail(self, image: ImageData, *, side: int) -> ImageData:
        return await self._within_limits(_thumbnail, image.data, "The picture", side)

    async def _within_limits(self, work: Callable[..., T], data: bytes, shown: str, *more: object) -> T:
        async with self._slots:
            try:
                async with asyncio.timeout(DECODE_SECONDS):
                    return await asyncio.to_thread(work, data, shown, *more)
            except TimeoutError as error:
                raise BadImage(f"{shown} takes too long to read. Try a smaller one, please.") from error


def _shown(name: str) -> str:
    """A file name fit to be repeated: no control characters, cut."""
    clean = re.sub(r"[^\w. ()\-\[\]]", "", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    return clean[:NAME_CHARS_MAX] or "That picture"


def _admitted(data: bytes, shown: str) -> ImageData:
    image = _opened(data, shown)
    upright = ImageOps.exif_transpose(image)
    clear = "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA", "La", "RGBa")
    pixels = upright.convert("RGBA" if clear else "RGB")
    if clear and pixels.getchannel("A").getextrema() == (255, 255):
        pixels, clear = pixels.convert("RGB"), False
    pixels.thumbnail((IMAGE_SIDE_MAX, IMAGE_SIDE_MAX), Image.Resampling.LANCZOS)
    small = pixels.width * pixels.height <= PNG_PIXELS_MAX
    return _encoded(pixels, "PNG" if clear or small else "JPEG")


def _opened(data: bytes, shown: str) -> Image.Image:
    """The first frame, decoded. Raises BadImage."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a bomb up to twice its limit. Its own warnings alone: filters hold for the whole process, and an
            # unclosed file that is collected meanwhile elsewhere must not become an error.
            warnings.filterwarnings("error", module=r"PIL\b")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            _check_size(image, shown)
            image.seek(0)
            image.load()
            return image
    except UnidentifiedImageError as error:
        raise BadImage(f"{shown} is {_kind(data)}; I can look at PNG, JPEG, WebP and GIF.") from error
    except Image.DecompressionBombError as error:
        raise BadImage(
            f"{shown} has far too many pixels; {IMAGE_PIXELS_MAX // 1_000_000} megapixels is the most I can take."
        ) from error
    except _UNREADABLE as error:
        raise BadImage(
            f"{shown} is damaged and cannot be read. Save it once more and try again, please."
        ) from error


def _check_size(image: Image.Image, shown: str) -> None:
    pixels = image.width * image.height
    if pixels > IMAGE_PIXELS_MAX:
        raise BadImage(
            f"{shown} is {image.width} x {image.height} ({pixels / 1e6:.0f} megapixels); "
            f"{IMAGE_PIXELS_MAX // 1_000_000} megapixels is the most I can take. Scale it down, please."
        )


def _kind(data: bytes) -> str:
    head = data[:256].lstrip()
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        return "a HEIC photo"
    if data[4:8] == b"ftyp":
        return "a video"
    for start, kind in _OTHER_KINDS:
        if head.lower().startswith(start.lower()):
            return kind
    return "not a picture"


def _mask(data: bytes, shown: str, size: tuple[int, int], itself: bool, dark: bool) -> ImageData | None:
    picture = _opened(data, shown)
    if not masks.fits(picture, size):
        return None
    part = masks.erased(picture) or (None if itself else masks.marked(picture, dark=dark))
    return _encoded(masks.mask_of(part, size), "PNG") if part else None


def _thumbnail(data: bytes, shown: str, side: int) -> ImageData:
    image = _opened(data, shown).convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    ground.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _encoded(ground, "JPEG")


def _encoded(image: Image.Image, kind: str) -> ImageData:
    """New bytes from pixels alone: nothing of the original file is left."""
    image.info = {}  # Pillow writes a colour profile found here along, and profiles carry free text
    out = io.BytesIO()
    if kind == "PNG":
        image.save(out, "PNG", compress_level=6)
    else:
        image.save(out, "JPEG", quality=JPEG_QUALITY)
    return ImageData(
        data=out.getvalue(), media_type=f"image/{kind.lower()}", width=image.width, height=image.height
    )
