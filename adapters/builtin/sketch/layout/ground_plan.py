"""The ground plan while a scene is laid out: what stands where already, and where there is room."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from adapters.builtin.sketch.layout.positions import Ground, Place, Sized, role_of
from adapters.builtin.sketch.scene import Framing, Thing

SHARE_MIN = 0.24


@dataclass(slots=True, kw_only=True)
class Board:
    ground: Ground
    framing: Framing
    seed: int
    heights: dict[str, float]
    things: dict[str, Sized]
    placed: dict[str, list[Place]] = field(default_factory=dict[str, list[Place]])
    taken: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    """Stretches of the ground, left and right, where something stands."""

    def all(self) -> list[Place]:
        return [place for places in self.placed.values() for place in places]

    def put(self, places: Sequence[Place]) -> None:
        for place in places:
            self.placed.setdefault(place.key, []).append(place)
            wide = place.height * self.things[place.key].aspect
            if place.base > self.ground.horizon + 60:
                self.taken.append((place.x - wide / 2, place.x + wide / 2))

    def within(self, place: Place) -> Place:
        """Moved so that the frame does not cut it, where it fits at all."""
        half = place.height * self.things[place.key].aspect / 2
        margin = min(24.0, self.ground.width * 0.03)
        if half * 2 + margin * 2 > self.ground.width:
            return replace(place, x=self.ground.width / 2)
        return replace(place, x=min(max(place.x, half + margin), self.ground.width - half - margin))

    def rng(self, thing: Thing) -> Random:
        """Chance that belongs to this thing, so that others coming and going leave it where it is."""
        return Random(f"{self.seed}/{thing.key}")

    def gaps(self, wide: float) -> list[float]:
        """Middles of free stretches that are wide enough, close to what stands there."""
        margin = 14.0
        edges = sorted(self.taken)
        found: list[float] = []
        at = margin
        for left, right in [*edges, (self.ground.width - margin, self.ground.width)]:
            if left - at >= wide + margin:
                found += [at + wide / 2 + margin / 2, left - wide / 2 - margin / 2]
            at = max(at, right)
        return found

    def clearest(self, width: float, rng: Random) -> float:
        def covered(x: float) -> float:
            own = (x - width / 2, x + width / 2)
            hidden = sum(max(0.0, min(own[1], r) - max(own[0], left)) for left, r in self.taken)
            beyond = max(0.0, -own[0]) + max(0.0, own[1] - self.ground.width)
            return hidden + beyond * 0.8 + rng.random() * 8

        return min((self.ground.width * n / 20 for n in range(2, 19)), key=covered)

    def stretch(self) -> tuple[float, float]:
        """Middle and width of the widest free stretch of the ground; all of it when none is wide."""
        width = self.ground.width
        edges = [(0.0, width * 0.03), *sorted(self.taken), (width * 0.97, width)]
        at, best = 0.0, (0.0, 0.0)
        for left, right in edges:
            if left - at > best[1] - best[0]:
                best = (at, left)
            at = max(at, right)
        if not self.taken or best[1] - best[0] < width * 0.22:
            return width / 2, width * 0.92
        return (best[0] + best[1]) / 2, (best[1] - best[0]) * 0.96

    def share(self, sized: Sized) -> float:
        """Of the width, for one of several groups on the ground: by how wide each would be, none without its place."""
        wide = {
            s.thing.key: self.heights[s.thing.key] * s.aspect * s.thing.count**0.5
            for s in self.things.values()
            if role_of(s.thing) == "near" and s.thing.relation in ("", "beside") and not s.thing.later
        }
        own = wide.get(sized.thing.key, 0.0)
        return max(own / sum(wide.values()), SHARE_MIN) if own else 1.0

    def air(
        self, height: float, aspect: float, low: float, *, free: bool = True
    ) -> list[tuple[float, float]]:
        """Middles of the cells of a grid over the air; `free`: only those where nothing stands yet."""
        wide, tall = height * max(aspect, 0.4) * 1.24, height * 1.22
        columns, rows = max(int(self.ground.width * 0.94 / wide), 1), max(int(low / tall), 1)
        step = (self.ground.width * 0.94 / columns, low / rows)
        cells = [
            (
                self.ground.width * 0.03
                + (column + 0.5) * step[0]
                + (step[0] * 0.16 if row % 2 else -step[0] * 0.16) * (columns > 1),
                24 + (row + 0.5) * step[1],
            )
            for row in range(rows)
            for column in range(columns)
        ]
        return [cell for cell in cells if not free or not self._is_taken(*cell, height, aspect)]

    def _is_taken(self, x: float, y: float, height: float, aspect: float) -> bool:
        for place in self.all():
            half = place.height * self.things[place.key].aspect / 2 + height * aspect / 2
            if (
                abs(place.x - x) < half * 0.86
                and place.base - place.height - height / 2 < y < place.base + height / 2
            ):
                return True
        return False

    def riders(self, thing: Thing) -> list[Thing]:
        """All that stand in the same way to the same thing, in their order."""
        alike = ("on", "in") if thing.relation in ("on", "in") else (thing.relation,)
        return [
            s.thing
            for s in self.things.values()
            if s.thing.anchor == thing.anchor and s.thing.relation in alike
        ]
