"""Small pictures for tests that need some."""

import io

from PIL import Image

from agent.domain.generation import ImageData


def png(width: int = 64, height: int = 64, colour: str = "orange") -> ImageData:
    """A picture of one colour, as it comes out of the gate."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=width, height=height)
