"""The place of a scene, painted over the whole picture."""

from dataclasses import dataclass
from random import Random

from PIL import Image

from adapters.builtin.sketch.backdrops.view import View
from adapters.builtin.sketch.colour import Rgb
from adapters.builtin.sketch.figures.pen import Pen
from adapters.builtin.sketch.figures.photos import ground_of
from adapters.builtin.sketch.layout.camera import Camera
from adapters.builtin.sketch.layout.positions import HEIGHT
from adapters.builtin.sketch.light import Light
from adapters.builtin.sketch.scene import Scene
from adapters.builtin.sketch.sites import Site
from adapters.builtin.sketch.sky import aurora, clouds, moon, paint_sky, rainbow, sun

PIXELS_MAX = 1_500_000
"""Backdrops are drawn at about this many pixels and scaled: soft edges, and time that does not grow with the format."""
OVERSIZE = 1.25
"""Drawn so much larger than shown, which smooths their edges."""
INK_SHARE = 150 / 255
"""Lines of a backdrop are fainter than those of what stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenery:
    """Images of the picture's size."""

    fill: Image.Image
    ink: Image.Image
    land: Image.Image
    """L, 255 where there is no open sky."""


def scenery(
    scene: Scene, site: Site, light: Light, size: tuple[int, int], layout: int, detail: int, camera: Camera
) -> Scenery:
    """`layout` and `detail` are seeds: of the place, and of its sky."""
    width = HEIGHT * size[0] / size[1]
    most = (PIXELS_MAX * camera.zoom / (width * HEIGHT)) ** 0.5
    scale = min(most, OVERSIZE * camera.zoom * size[1] / HEIGHT)
    pen = Pen(width, HEIGHT, line=4, scale=scale)
    if not site.indoor and not site.starless:
        paint_sky(pen, light, site.horizon, Random(f"{detail}/sky"), scene.avoid)
        _overhead(pen, scene, light, site.horizon, Random(f"{detail}/clouds"))
    ground = Pen(width, HEIGHT, line=4, scale=scale)
    ground.fill.paste(pen.fill)
    ground.ink.paste(pen.ink)
    rng = Random(f"{layout}/backdrop/{scene.backdrop}")
    site.draw(ground, View(width=width, horizon=site.horizon, light=light, rng=rng, avoid=scene.avoid))
    lit = ground.fill if site.starless else _tinted(ground.fill, light.tint)
    pen.fill.paste(lit, (0, 0), ground.mask)
    ink, land = ground.ink.point([round(v * INK_SHARE) for v in range(256)]), ground.mask
    fill = pen.fill
    del pen, ground, lit  # six megabytes each, while the sheets are scaled
    fill, ink, land = (_seen(sheet, size, scale, width, camera) for sheet in (fill, ink, land))
    return Scenery(fill=fill, ink=ink, land=land)


def _seen(
    sheet: Image.Image, size: tuple[int, int], scale: float, width: float, camera: Camera
) -> Image.Image:
    """The camera's part of a sheet, in the picture's size."""
    left, top = camera.left * scale, camera.top * scale
    right = min(left + width * scale / camera.zoom, sheet.width)
    low = min(top + HEIGHT * scale / camera.zoom, sheet.height)
    return sheet.resize(size, Image.Resampling.BILINEAR, (left, top, right, low))


def photographed(photograph: Image.Image, light: Light, size: tuple[int, int]) -> Scenery:
    """A photograph as the place, in the light of the hour."""
    fill, ink = ground_of(photograph, size)
    return Scenery(fill=_tinted(fill, light.tint), ink=ink, land=Image.new("L", size, 255))


def _tinted(image: Image.Image, tint: Rgb) -> Image.Image:
    """The picture as under coloured light; by a table, for a sheet of the tint would take as much memory as the picture."""
    return image.point([level * share // 255 for share in tint for level in range(256)])


def _overhead(pen: Pen, scene: Scene, light: Light, horizon: float, rng: Random) -> None:
    if "aurora" in scene.weather:
        aurora(pen, horizon, rng)
    if "moon" in scene.sky and light.shining != "moon":
        moon(pen, pen.width * 0.76, horizon * 0.24, 78)
    if "sun" in scene.sky and light.shining != "sun":
        sun(pen, pen.width * 0.22, horizon * 0.26, 76)
    if "🌈" in scene.sky:
        rainbow(pen, horizon)
    if scene.avoid & {"☁"} or "aurora" in scene.weather:
        return
    heavy = bool(scene.weather & {"rain", "storm", "cloudy", "snowfall"})
    clouds(pen, light, horizon, rng, round((6 if heavy else 3) * max(pen.width / 1000, 0.6)), heavy=heavy)
