"""Places by the names of their backdrops in data/settings.toml: how each is drawn, and where one stands in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from adapters.builtin.sketch.backdrops import beyond, built, nature
from adapters.builtin.sketch.backdrops.view import View
from adapters.builtin.sketch.figures.pen import Pen
from adapters.builtin.sketch.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """How a place is drawn; heights in units from the top of a picture that is 1000 high."""

    draw: Callable[[Pen, View], None]
    horizon: float = 640
    indoor: bool = False
    floating: bool = False
    """Nothing stands in it: space, water, sky."""
    starless: bool = False
    """Brings its own sky."""
    base: float = 915
    """Where the feet of near things are."""


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
    "mars": Site(draw=beyond.mars, horizon=640, starless=True),
    "underwater": Site(draw=beyond.underwater, horizon=860, starless=True, floating=True),
    "sky": Site(draw=beyond.sky, horizon=900, floating=True), "cave": Site(draw=beyond.cave, horizon=700, starless=True),
    "plain": Site(draw=beyond.plain, horizon=780, starless=True),
}  # fmt: skip


def site_of(scene: Scene) -> Site:
    """The scene's place, an open meadow when it has none; from above one sees more ground, from below more sky."""
    site = SITES.get(scene.backdrop, SITES["meadow"])
    shift = {"above": -190, "below": 90}.get(scene.framing.view, 0)
    if not shift or site.floating:
        return site
    return replace(
        site, horizon=max(site.horizon + shift, 260), base=min(site.base + (40 if shift > 0 else -40), 960)
    )
