"""Who is in the scene, as cut-outs; and where each stood in the picture that is edited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from adapters.builtin.sketch.figures.cutouts import Cutout
from adapters.builtin.sketch.figures.figures import bare
from adapters.builtin.sketch.figures.photos import cut_out
from adapters.builtin.sketch.layout.layout import laid_out
from adapters.builtin.sketch.layout.positions import Ground, Place, Sized
from adapters.builtin.sketch.portraits import portrayed, unshown
from adapters.builtin.sketch.scene import Scene, Thing

LOOKS_ALIKE = 4
"""Copies beyond this many repeat the looks of the first ones."""
_MOUNTS = frozenset("🧹🚗🚕🚙🚜🚌🚚🚒🚂🏎🚑🚓🚐🛻✈🐎🐘🦄🐉🛶⛵🚤🚲🏍🛵🐪🦓🦌🐄") | {
    "pirate ship",
    "hot air balloon",
    "swing",
}
"""Whoever is on or in these shows no legs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """Chance in two parts."""

    layout: int
    """Where things stand and what they look like: an edit keeps it."""
    detail: int
    """Grain, brush marks and the clouds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    cuts: dict[tuple[str, int], Cutout]
    """By the thing's key and the copy's number."""
    sized: tuple[Sized, ...]
    missing: tuple[str, ...]
    """Words of what there is no picture of."""


def cast_of(scene: Scene, seeds: Seeds, photos: Sequence[Image.Image]) -> Cast:
    cuts, missing = _cuts(scene.things, seeds, photos)
    sized = tuple(_sized(thing, cuts[thing.key, 0]) for thing in scene.things if (thing.key, 0) in cuts)
    lacking = (word for thing in scene.things if (thing.key, 0) in cuts for word in unshown(thing))
    return Cast(cuts=cuts, sized=sized, missing=(*missing, *lacking))


def kept_places(
    base: Scene, scene: Scene, ground: Ground, seeds: Seeds, photos: Sequence[Image.Image]
) -> dict[str, list[Place]]:
    """Where everything stood in the picture that is edited, by key; without what is said to be elsewhere now."""
    was, now = base.framing, scene.framing
    if (was.dx, was.view, was.centred) != (now.dx, now.view, now.centred):
        return {}
    found: dict[str, list[Place]] = {}
    for place in laid_out(cast_of(base, seeds, photos).sized, ground, was, seeds.layout, {}):
        after, before = scene.thing(place.key), base.thing(place.key)
        if after is None or before is None or _stands_elsewhere(before, after):
            continue
        found.setdefault(place.key, []).append(replace(place, height=place.height * after.size / before.size))
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


def _cut(thing: Thing, number: int, seeds: Seeds, photos: Sequence[Image.Image]) -> Cutout | None:
    if thing.photo is not None and thing.photo < len(photos):
        return cut_out(photos[thing.photo], thing)
    return portrayed(thing, number % LOOKS_ALIKE, seeds.layout, seated=_sits(thing))


def _sits(thing: Thing) -> bool:
    return thing.relation in ("on", "in") and bare(thing.anchor.rstrip("23456789")) in _MOUNTS


def _sized(thing: Thing, cut: Cutout) -> Sized:
    standing = max(cut.standing, 1.0)
    return Sized(thing=thing, aspect=cut.mask.width / standing, over=cut.mask.height / standing)
