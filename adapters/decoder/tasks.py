"""What a decoder does with a file. Nothing of the file is left in what comes out but its pixels."""

import io
import struct

from PIL import Image, JpegImagePlugin

from adapters.child_processes.protocol import Answer, Job
from adapters.decoder import masks
from adapters.decoder.conversion import converted
from adapters.decoder.opening import opened, orientation_of, upright
from adapters.decoder.sizes import least_of, within
from agent.errors import BadImage

JPEG_QUALITY = 90
PNG_PIXELS_MAX = 512 * 512
"""Opaque pictures up to this size are kept as PNG, larger ones as JPEG."""
_BYTES_OF_MODE = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
"""What Pillow keeps of a pixel; of the others, four."""
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    ArithmeticError,
    AttributeError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow raises on broken files, measured: more than its own UnidentifiedImageError."""


def answered(job: Job) -> Answer:
    """Raises nothing but what ends the process."""
    try:
        return _TASKS[job.task](job)
    except BadImage as error:
        return Answer(problem=str(error))
    except MemoryError:
        return Answer(problem=f"{job.shown} takes more memory to open than I may use. Scale it down, please.")
    except _UNREADABLE:
        return Answer(
            problem=f"{job.shown} is damaged and cannot be read. Save it once more and try again, please."
        )


def _admitted(job: Job) -> Answer:
    pixels = _small(job)
    small = pixels.width * pixels.height <= PNG_PIXELS_MAX
    return _encoded(pixels, "PNG" if pixels.mode == "RGBA" or small else "JPEG")


def _thumbnail(job: Job) -> Answer:
    pixels = _small(job)
    if pixels.mode == "RGBA":
        ground = Image.new("RGB", pixels.size, "white")
        ground.paste(pixels, mask=pixels.getchannel("A"))
        pixels = ground
    return _encoded(pixels, "JPEG")


def _sticker(job: Job) -> Answer:
    """Its ground stays as clear as it is; the longest side has exactly as many pixels as were asked for."""
    pixels = _small(job)
    scale = job.side / max(pixels.size)
    size = (max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale)))
    return _encoded(pixels.resize(size, Image.Resampling.LANCZOS), "WEBP")


def _mask(job: Job) -> Answer:
    picture = opened(job.data, job.kind, job.shown)
    _load(picture, job)
    if not masks.fits(picture, job.size):
        return Answer()
    part = masks.erased(picture) or (None if job.itself else masks.marked(picture, dark=job.dark))
    return _encoded(masks.mask_of(part, job.size), "PNG") if part else Answer()


_TASKS = {"admit": _admitted, "thumbnail": _thumbnail, "sticker": _sticker, "mask": _mask}


def _small(job: Job) -> Image.Image:
    """Upright, converted, within the job's side."""
    image = opened(job.data, job.kind, job.shown)
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        image.draft(None, within(image.size, least_of(job)))
    _load(image, job)
    orientation = orientation_of(image)
    return upright(converted(image, within(image.size, job.side)), orientation)


def _load(image: Image.Image, job: Job) -> None:
    """Raises MemoryError where the pixels would take more than they may: a file can say one size where the bot reads it and another
    where Pillow does, and memory would fill up to the limit before allocating fails."""
    if image.width * image.height * _BYTES_OF_MODE.get(image.mode, 4) > job.memory_bytes:
        raise MemoryError
    image.load()


def _encoded(image: Image.Image, kind: str) -> Answer:
    """New bytes from pixels alone."""
    image.info = {}  # Pillow writes a colour profile found here along, and profiles carry free text
    out = io.BytesIO()
    if kind == "PNG":
        image.save(out, "PNG", compress_level=6)
    else:
        image.save(out, kind, quality=JPEG_QUALITY)
    return Answer(
        data=out.getvalue(), media_type=f"image/{kind.lower()}", width=image.width, height=image.height
    )
