"""Where things stand: in units of a picture that is 1000 high. Pure arithmetic; the same seed gives the same places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, sqrt
from random import Random

from adapters.offline.drawing.scene import Framing, Thing
from adapters.offline.drawing.vocabulary import height_of, is_listed, seat_of

HEIGHT = 1000.0
TARGET = 540.0
"""Height of the main subject, unless it is small beside something large."""
TALLEST = 780.0
SHRINK_MIN = 0.42
"""A small subject is drawn no smaller than this beside something large."""


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


_BIRDS = frozenset({"🐦", "🐦‍⬛", "🦅"})
_SIDES = {"left": 0.2, "right": 0.8, "middle": 0.5}
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


def laid_out(
    things: Sequence[Sized], ground: Ground, framing: Framing, seed: int, kept: Mapping[str, Sequence[Place]]
) -> list[Place]:
    """Places for every copy of every thing. What `kept` knows by key stays where it was."""
    heights = _heights(things, ground)
    board = _Board(
        ground=ground, framing=framing, seed=seed, heights=heights, things={s.thing.key: s for s in things}
    )
    for key, places in kept.items():
        if key in board.things and len(places) == board.things[key].thing.count:
            board.put(places)
    order = sorted(things, key=lambda sized: _depends(sized.thing, board.things))
    for sized in order:
        if sized.thing.key not in board.placed:
            board.place(sized)
    return sorted(board.all(), key=lambda place: place.depth)


def _depends(thing: Thing, things: Mapping[str, Sized]) -> int:
    """How many anchors away from standing by itself."""
    steps, seen = 0, {thing.key}
    while thing.anchor in things and thing.anchor not in seen:
        seen.add(thing.anchor)
        thing = things[thing.anchor].thing
        steps += 1
    return steps


def _heights(things: Sequence[Sized], ground: Ground) -> dict[str, float]:
    """Heights beside one another: softened true sizes, the first thing large enough to be the subject."""
    if not things:
        return {}
    main = things[0].thing
    raw = {s.thing.key: _natural(s.thing) * s.thing.size for s in things}
    crowd = 0.8 if ground.floating and any(s.thing.count > 2 for s in things[1:]) else 1.0
    target = (
        TARGET
        * crowd
        * ground.scale
        * (1.0 if raw[main.key] <= 110 else 1.25 if raw[main.key] <= 150 else 1.5)
    )
    found = {key: target * (value / raw[main.key]) ** 0.72 for key, value in raw.items()}
    tallest = max((h for key, h in found.items() if not _is_far(things, key)), default=target)
    shrink = max(min(1.0, TALLEST / max(tallest, 1.0)), SHRINK_MIN)
    room = min(1.0, ground.width / 620)
    stack = max((_stacked(s, found) for s in things), default=0.0) * shrink
    shrink *= min(1.0, (ground.base - 40) / stack) if stack else 1.0
    return {key: max(min(h * shrink, TALLEST) * room, 46.0) for key, h in found.items()}


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


@dataclass(slots=True, kw_only=True)
class _Board:
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

    def place(self, sized: Sized) -> None:
        thing = sized.thing
        anchor = self.placed.get(thing.anchor)
        if thing.count > 1 and role_of(thing) == "sky":
            self.put(self._swarm(sized))
        elif anchor and thing.relation in ("on", "in", "under", "behind", "front", "above"):
            self.put(self._related(sized, anchor))
        elif thing.count > 1:
            self.put(self._many(sized))
        elif self.ground.floating or (role_of(thing) == "sky" and not self._perches(thing)):
            self.put([self.within(self._aloft(sized))])
        elif role_of(thing) in ("far", "middle") and self.placed:
            self.put([self.within(self._behind(sized))])
        else:
            self.put([self.within(self._standing(sized))])

    def _perches(self, thing: Thing) -> bool:
        """A bird that is the subject stands, unless it is said to fly."""
        return not self.placed and not thing.aloft and thing.char in _BIRDS

    # --- one ---------------------------------------------------------------------------------------------------

    def _standing(self, sized: Sized) -> Place:
        thing, height = sized.thing, self.heights[sized.thing.key]
        widest = self.ground.width * (0.86 if thing.photo is None else 0.56)
        height = min(height, widest / max(sized.aspect, 0.1), (self.ground.base - 30) / sized.over)
        x, height = self._free(thing, height, sized.aspect)
        base = self.ground.base + self.rng(thing).uniform(-8, 14) * (1 if self.placed else 0)
        return Place(key=thing.key, number=0, x=x, base=base, height=height, depth=base)

    def _free(self, thing: Thing, height: float, aspect: float) -> tuple[float, float]:
        """An x where it fits, and the height it then has."""
        width, rng = self.ground.width, self.rng(thing)
        if thing.side:
            return width * _SIDES[thing.side], height
        if not self.taken:
            first = self.framing.dx if self.framing.dx or self.framing.centred else rng.uniform(-0.16, 0.16)
            others = 0.0 if len(self.things) == 1 else 0.14 * (1 if rng.random() < 0.5 else -1)
            return width * (0.5 + first / 2 + (0 if self.framing.dx else others / 2)), height
        for shrink in (1.0, 0.85, 0.7, 0.55):
            wide = height * shrink * aspect
            if spots := self._gaps(wide):
                near = self._anchor_x(thing)
                return min(spots, key=lambda x: abs(x - near)), height * shrink
        side = 0.12 if rng.random() < 0.5 else 0.88
        return width * side, height * 0.55

    def _anchor_x(self, thing: Thing) -> float:
        if anchor := self.placed.get(thing.anchor):
            return anchor[0].x
        return self.ground.width * (0.25 if self.rng(thing).random() < 0.5 else 0.75)

    def _gaps(self, wide: float) -> list[float]:
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

    def _behind(self, sized: Sized) -> Place:
        """In the middle distance or far away, where it is least covered."""
        thing, rng = sized.thing, self.rng(sized.thing)
        far = role_of(thing) == "far"
        ground = self.ground
        height = self.heights[thing.key] * (0.72 if far else 0.92)
        base = ground.horizon + (24 if far else (ground.base - ground.horizon) * 0.4)
        width = min(min(height, base - 30) * sized.aspect, ground.width * 0.8)
        x = self._clearest(width, rng) if not thing.side else _SIDES[thing.side] * ground.width
        return Place(key=thing.key, number=0, x=x, base=base, height=width / sized.aspect, depth=base)

    def _clearest(self, width: float, rng: Random) -> float:
        def covered(x: float) -> float:
            own = (x - width / 2, x + width / 2)
            hidden = sum(max(0.0, min(own[1], r) - max(own[0], left)) for left, r in self.taken)
            beyond = max(0.0, -own[0]) + max(0.0, own[1] - self.ground.width)
            return hidden + beyond * 0.8 + rng.random() * 8

        return min((self.ground.width * n / 20 for n in range(2, 19)), key=covered)

    def _aloft(self, sized: Sized) -> Place:
        thing, rng = sized.thing, self.rng(sized.thing)
        alone = not self.placed
        height = self.heights[thing.key] * (1.0 if alone else 0.62 if self.ground.floating else 0.5)
        height = min(height, self.ground.width * 0.8 / max(sized.aspect, 0.1))
        if alone:
            x = self.ground.width * (0.5 + self.framing.dx / 2 + rng.uniform(-0.06, 0.06))
            middle = 520.0 if self.ground.floating else self.ground.horizon * 0.5
        else:
            taken = [p.x for p in self.all()]
            spots = [self.ground.width * n / 12 for n in range(2, 11)]
            x = max(spots, key=lambda s: min(abs(s - t) for t in taken) + rng.random() * 40)
            middle = rng.uniform(0.2, 0.42) * (HEIGHT if self.ground.floating else self.ground.horizon)
        base = max(middle + height / 2, height + 30)
        if thing.side:
            x = self.ground.width * _SIDES[thing.side]
        return Place(
            key=thing.key, number=0, x=x, base=base, height=height, depth=base if alone else 10 + base / 100
        )

    # --- one by another ----------------------------------------------------------------------------------------

    def _related(self, sized: Sized, anchors: Sequence[Place]) -> list[Place]:
        """By what is already there: several anchors take one each, several riders share the seat."""
        thing = sized.thing
        riders = self._riders(thing)
        total = sum(rider.count for rider in riders)
        if len(anchors) >= total:
            found = [
                replace(self._by(sized, anchors[n], thing.relation), number=n) for n in range(thing.count)
            ]
            return found if thing.relation in ("on", "in") else [self.within(place) for place in found]
        first = self._by(sized, anchors[0], thing.relation)
        if total == 1:
            return [first if thing.relation in ("on", "in") else self.within(first)]
        wide = anchors[0].height * self.things[anchors[0].key].aspect
        room = max(wide * (0.84 if thing.relation in ("on", "in") else 1.4), 160)
        height = max(min(first.height, room * 1.2 / total / max(sized.aspect, 0.1)), first.height * 0.5, 80)
        step = min(room / total, height * max(sized.aspect, 0.7))
        before = sum(rider.count for rider in riders[: [r.key for r in riders].index(thing.key)])
        return [
            replace(
                first,
                number=n,
                height=height,
                x=first.x + (before + n - (total - 1) / 2) * step,
                depth=first.depth + (before + n) * 0.01,
            )
            for n in range(thing.count)
        ]

    def _riders(self, thing: Thing) -> list[Thing]:
        """All that stand in the same way to the same thing, in their order."""
        alike = ("on", "in") if thing.relation in ("on", "in") else (thing.relation,)
        return [
            s.thing
            for s in self.things.values()
            if s.thing.anchor == thing.anchor and s.thing.relation in alike
        ]

    def _by(self, sized: Sized, anchor: Place, relation: str) -> Place:
        thing, height = sized.thing, self.heights[sized.thing.key]
        other = self.things[anchor.key]
        wide, own = anchor.height * other.aspect, height * sized.aspect
        place = Place(
            key=thing.key, number=0, x=anchor.x, base=anchor.base, height=height, depth=anchor.depth + 1
        )
        right = self.framing.dx > 0 if self.framing.dx else anchor.x < self.ground.width / 2
        match relation:
            case "on" | "in":
                return self._seated(place, anchor, other.thing.char, sized.over)
            case "under":
                if anchor.base <= self.ground.horizon or wide > own * 1.6:
                    return replace(
                        place, base=max(self.ground.base, anchor.base + 20), depth=self.ground.base + 20
                    )
                away = (own * 0.5 + wide * 0.14) * (1 if right else -1)
                return replace(place, x=anchor.x + away, depth=anchor.depth + 1)
            case "behind":
                return replace(place, x=anchor.x + wide * 0.34, base=anchor.base - 40, depth=anchor.depth - 1)
            case "front":
                return replace(
                    place, x=anchor.x - wide * 0.1, base=min(anchor.base + 50, 975), depth=anchor.depth + 40
                )
            case _:
                base = max(anchor.base - anchor.height - 40, height + 20)
                return replace(place, base=base)

    def _seated(self, place: Place, anchor: Place, char: str, over: float) -> Place:
        seat = seat_of(char)
        top = anchor.base - anchor.height * (1 - (0.1 if seat is None else seat))
        inside = is_listed("seat", "inside", char)
        sunk = 0.22 if inside else 0.0
        room = (top + place.height * sunk - 24) / over
        height = max(min(place.height, room), 90.0)
        return replace(
            place, base=top + height * sunk + (0 if inside else 6), height=height, depth=anchor.depth + (-0.5 if inside else 0.5)
        )  # fmt: skip

    # --- many --------------------------------------------------------------------------------------------------

    def _many(self, sized: Sized) -> list[Place]:
        thing, rng, ground = sized.thing, self.rng(sized.thing), self.ground
        if role_of(thing) == "sky" or ground.floating:
            return self._swarm(sized)
        count, height = thing.count, self.heights[thing.key]
        rows = max(1, round(sqrt(count / 4))) if count > 5 else 1
        per = ceil(count / rows)
        middle, room = self._stretch()
        height = min(height, room / per / max(sized.aspect * 0.86, 0.05), 760 / rows)
        found: list[Place] = []
        for n in range(count):
            row, column = divmod(n, per)
            inrow = min(per, count - row * per)
            step = min(room / inrow, height * sized.aspect * 1.12)
            x = middle + (column - (inrow - 1) / 2) * step + rng.uniform(-0.04, 0.04) * step
            depth_share = row / max(rows - 1, 1) if rows > 1 else 1.0
            far = ground.horizon + (ground.base - ground.horizon) * 0.35
            base = (
                far
                + (ground.base - far) * depth_share
                + (rng.uniform(-14, 14) if rows == 1 else rng.uniform(-6, 6))
            )
            found.append(
                Place(
                    key=thing.key,
                    number=n,
                    x=x,
                    base=base,
                    height=height * (0.8 + 0.2 * depth_share),
                    depth=base,
                    flip=rng.random() < 0.35,
                )
            )
        return found

    def _stretch(self) -> tuple[float, float]:
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

    def _swarm(self, sized: Sized) -> list[Place]:
        """Scattered in the air, evenly enough, where nothing else is."""
        thing, rng, ground = sized.thing, self.rng(sized.thing), self.ground
        low = HEIGHT * 0.84 if ground.floating else ground.horizon * (0.95 if not self.placed else 0.7)
        height = min(self.heights[thing.key] * 0.8, low * 0.86)
        for _ in range(12):
            spots = self._air(height, sized.aspect, low)
            if len(spots) >= thing.count:
                break
            height *= 0.84
        else:
            spots = self._air(height, sized.aspect, low, free=False)
        spots = [spots[round(n * (len(spots) - 1) / max(thing.count - 1, 1))] for n in range(thing.count)]
        return [
            Place(
                key=thing.key, number=n, x=x + rng.uniform(-0.1, 0.1) * height, base=y + height / 2 + rng.uniform(-0.08, 0.08) * height,
                height=height * rng.uniform(0.84, 1.0), depth=10 + n * 0.01, flip=rng.random() < 0.3,
            )
            for n, (x, y) in enumerate(spots)
        ]  # fmt: skip

    def _air(
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
