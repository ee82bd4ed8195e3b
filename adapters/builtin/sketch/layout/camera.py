"""How much of the scene is seen: close-ups and wide shots."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.builtin.sketch.layout.positions import HEIGHT, Ground, Place
from adapters.builtin.sketch.scene import Framing


def seen_through(
    places: Sequence[Place], ground: Ground, framing: Framing, main: str
) -> tuple[list[Place], "Camera"]:
    """The places as the camera of the framing sees them, and the camera."""
    subject = next((place for place in places if place.key == main), None)
    if subject is None or abs(framing.zoom - 1) < 0.05:
        return list(places), Camera()
    if framing.zoom < 1:
        return [_receded(place, subject.x, ground, framing.zoom) for place in places], Camera()
    zoom = framing.zoom
    wide, tall = ground.width / zoom, HEIGHT / zoom
    left = min(max(subject.x - wide * (0.5 + framing.dx / 2), 0.0), ground.width - wide)
    top = min(max(subject.base - subject.height * 0.54 - tall / 2, 0.0), HEIGHT - tall)
    camera = Camera(left=left, top=top, zoom=zoom)
    return [
        replace(place, x=(place.x - left) * zoom, base=(place.base - top) * zoom, height=place.height * zoom)
        for place in places
    ], camera


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """The part of the scene that is seen: its upper left corner in units, and how much it is enlarged."""

    left: float = 0.0
    top: float = 0.0
    zoom: float = 1.0


def _receded(place: Place, x: float, ground: Ground, zoom: float) -> Place:
    standing = place.base > ground.horizon and not ground.floating
    base = ground.horizon + (place.base - ground.horizon) * (0.45 + zoom * 0.45) if standing else place.base
    return replace(place, x=x + (place.x - x) * zoom, base=base, height=place.height * zoom)
