"""Masks: which part of a picture a person marked as the one to change, read from pixels."""

from PIL import Image, ImageChops

SHARE_MIN = 0.002
"""Of the picture that is marked, and that is not: below it there is no mask, but a speck or a frame."""
RATIO_SLACK = 0.03
"""How far a mask's shape may be from its picture's."""
_DARK, _LIGHT, _COLOURED = 48, 207, 40
"""Levels up to which a pixel counts as black, from which as white, and by how much two channels of grey may differ (JPEG blurs)."""
_PURE_SHARE = 0.96
"""Of a black and white picture that is the one or the other; the rest is the blur between them."""


def erased(picture: Image.Image) -> Image.Image | None:
    """The part that was erased (L, 255 where it is transparent); None where nothing, or nearly all, is."""
    if picture.mode not in ("RGBA", "LA", "PA"):
        return None
    clear = picture.convert("RGBA").getchannel("A").point([255 if level < 128 else 0 for level in range(256)])
    return clear if _is_part(clear) else None


def marked(picture: Image.Image, *, dark: bool) -> Image.Image | None:
    """The white part of a black and white picture, or its black one (L, 255 there); None where it is no such picture."""
    red, green, blue = picture.convert("RGB").split()
    for one, other in ((red, green), (green, blue)):
        if _share(ImageChops.difference(one, other), _COLOURED) > 1 - _PURE_SHARE:
            return None
    black, white = 1 - _share(green, _DARK), _share(green, _LIGHT - 1)
    if black + white < _PURE_SHARE:
        return None
    chosen = green.point([255 if (level < 128) == dark else 0 for level in range(256)])
    return chosen if _is_part(chosen) else None


def fits(picture: Image.Image, size: tuple[int, int]) -> bool:
    """Whether the picture has the shape of one of this size."""
    ratio = (picture.width / picture.height) / (size[0] / size[1])
    return 1 - RATIO_SLACK <= ratio <= 1 + RATIO_SLACK


def mask_of(part: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The part (L, 255 where the picture may change) as image servers read it: transparent and white there, opaque and black
    elsewhere, so that both those that go by transparency and those that go by brightness read the same."""
    part = part.resize(size, Image.Resampling.NEAREST)
    return Image.merge("RGBA", (part, part, part, ImageChops.invert(part)))


def _is_part(part: Image.Image) -> bool:
    return SHARE_MIN <= _share(part, 127) <= 1 - SHARE_MIN


def _share(image: Image.Image, level: int) -> float:
    """Of the pixels, those above a level."""
    return sum(image.histogram()[level + 1 :]) / (image.width * image.height)
