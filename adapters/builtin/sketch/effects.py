"""What lies over a whole scene: the light of lamps, rain, snow, fog, lightning, wind."""

from collections.abc import Mapping, Sequence
from random import Random

from PIL import Image, ImageDraw

from adapters.builtin.sketch.canvas import Canvas
from adapters.builtin.sketch.figures.figures import bare
from adapters.builtin.sketch.layout.positions import Place
from adapters.builtin.sketch.scene import Scene
from adapters.builtin.sketch.sites import Site
from adapters.builtin.sketch.sky import glow

Lamp = tuple[float, float, float]
"""x, y and radius in pixels."""
_DRY = frozenset({"space", "underwater", "cave", "moon"})
"""Places without weather, besides rooms."""
_SHINING: Mapping[str, tuple[float, float]] = {
    "lamp": (0.28, 2.4), "streetlamp": (0.18, 2.0), "🕯": (0.1, 4.0), "🏮": (0.5, 3.0), "🔥": (0.5, 3.0), "💡": (0.4, 3.0),
    "fireplace": (0.7, 1.6), "lighthouse": (0.19, 1.2), "🎃": (0.5, 2.0), "🌙": (0.5, 2.0), "⭐": (0.5, 1.6),
}  # fmt: skip
"""Things that give light: how far below their top (share of the height), radius (times half the height)."""


def lamplight(canvas: Canvas, scene: Scene, places: Sequence[Place]) -> tuple[Lamp, ...]:
    """Lights what is around lamps and fires; where they are."""
    found: list[Lamp] = []
    for place in places:
        thing = scene.thing(place.key)
        shine = _SHINING.get(bare(thing.char)) if thing else None
        if shine is None:
            continue
        x, y = place.x * canvas.unit, (place.base - place.height * (1 - shine[0])) * canvas.unit
        radius = max(place.height * shine[1] * 0.5, 90) * canvas.unit
        glow(canvas.fill, x, y, radius, (255, 226, 150), 0.42 if canvas.light.dark else 0.3)
        found.append((x, y, radius))
    return tuple(found)


def weather(canvas: Canvas, scene: Scene, site: Site, rng: Random) -> None:
    if scene.backdrop in _DRY or site.indoor:
        return
    draw = ImageDraw.Draw(canvas.fill, "RGBA")
    if scene.weather & {"rain", "storm"}:
        _rain(canvas, draw, rng)
    if "storm" in scene.weather:
        _bolt(draw, rng, *canvas.size)
    if "snowfall" in scene.weather:
        _snow(canvas, draw, rng)
    if "fog" in scene.weather:
        _fog(canvas)
    if "windy" in scene.weather:
        _wind(canvas, draw, rng)


def _rain(canvas: Canvas, draw: ImageDraw.ImageDraw, rng: Random) -> None:
    width, height = canvas.size
    for _ in range(round(190 * width / height)):
        x, y, long = rng.uniform(0, width), rng.uniform(-30, height), rng.uniform(26, 52) * canvas.unit
        draw.line(
            [x, y, x - long * 0.28, y + long],
            fill=(225, 236, 250, 150),
            width=max(1, round(2.4 * canvas.unit)),
        )


def _snow(canvas: Canvas, draw: ImageDraw.ImageDraw, rng: Random) -> None:
    width, height = canvas.size
    for _ in range(round(170 * width / height)):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(2.5, 7) * canvas.unit
        draw.ellipse([x - r, y - r, x + r, y + r], fill=(255, 255, 255, 225))


def _fog(canvas: Canvas) -> None:
    bank = Image.new("L", (1, 256))
    bank.putdata([max(0, round(165 - abs(n - 150) * 1.4)) for n in range(256)])
    mist = bank.resize(canvas.size)
    canvas.fill.paste((232, 236, 240), (0, 0, *canvas.size), mist)
    canvas.ink.paste(0, (0, 0, *canvas.size), mist)


def _wind(canvas: Canvas, draw: ImageDraw.ImageDraw, rng: Random) -> None:
    width, height = canvas.size
    for _ in range(9):
        x, y = rng.uniform(0, width * 0.8), rng.uniform(0.1, 0.75) * height
        long, broad = rng.uniform(120, 260) * canvas.unit, max(2, round(4 * canvas.unit))
        draw.line([x, y, x + long, y - 8 * canvas.unit], fill=(255, 255, 255, 170), width=broad)


def _bolt(draw: ImageDraw.ImageDraw, rng: Random, width: int, height: int) -> None:
    x, y = width * rng.choice((0.16, 0.84)), 0.0
    points = [(x, y)]
    while y < height * 0.5:
        x, y = x + rng.uniform(-0.05, 0.05) * width, y + height * 0.08
        points.append((x, y))
    draw.line(points, fill=(255, 250, 205, 255), width=max(3, round(height * 0.009)), joint="curve")
