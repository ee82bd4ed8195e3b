"""Somebody who is there, as a sketch can show them: their picture in a frame. It draws no faces, and does not pretend to."""

from PIL import Image, ImageDraw, ImageOps

SIDE = 420
WHOLE_SIDE = 560
FRAME = (112, 74, 38)
MOUNT = (250, 246, 236)


def framed(picture: Image.Image) -> Image.Image:
    """The picture behind a mount in a wooden frame, upright; RGBA, as it is cut out already."""
    face = ImageOps.fit(picture.convert("RGB"), (SIDE, round(SIDE * 1.2)), centering=(0.5, 0.3))
    return _mounted(face)


def framed_whole(picture: Image.Image) -> Image.Image:
    """All of a picture in a frame of its own shape: what nothing can be cut out of."""
    return _mounted(ImageOps.contain(picture.convert("RGB"), (WHOLE_SIDE, WHOLE_SIDE)))


def _mounted(picture: Image.Image) -> Image.Image:
    whole = Image.new("RGBA", (picture.width + 96, picture.height + 96), (*FRAME, 255))
    inner = [24, 24, picture.width + 71, picture.height + 71]
    ImageDraw.Draw(whole).rectangle(inner, fill=(*MOUNT, 255))
    whole.paste(picture, (48, 48))
    return whole
