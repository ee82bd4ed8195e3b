"""What is to be drawn, as data: things with what they wear and hold, the place, the light, the look. Draws nothing."""

from dataclasses import dataclass, field
from typing import Literal

from adapters.builtin.sketch.colour import Rgb

Relation = Literal["", "on", "under", "beside", "behind", "front", "above", "in"]
Side = Literal["", "left", "right", "middle"]

COPIES_MAX = 60
"""Copies of one thing that are drawn; more would be specks."""
THINGS_MAX = 14
"""Different things in one picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing of the scene, or several alike."""

    key: str
    """Tells it from the others, the same before and after an edit: "🦊" for the first fox, "🦊2" for the second."""
    char: str
    """Its emoji, or the name of a drawing made by hand; "photo" for a reference picture."""
    word: str
    """What the author calls it."""
    count: int = 1
    colour: Rgb | None = None
    second: Rgb | None = None
    """Of a thing in two colours: "a red and blue parrot"."""
    size: float = 1.0
    """As asked: 1.5 for a big one, 0.6 for a small one."""
    worn: tuple[tuple[str, Rgb | None], ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    """Of what is worn, kind and the author's words, where they say more than the kind: "green wings"."""
    held: tuple[str, ...] = ()
    hair: Rgb | None = None
    asleep: bool = False
    aloft: bool = False
    """Flying, or hanging in the air."""
    relation: Relation = ""
    anchor: str = ""
    """Key of the thing that `relation` is about."""
    side: Side = ""
    across: float | None = None
    """Where its foot is, a share of the width, as the plan lays its figures out."""
    share: float = 1.0
    """Of the width, that there is for it."""
    later: bool = False
    """Added to a scene ("..., with a tree"): what was there before keeps its size."""
    named: bool = False
    """A character, or what the label of its picture says: a photograph of it shows what it is."""
    photo: int | None = None
    """Index of the reference picture it is cut out of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Style and colours."""

    treatment: str = "flat"
    palette: tuple[Rgb, ...] = ()
    """Dark to light; empty: natural colours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """How the scene is seen, from the composition words."""

    zoom: float = 1.0
    """Above 1: closer."""
    dx: float = 0.0
    """Where the subject stands, -1 (left edge) .. 1 (right edge)."""
    view: Literal["level", "above", "below"] = "level"
    centred: bool = False
    mirrored: bool = False
    """The finished picture is turned left to right; what is written in it stays legible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    things: tuple[Thing, ...] = ()
    backdrop: str = "meadow"
    props: tuple[str, ...] = ()
    """Emoji that dress the backdrop, less important than the things."""
    time: str = "day"
    weather: frozenset[str] = frozenset()
    look: Look = field(default_factory=Look)
    framing: Framing = field(default_factory=Framing)
    text: str = ""
    avoid: frozenset[str] = frozenset()
    """Emoji and names of drawings that must not appear."""
    sky: frozenset[str] = frozenset()
    """"moon", "sun", "stars", asked for by name."""
    missing: tuple[str, ...] = ()
    placed: bool = False
    """The author named the place."""

    def thing(self, key: str) -> Thing | None:
        return next((thing for thing in self.things if thing.key == key), None)
