"""Where a thing stands, on what ground, and how near: the words of the layout."""

from dataclasses import dataclass

from adapters.builtin.sketch.reading.vocabulary import is_listed
from adapters.builtin.sketch.scene import Thing

HEIGHT = 1000.0
"""Units of a picture's height; its width follows from the format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One copy of a thing: x of its foot, y of its base, its height."""

    key: str
    number: int
    x: float
    base: float
    height: float
    depth: float
    """Larger is nearer: painted later."""
    flip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where things may stand."""

    width: float
    horizon: float
    base: float = 915.0
    scale: float = 1.0
    """Of all things: below 1 beside a photograph, which is the subject."""
    floating: bool = False
    """Nothing stands: space, water, sky."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """A thing with its natural width over height, and the share of it left of its foot."""

    thing: Thing
    aspect: float
    over: float = 1.0
    """Its whole height, hat and all, over the height that counts."""


SIDES = {"left": 0.2, "right": 0.8, "middle": 0.5}
"""Where a side is, as a share of the width."""


def role_of(thing: Thing) -> str:
    """sky, far, middle or near."""
    if thing.aloft or thing.relation == "above":
        return "sky"
    char = thing.char
    for role in ("sky", "far", "middle"):
        if is_listed("role", role, char):
            return role
    return {
        "sun": "sky",
        "moon": "sky",
        "hot air balloon": "sky",
        "lighthouse": "far",
        "windmill": "far",
    }.get(char, "near")
