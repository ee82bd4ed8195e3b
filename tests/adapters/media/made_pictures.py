"""Pictures for the gate, and a look at what it lets in."""

import io

from PIL import Image

from adapters.media import PillowGate
from agent.domain.generation import ImageData

GATE = PillowGate()


def picture(width: int = 96, height: int = 64, *, mode: str = "RGB") -> Image.Image:
    """Red at the top left, blue elsewhere."""
    image = Image.new("RGBA", (width, height), (20, 40, 200, 255))
    image.paste((220, 30, 30, 255), (0, 0, width // 3, height // 3))
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(image: ImageData) -> Image.Image:
    found = Image.open(io.BytesIO(image.data))
    found.load()
    return found


def is_red(pixel: tuple[int, ...]) -> bool:
    return pixel[0] > 150 and pixel[2] < 120
