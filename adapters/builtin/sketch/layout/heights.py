"""How tall things are drawn beside one another."""

from collections.abc import Mapping, Sequence

from adapters.builtin.sketch.layout.positions import Ground, Sized, role_of
from adapters.builtin.sketch.reading.vocabulary import height_of, roof_of
from adapters.builtin.sketch.scene import Thing

TARGET = 540.0
"""Height of the main subject, unless it is small beside something large."""
TALLEST = 780.0
SHRINK_MIN = 0.42
"""A small subject is drawn no smaller than this beside something large."""


def heights_of(things: Sequence[Sized], ground: Ground) -> dict[str, float]:
    """Heights beside one another: softened true sizes, the first thing large enough to be the subject."""
    if not things:
        return {}
    main = things[0].thing
    raw = {s.thing.key: _natural(s.thing) * s.thing.size for s in things}
    crowd = (
        0.8 if ground.floating and any(s.thing.count > 2 for s in things[1:] if not s.thing.later) else 1.0
    )
    target = (
        TARGET
        * crowd
        * ground.scale
        * (1.0 if raw[main.key] <= 110 else 1.25 if raw[main.key] <= 150 else 1.5)
    )
    sizes = {s.thing.key: s.thing.size for s in things}
    later = {s.thing.key for s in things if s.thing.later}
    found = {key: target * (value / raw[main.key]) ** 0.72 for key, value in raw.items()}
    _contrast(found, sizes)
    for sized in things:
        _fit_to_anchor(sized, found)
    tallest = max(
        (h for key, h in found.items() if not _is_far(things, key) and key not in later), default=target
    )
    shrink = max(min(1.0, TALLEST / max(tallest, 1.0)), SHRINK_MIN)
    room = min(1.0, ground.width / 620)
    stack = max((_stacked(s, found) for s in things if not s.thing.later), default=0.0) * shrink
    shrink *= min(1.0, (ground.base - 40) / stack) if stack else 1.0
    swarm = {
        s.thing.key for s in things if s.thing.count > 2 and role_of(s.thing) == "sky" and not s.thing.later
    }
    standing = [h * shrink for key, h in found.items() if key not in swarm and key not in later]
    lower = min(1.0, UNDER_A_SWARM / max(standing, default=1.0)) if swarm and not ground.floating else 1.0
    return {
        key: max(min(h * shrink * (1.0 if key in swarm else lower), TALLEST) * room, 46.0)
        for key, h in found.items()
    }


CONTRAST = 1.7
"""What is said to be big is at least so many times as tall as what is said to be small beside it."""
ROOF_MARGIN = 0.94
UNDER_A_SWARM = 430.0
"""What stands below many in the air leaves them room."""
FRONT_MAX = 0.56
"""Of what stands behind it: more would hide it."""


def _contrast(found: dict[str, float], sizes: Mapping[str, float]) -> None:
    """ "A tiny elephant next to a huge mouse": said against nature, it holds."""
    big = [key for key, size in sizes.items() if size > 1]
    small = [key for key, size in sizes.items() if size < 1]
    if not big or not small:
        return
    lowest, highest = min(found[key] for key in big), max(found[key] for key in small)
    if lowest < highest * CONTRAST:
        middle = (lowest * highest) ** 0.5
        for key in big:
            found[key] = max(found[key], middle * CONTRAST**0.5)
        for key in small:
            found[key] = min(found[key], middle / CONTRAST**0.5)


def _fit_to_anchor(sized: Sized, found: dict[str, float]) -> None:
    """What others are under is tall enough for it; what stands in front of something does not hide it."""
    thing = sized.thing
    if thing.anchor not in found:
        return
    if thing.relation == "under" and (roof := roof_of(thing.anchor.rstrip("23456789"))):
        found[thing.anchor] = max(found[thing.anchor], found[thing.key] / (roof * ROOF_MARGIN))
    if thing.relation == "front":
        found[thing.key] = min(found[thing.key], found[thing.anchor] * FRONT_MAX)


PHOTO_HEIGHT = 112
"""A photograph stands among things as a person does."""


def _natural(thing: Thing) -> int:
    return PHOTO_HEIGHT if thing.photo is not None else height_of(thing.char)


def _stacked(sized: Sized, heights: Mapping[str, float]) -> float:
    """How high a thing and what it stands on or flies above reach together."""
    thing = sized.thing
    if thing.anchor not in heights or thing.relation not in ("on", "in", "above"):
        return 0.0
    return heights[thing.key] * sized.over + heights[thing.anchor] * (
        1.0 if thing.relation == "above" else 0.62
    )


def _is_far(things: Sequence[Sized], key: str) -> bool:
    return any(
        s.thing.key == key and role_of(s.thing) in ("far", "sky") and s is not things[0] for s in things
    )
