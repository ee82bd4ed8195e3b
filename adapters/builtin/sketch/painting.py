"""A scene painted flat: colours, ink lines and what stands where, for a treatment to make a picture of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image

from adapters.builtin.sketch.canvas import Canvas, Printable
from adapters.builtin.sketch.cast import Seeds, cast_of, kept_places
from adapters.builtin.sketch.effects import Lamp, lamplight, weather
from adapters.builtin.sketch.layout.camera import seen_through
from adapters.builtin.sketch.layout.layout import laid_out
from adapters.builtin.sketch.layout.positions import HEIGHT, Ground
from adapters.builtin.sketch.light import light_of
from adapters.builtin.sketch.reading.vocabulary import is_listed
from adapters.builtin.sketch.scene import Scene
from adapters.builtin.sketch.scenery import photographed, scenery
from adapters.builtin.sketch.sites import Site, site_of

_ABOVE_GROUND = 100
"""Depths below this are of things in the air, which throw no shadow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting:
    """Images of one size."""

    fill: Image.Image
    """RGB, flat colours in the light of the hour."""
    ink: Image.Image
    """L, 255 where lines are."""
    near: Image.Image
    """L, 255 where the things of the scene are."""
    land: Image.Image
    """L, 255 where there is no open sky: ground, trees, houses; all of it indoors."""
    horizon: float
    """y in pixels."""
    dark: bool
    seed: int
    photograph: bool = False
    """Painted on a photograph: nothing is known of its sky and its things."""
    lit: tuple[Lamp, ...] = ()
    missing: tuple[str, ...] = ()
    """Words of what there is no picture of."""
    board: Printable | None = None
    """Where the words of the picture are printed on a thing."""


def painted_scene(
    scene: Scene, base: Scene | None, size: tuple[int, int], seeds: Seeds,
    *, photos: Sequence[Image.Image] = (), photograph: Image.Image | None = None,
) -> Painting:  # fmt: skip
    """`base` is the scene of the picture that is edited. `photos` are the reference pictures that the scene's things
    refer to; `photograph` is a picture to paint on instead of a backdrop."""
    site = site_of(scene)
    light = light_of(scene.time, scene.weather, indoor=site.indoor)
    ground = _ground(site, size, on_photograph=photograph is not None)
    cast = cast_of(scene, seeds, photos)
    kept = kept_places(base, scene, ground, seeds, photos) if base else {}
    laid = laid_out(cast.sized, ground, scene.framing, seeds.layout, kept)
    places, camera = seen_through(laid, ground, scene.framing, cast.sized[0].thing.key if cast.sized else "")
    if photograph is not None:
        back = photographed(photograph, light, size)
    else:
        back = scenery(scene, site, light, size, seeds.layout, seeds.detail, camera)
    canvas, boards = Canvas(back, light), dict[str, Printable]()
    for place in places:
        standing = place.depth > _ABOVE_GROUND and not ground.floating and photograph is None
        printable = canvas.paste(cast.cuts[place.key, place.number], place, shadow=standing)
        if printable is not None:
            boards.setdefault(place.key, printable)
        if (thing := scene.thing(place.key)) is not None and thing.asleep:
            canvas.snore(place)
    lit = lamplight(canvas, scene, places)
    weather(canvas, scene, site, Random(f"{seeds.layout}/weather"))
    horizon = (site.horizon - camera.top) * camera.zoom * canvas.unit
    return Painting(
        fill=canvas.fill, ink=canvas.ink, near=canvas.near, land=back.land, horizon=min(max(horizon, 1), size[1] - 1),
        dark=light.dark, seed=seeds.detail, photograph=photograph is not None, lit=lit, missing=cast.missing, board=_read_on(scene, boards),
    )  # fmt: skip


def _read_on(scene: Scene, boards: Mapping[str, Printable]) -> Printable | None:
    """The thing that bears the words: what is there to be read, else the subject; what only stands about bears none."""
    for thing in scene.things:
        reads = thing.said and any(kind == "shirt" for kind, _ in thing.said)
        signs = any(is_listed("signs", "chars", char) for char in (thing.char, *thing.held))
        if thing.key in boards and (reads or signs):
            return boards[thing.key]
    return boards.get(scene.things[0].key) if scene.things and scene.things[0].count == 1 else None


def _ground(site: Site, size: tuple[int, int], *, on_photograph: bool) -> Ground:
    width = HEIGHT * size[0] / size[1]
    if on_photograph:
        return Ground(width=width, horizon=500, base=970, scale=0.56)
    return Ground(width=width, horizon=site.horizon, base=site.base, floating=site.floating)
