"""What the simulated servers draw."""

import hashlib
import io
from functools import lru_cache

from PIL import Image


@lru_cache(maxsize=256)
def drawn(width: int, height: int, words: str, kind: str = "PNG", *, clear: bool = False) -> bytes:
    """A picture of one colour, which depends on the words; on a transparent ground a disc of it."""
    red, green, blue = hashlib.sha256(words.encode()).digest()[:3]
    out = io.BytesIO()
    if clear:
        image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
        disc = (
            Image.radial_gradient("L").resize((width, height)).point([255 * (at < 128) for at in range(256)])
        )
        image.paste((red, green, blue, 255), mask=disc)
    else:
        image = Image.new("RGB", (width, height), (red, green, blue))
    image.save(out, kind, **({"compress_level": 1} if kind == "PNG" else {}))
    return out.getvalue()


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height; raises OSError for what is no picture."""
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.size


def within(painted: bytes, base: bytes, mask: bytes) -> bytes:
    """The base, with what was painted where the mask is white (its red channel, as ComfyUI's LoadImageMask reads it)."""
    new = Image.open(io.BytesIO(painted)).convert("RGB")
    kept = Image.open(io.BytesIO(base)).convert("RGB").resize(new.size)
    white = (
        Image.open(io.BytesIO(mask))
        .convert("RGBA")
        .getchannel("R")
        .resize(new.size, Image.Resampling.NEAREST)
    )
    out = io.BytesIO()
    Image.composite(new, kept, white).save(out, "PNG", compress_level=1)
    return out.getvalue()


def within_transparency(painted: Image.Image, base: bytes, mask: bytes) -> Image.Image:
    """The base, with what was painted where the mask is transparent."""
    kept = Image.open(io.BytesIO(base)).convert("RGB").resize(painted.size)
    opaque = Image.open(io.BytesIO(mask)).getchannel("A").resize(painted.size, Image.Resampling.NEAREST)
    return Image.composite(kept, painted, opaque)
