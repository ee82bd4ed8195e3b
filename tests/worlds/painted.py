"""Pictures that look like some and cost little."""

import io
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

from agent.domain.generation import ImageData


@cache
def painted(seed: str, *, size: tuple[int, int] = (768, 768)) -> ImageData:
    """A small landscape, the same for the same words."""
    chance = random.Random(seed)
    width, height = size
    sky = [(250, 214, 165), (176, 206, 214), (244, 182, 160), (120, 140, 190)][chance.randrange(4)]
    image = Image.new("RGB", size, sky)
    draw = ImageDraw.Draw(image)
    for row in range(height):
        share = row / height
        draw.line(((0, row), (width, row)), fill=tuple(int(c + (255 - c) * share * 0.7) for c in sky))
    x, y, r = chance.uniform(0.2, 0.8) * width, chance.uniform(0.2, 0.4) * height, width * 0.09
    draw.ellipse((x - r, y - r, x + r, y + r), fill=(255, 246, 214))
    for layer in range(4):
        base = height * (0.45 + layer * 0.14)
        shade = tuple(int(c * (0.75 - layer * 0.16)) for c in (150, 178, 150))
        points = [
            (0, height),
            *((step / 12 * width, base - chance.uniform(0, 0.16) * height) for step in range(13)),
            (width, height),
        ]
        draw.polygon(points, fill=shade)
    image = image.filter(ImageFilter.GaussianBlur(width / 400))
    out = io.BytesIO()
    image.save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=width, height=height)
