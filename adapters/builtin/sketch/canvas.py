"""The sheet things are pasted on: colours, ink, and where things are."""

from PIL import Image, ImageDraw, ImageFilter

from adapters.builtin.sketch.colour import Rgb, mixed
from adapters.builtin.sketch.figures.cutouts import Cutout
from adapters.builtin.sketch.figures.looks import painted, tone_of
from adapters.builtin.sketch.layout.positions import HEIGHT, Place
from adapters.builtin.sketch.light import Light
from adapters.builtin.sketch.scenery import Scenery

_SHADOW: Rgb = (28, 22, 52)
Printable = tuple[tuple[int, int, int, int], bool]
"""Left, top, right and bottom in pixels; whether words replace what is drawn there."""
_NEAR_LIGHT = 0.62
"""What the viewer looks at keeps so much of its colour whatever the hour."""


class Canvas:
    """Draws into the scenery's images. Places are in units, see `layout`."""

    def __init__(self, scenery: Scenery, light: Light) -> None:
        self.fill, self.ink = scenery.fill, scenery.ink
        self.size = self.fill.size
        self.near = Image.new("L", self.size, 0)
        self.unit = self.size[1] / HEIGHT
        self.light = light
        self._tint = mixed(light.tint, (255, 255, 255), _NEAR_LIGHT)

    def paste(self, cut: Cutout, place: Place, *, shadow: bool) -> Printable | None:
        """Puts it there; where on it words are printed, None where nowhere."""
        scale = place.height * self.unit / cut.standing
        part = cut.mirrored() if place.flip else cut
        part = part.resized(round(cut.mask.width * scale), round(cut.mask.height * scale)).multiplied(
            self._tint
        )
        x = round(place.x * self.unit - part.mask.width * part.foot)
        y = round(place.base * self.unit - part.mask.height)
        if shadow:
            self._shadow(place, part.mask.width)
        self._lay(part, (x, y))
        return _board(part, x, y)

    def snore(self, place: Place) -> None:
        """Zs over a sleeper's head."""
        cut = painted("💤", tone_of("sleep"), (244, 246, 255))
        if cut is None:
            return
        tall = max(place.height * self.unit * 0.26, 8)
        x = round((place.x + place.height * 0.2) * self.unit)
        y = max(round((place.base - place.height * 1.16) * self.unit), 4)
        self._lay(cut.resized(round(tall * cut.aspect), round(tall)), (x, y))

    def _lay(self, part: Cutout, at: tuple[int, int]) -> None:
        self.fill.paste(part.fill, at, part.mask)
        self.ink.paste(0, at, part.mask)
        self.ink.paste(part.ink, at, part.mask)
        self.near.paste(255, at, part.mask)

    def _shadow(self, place: Place, width: int) -> None:
        """On the ground at its foot."""
        wide = min(width, round(place.height * self.unit * 1.1)) * 0.92
        tall = max(wide * 0.11, 6)
        box = (round(wide * 1.2), round(tall * 2.4))
        spot = Image.new("L", box, 0)
        ImageDraw.Draw(spot).ellipse([wide * 0.1, tall * 0.7, wide * 1.1, tall * 1.7], fill=105)
        at = (round(place.x * self.unit - box[0] / 2), round(place.base * self.unit - box[1] * 0.54))
        self.fill.paste(_SHADOW, at, spot.filter(ImageFilter.BoxBlur(tall * 0.34)))


def _board(part: Cutout, x: int, y: int) -> Printable | None:
    if (board := part.board) is None:
        return None
    wide, tall = part.mask.size
    edges = (x + board.left * wide, y + board.top * tall, x + board.right * wide, y + board.bottom * tall)
    left, top, right, bottom = (round(edge) for edge in edges)
    return (left, top, right, bottom), board.over
