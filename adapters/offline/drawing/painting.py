"""A scene painted flat: colours, ink lines and what stands where, for a treatment to make a picture of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from adapters.offline.drawing.backdrops import beyond, built, nature
from adapters.offline.drawing.backdrops.view import View
from adapters.offline.drawing.colour import Rgb
from adapters.offline.drawing.cutouts import Cutout
from adapters.offline.drawing.figures import bare
from adapters.offline.drawing.layout import HEIGHT, Camera, Ground, Place, Sized, laid_out, seen_through
from adapters.offline.drawing.light import Light, light_of
from adapters.offline.drawing.pen import Pen
from adapters.offline.drawing.photos import cut_out, ground_of
from adapters.offline.drawing.portraying import portrayed
from adapters.offline.drawing.scene import Framing, Scene, Thing
from adapters.offline.drawing.sky import aurora, clouds, glow, moon, paint_sky, sun

BACKDROP_PIXELS_MAX = 1_500_000
"""Backdrops are drawn at about this many pixels and scaled: soft edges, and time that does not grow with the format."""


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
    lit: tuple[tuple[float, float, float], ...] = ()
    """Lights: x, y, radius in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """Chance in two parts."""

    layout: int
    """Where things stand and what they look like: an edit keeps it."""
    detail: int
    """Grain, brush marks and the clouds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """How a place is drawn."""

    draw: Callable[[Pen, View], None]
    horizon: float = 640
    indoor: bool = False
    floating: bool = False
    starless: bool = False
    """Brings its own sky."""
    base: float = 915


SITES: Mapping[str, Site] = {
    "meadow": Site(draw=nature.meadow, horizon=600), "park": Site(draw=nature.park, horizon=600),
    "garden": Site(draw=nature.garden, horizon=590), "forest": Site(draw=nature.forest, horizon=590),
    "jungle": Site(draw=nature.jungle, horizon=600), "beach": Site(draw=nature.beach, horizon=520),
    "sea": Site(draw=nature.sea, horizon=500, base=800), "lake": Site(draw=nature.lake, horizon=520),
    "mountains": Site(draw=nature.mountains, horizon=590), "volcano": Site(draw=nature.volcano, horizon=640),
    "desert": Site(draw=nature.desert, horizon=600), "snow": Site(draw=nature.snow, horizon=590),
    "graveyard": Site(draw=nature.graveyard, horizon=610), "city": Site(draw=built.city, horizon=640),
    "street": Site(draw=built.street, horizon=620), "castle": Site(draw=built.castle, horizon=700, indoor=True),
    "room": Site(draw=built.room, horizon=690, indoor=True), "kitchen": Site(draw=built.kitchen, horizon=720, indoor=True),
    "cafe": Site(draw=built.cafe, horizon=700, indoor=True), "library": Site(draw=built.library, horizon=700, indoor=True),
    "classroom": Site(draw=built.classroom, horizon=700, indoor=True), "office": Site(draw=built.office, horizon=700, indoor=True),
    "stage": Site(draw=built.stage, horizon=720, indoor=True), "stadium": Site(draw=built.stadium, horizon=560),
    "table": Site(draw=built.table, horizon=620, indoor=True, base=860),
    "space": Site(draw=beyond.space, starless=True, floating=True), "moon": Site(draw=beyond.moon, horizon=640, starless=True),
    "mars": Site(draw=beyond.mars, horizon=640, starless=True), "underwater": Site(draw=beyond.underwater, horizon=860, starless=True, floating=True),
    "sky": Site(draw=beyond.sky, horizon=900, floating=True), "cave": Site(draw=beyond.cave, horizon=700, starless=True),
    "plain": Site(draw=beyond.plain, horizon=780, starless=True),
}  # fmt: skip


def painted_scene(
    scene: Scene, base: Scene | None, size: tuple[int, int], seeds: Seeds, *, photos: Sequence[Image.Image] = (), ground: Image.Image | None = None
) -> tuple[Painting, tuple[str, ...]]:  # fmt: skip
    """The painting, and the words of what there is no picture of. `photos` are the reference pictures that the scene's
    things refer to; `ground` is a picture to paint on instead of a backdrop."""
    width = HEIGHT * size[0] / size[1]
    site = _tilted(SITES.get(scene.backdrop, SITES["meadow"]), scene.framing)
    light = light_of(scene.time, scene.weather, indoor=site.indoor)
    stand = Ground(width=width, horizon=site.horizon, base=site.base, floating=site.floating)
    if ground is not None:
        stand = Ground(width=width, horizon=500, base=970, scale=0.56)
    cuts, missing = _cuts(scene.things, seeds, photos)
    sized = [Sized(thing=t, aspect=_aspect(cuts[t.key, 0])) for t in scene.things if (t.key, 0) in cuts]
    kept = _kept(base, scene, stand, seeds, photos) if base else {}
    places = laid_out(sized, stand, scene.framing, seeds.layout, kept)
    main = sized[0].thing.key if sized else ""
    places, camera = seen_through(places, stand, scene.framing, main)
    fill, ink, land = (
        _photographed(ground, light, size)
        if ground
        else _backdrop(scene, site, light, width, size, seeds, camera)
    )
    near = Image.new("L", size, 0)
    for place in places:
        _paste(
            fill,
            ink,
            near,
            cuts[place.key, place.number],
            place,
            size,
            light,
            shadow=not stand.floating and not ground,
        )
    lit = _lights(fill, places, light, size, scene)
    _weather(fill, ink, scene, Random(f"{seeds.layout}/weather"), size)
    horizon = (site.horizon - camera.top) * camera.zoom * size[1] / HEIGHT
    return Painting(
        fill=fill, ink=ink, near=near, land=land, horizon=min(max(horizon, 1), size[1] - 1), dark=light.dark, seed=seeds.detail, lit=lit
    ), missing  # fmt: skip


def _tilted(site: Site, framing: Framing) -> Site:
    """From above one sees more ground, from below more sky."""
    shift = {"above": -190, "below": 90}.get(framing.view, 0)
    if not shift or site.floating:
        return site
    return replace(
        site, horizon=max(site.horizon + shift, 260), base=min(site.base + (40 if shift > 0 else -40), 960)
    )


def _photographed(
    ground: Image.Image, light: Light, size: tuple[int, int]
) -> tuple[Image.Image, Image.Image, Image.Image]:
    fill, ink, _ = ground_of(ground, size)
    return fill.convert("RGB"), ink, Image.new("L", size, 255)


def _kept(
    base: Scene, scene: Scene, ground: Ground, seeds: Seeds, photos: Sequence[Image.Image]
) -> dict[str, list[Place]]:
    """Where everything stood in the picture that is edited."""
    cuts, _ = _cuts(base.things, seeds, photos)
    sized = [Sized(thing=t, aspect=_aspect(cuts[t.key, 0])) for t in base.things if (t.key, 0) in cuts]
    found: dict[str, list[Place]] = {}
    moved = (base.framing.dx, base.framing.view, base.framing.centred) != (
        scene.framing.dx,
        scene.framing.view,
        scene.framing.centred,
    )
    for place in laid_out(sized, ground, base.framing, seeds.layout, {}):
        now, was = scene.thing(place.key), base.thing(place.key)
        if moved or now is None or was is None or _stands_elsewhere(was, now):
            continue
        found.setdefault(place.key, []).append(replace(place, height=place.height * now.size / was.size))
    return {key: sorted(places, key=lambda p: p.number) for key, places in found.items()}


def _stands_elsewhere(was: Thing, now: Thing) -> bool:
    """Said to be somewhere else than before; what it stood by going away moves nothing."""
    told = now.relation not in ("", "beside") and (now.relation, now.anchor) != (was.relation, was.anchor)
    return told or now.side != was.side or now.aloft != was.aloft


def _cuts(
    things: Sequence[Thing], seeds: Seeds, photos: Sequence[Image.Image]
) -> tuple[dict[tuple[str, int], Cutout], tuple[str, ...]]:
    found: dict[tuple[str, int], Cutout] = {}
    missing: list[str] = []
    for thing in things:
        for number in range(thing.count):
            cut = _cut(thing, number, seeds, photos)
            if cut is None:
                missing.append(thing.word)
                break
            found[thing.key, number] = cut
    return found, tuple(missing)


LOOKS_ALIKE = 4
"""Copies beyond this many repeat the looks of the first ones."""


def _cut(thing: Thing, number: int, seeds: Seeds, photos: Sequence[Image.Image]) -> Cutout | None:
    if thing.photo is not None and thing.photo < len(photos):
        return cut_out(photos[thing.photo], thing)
    return portrayed(thing, number % LOOKS_ALIKE, seeds.layout, seated=_sits(thing))


def _sits(thing: Thing) -> bool:
    return thing.relation in ("on", "in") and bare(thing.anchor.rstrip("23456789")) in _MOUNTS


def _aspect(cut: Cutout) -> float:
    return cut.mask.width / max(cut.standing, 1.0)


def _backdrop(
    scene: Scene, site: Site, light: Light, width: float, size: tuple[int, int], seeds: Seeds, camera: Camera
) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Colours, ink and land of the place."""
    wanted = 1.25 * camera.zoom * size[1] / HEIGHT
    scale = min((BACKDROP_PIXELS_MAX * camera.zoom / (width * HEIGHT)) ** 0.5, wanted)
    rng = Random(f"{seeds.layout}/backdrop/{scene.backdrop}")
    view = View(width=width, horizon=site.horizon, light=light, rng=rng, avoid=scene.avoid)
    pen = Pen(width, HEIGHT, line=4, scale=scale)
    if not site.indoor and not site.starless:
        paint_sky(pen, light, site.horizon, Random(f"{seeds.detail}/sky"), scene.avoid)
        _overhead(pen, scene, light, site.horizon, Random(f"{seeds.detail}/clouds"))
    ground = Pen(width, HEIGHT, line=4, scale=scale)
    ground.fill.paste(pen.fill)
    ground.ink.paste(pen.ink)
    site.draw(ground, view)
    lit = (
        ground.fill
        if site.starless
        else ImageChops.multiply(ground.fill, Image.new("RGB", ground.fill.size, light.tint))
    )
    pen.fill.paste(lit, (0, 0), ground.mask)
    ink = ground.ink.point([v * 150 // 255 for v in range(256)])
    left, top = camera.left * scale, camera.top * scale
    box = (
        left,
        top,
        min(left + width * scale / camera.zoom, pen.fill.width),
        min(top + HEIGHT * scale / camera.zoom, pen.fill.height),
    )
    fill, ink, land = (
        sheet.resize(size, Image.Resampling.BILINEAR, box) for sheet in (pen.fill, ink, ground.mask)
    )
    return fill, ink, land


def _overhead(pen: Pen, scene: Scene, light: Light, horizon: float, rng: Random) -> None:
    if "aurora" in scene.weather:
        aurora(pen, horizon, rng)
    if "moon" in scene.sky and light.shining != "moon":
        moon(pen, pen.width * 0.76, horizon * 0.24, 78)
    if "sun" in scene.sky and light.shining != "sun":
        sun(pen, pen.width * 0.22, horizon * 0.26, 76)
    if scene.avoid & {"☁"} or "aurora" in scene.weather:
        return
    heavy = bool(scene.weather & {"rain", "storm", "cloudy", "snowfall"})
    clouds(pen, light, horizon, rng, round((6 if heavy else 3) * max(pen.width / 1000, 0.6)), heavy=heavy)


def _paste(
    fill: Image.Image, ink: Image.Image, near: Image.Image, cut: Cutout, place: Place, size: tuple[int, int], light: Light, *, shadow: bool
) -> None:  # fmt: skip
    unit = size[1] / HEIGHT
    scale = place.height * unit / cut.standing
    part = cut.mirrored() if place.flip else cut
    part = part.resized(round(cut.mask.width * scale), round(cut.mask.height * scale))
    part = part.multiplied(_lighter(light.tint))
    x, y = round(place.x * unit - part.mask.width * part.foot), round(place.base * unit - part.mask.height)
    if shadow and place.depth > 100:
        _shadow(fill, place, part, unit)
    fill.paste(part.fill, (x, y), part.mask)
    ink.paste(0, (x, y), part.mask)
    ink.paste(part.ink, (x, y), part.mask)
    near.paste(255, (x, y), part.mask)


def _lighter(tint: Rgb) -> Rgb:
    """What the viewer looks at keeps more of its colour than the backdrop."""
    return tint[0] + (255 - tint[0]) // 2, tint[1] + (255 - tint[1]) // 2, tint[2] + (255 - tint[2]) // 2


def _shadow(fill: Image.Image, place: Place, part: Cutout, unit: float) -> None:
    wide = min(part.mask.width, round(place.height * unit * 1.1)) * 0.92
    tall = max(wide * 0.11, 6)
    box = (round(wide * 1.2), round(tall * 2.4))
    spot = Image.new("L", box, 0)
    ImageDraw.Draw(spot).ellipse([wide * 0.1, tall * 0.7, wide * 1.1, tall * 1.7], fill=105)
    spot = spot.filter(ImageFilter.GaussianBlur(tall * 0.28))
    at = (round(place.x * unit - box[0] / 2), round(place.base * unit - box[1] * 0.54))
    fill.paste((28, 22, 52), at, spot)


_MOUNTS = frozenset("🐎🐘🦄🐉🛶⛵🚤🚲🏍🛵🐪🦓🦌🐄") | {"pirate ship", "hot air balloon", "swing"}
"""Whoever is on or in these shows no legs."""
_SHINING = {"lamp": (0.0, 0.28, 2.4), "streetlamp": (0.0, 0.18, 2.0), "🕯": (0.0, 0.1, 4.0), "🏮": (0.0, 0.5, 3.0), "🔥": (0.0, 0.5, 3.0),
            "💡": (0.0, 0.4, 3.0), "fireplace": (0.0, 0.7, 1.6), "lighthouse": (0.0, 0.19, 1.2), "🎃": (0.0, 0.5, 2.0), "🌙": (0, 0.5, 2.0), "⭐": (0, 0.5, 1.6)}  # fmt: skip
"""Things that give light: offset, height below the top (share), radius (times half the height)."""


def _lights(
    fill: Image.Image, places: Sequence[Place], light: Light, size: tuple[int, int], scene: Scene
) -> tuple[tuple[float, float, float], ...]:
    unit = size[1] / HEIGHT
    found: list[tuple[float, float, float]] = []
    for place in places:
        thing = scene.thing(place.key)
        shine = _SHINING.get(thing.char.replace("\ufe0f", "")) if thing else None
        if shine is None:
            continue
        x, y = place.x * unit, (place.base - place.height * (1 - shine[1])) * unit
        radius = max(place.height * shine[2] * 0.5, 90) * unit
        glow(fill, x, y, radius, (255, 226, 150), 0.62 if light.dark else 0.34)
        found.append((x, y, radius))
    return tuple(found)


def _weather(fill: Image.Image, ink: Image.Image, scene: Scene, rng: Random, size: tuple[int, int]) -> None:
    width, height = size
    if (
        scene.backdrop in ("space", "underwater", "cave", "moon")
        or SITES.get(scene.backdrop, SITES["meadow"]).indoor
    ):
        return
    draw = ImageDraw.Draw(fill, "RGBA")
    unit = height / 1000
    if scene.weather & {"rain", "storm"}:
        for _ in range(round(190 * width / height)):
            x, y, long = rng.uniform(0, width), rng.uniform(-30, height), rng.uniform(26, 52) * unit
            draw.line(
                [x, y, x - long * 0.28, y + long], fill=(225, 236, 250, 150), width=max(1, round(2.4 * unit))
            )
    if "storm" in scene.weather:
        _bolt(draw, rng, width, height)
    if "snowfall" in scene.weather:
        for _ in range(round(170 * width / height)):
            x, y, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(2.5, 7) * unit
            draw.ellipse([x - r, y - r, x + r, y + r], fill=(255, 255, 255, 225))
    if "fog" in scene.weather:
        mist = Image.new("L", (1, 256))
        mist.putdata([max(0, round(165 - abs(n - 150) * 1.4)) for n in range(256)])
        fill.paste((232, 236, 240), (0, 0, width, height), mist.resize(size))
        ink.paste(0, (0, 0, width, height), mist.resize(size))
    if "windy" in scene.weather:
        for _ in range(9):
            x, y, long = (
                rng.uniform(0, width * 0.8),
                rng.uniform(0.1, 0.75) * height,
                rng.uniform(120, 260) * unit,
            )
            draw.line(
                [x, y, x + long, y - 8 * unit], fill=(255, 255, 255, 170), width=max(2, round(4 * unit))
            )


def _bolt(draw: ImageDraw.ImageDraw, rng: Random, width: int, height: int) -> None:
    x, y = width * rng.choice((0.16, 0.84)), 0.0
    points = [(x, y)]
    while y < height * 0.5:
        x, y = x + rng.uniform(-0.05, 0.05) * width, y + height * 0.08
        points.append((x, y))
    draw.line(points, fill=(255, 250, 205, 255), width=max(3, round(height * 0.009)), joint="curve")
