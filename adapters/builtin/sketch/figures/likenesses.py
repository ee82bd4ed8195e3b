"""Somebody who is there, as a sketch can show them: their picture in a frame. It draws no faces, and does not pretend to."""

from PIL import Image, ImageDraw, ImageOps

SIDE = 420
FRAME = (112, 74, 38)
MOUNT = (250, 246, 236)


def framed(picture: Image.Image) -> Image.Image:
    """The picture behind a mount in a wooden frame, upright; RGBA, as it is cut out already."""
    face = ImageOps.fit(picture.convert("RGB"), (SIDE, round(SIDE * 1.2)), centering=(0.5, 0.3))
    whole = Image.new("RGBA", (face.width + 96, face.height + 96), (*FRAME, 255))
    inner = [24, 24, face.width + 71, face.height + 71]
    ImageDraw.Draw(whole).rectangle(inner, fill=(*MOUNT, 255))
    whole.paste(face, (48, 48))
    return whole
