"""Places for one thing: on the ground, in the distance, in the air, by another thing."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from adapters.builtin.sketch.layout.ground_plan import Board
from adapters.builtin.sketch.layout.positions import HEIGHT, SIDES, Place, Sized, role_of
from adapters.builtin.sketch.reading.vocabulary import is_listed, roof_of, seat_of
from adapters.builtin.sketch.scene import Thing


def standing(board: Board, sized: Sized) -> Place:
    thing, height = sized.thing, board.heights[sized.thing.key]
    widest = board.ground.width * (0.86 if thing.photo is None else 0.56)
    height = min(height, widest / max(sized.aspect, 0.1), (board.ground.base - 30) / sized.over)
    x, height = _free(board, thing, height, sized.aspect)
    base = board.ground.base + board.rng(thing).uniform(-8, 14) * (1 if board.placed else 0)
    return Place(key=thing.key, number=0, x=x, base=base, height=height, depth=base)


_SIDE_SHARE = 0.38
"""Of the width, for what stands on one side of it."""


def _free(board: Board, thing: Thing, height: float, aspect: float) -> tuple[float, float]:
    """An x where it fits, and the height it then has."""
    width, rng = board.ground.width, board.rng(thing)
    if thing.side:
        return width * SIDES[thing.side], min(height, width * _SIDE_SHARE / max(aspect, 0.1))
    if thing.across is not None:
        return width * thing.across, min(height, width * thing.share / max(aspect, 0.1))
    share = board.share(board.things[thing.key]) if _is_shared(board) else 1.0
    height = min(height, width * ROOM * share / max(aspect, 0.1)) if share < 1 else height
    if not board.taken:
        if share < 1:
            return width * (0.02 + share * 0.47), height
        first = board.framing.dx if board.framing.dx or board.framing.centred else rng.uniform(-0.16, 0.16)
        aside = 0.07 * (1 if rng.random() < 0.5 else -1)
        return width * (0.5 + first / 2 + (0 if board.framing.dx or board.framing.centred else aside)), height
    for shrink in (1.0, 0.85, 0.7, 0.55):
        wide = height * shrink * aspect
        if spots := board.gaps(wide):
            near = _anchor_x(board, thing)
            return min(spots, key=lambda x: abs(x - near)), height * shrink
    side = 0.12 if rng.random() < 0.5 else 0.88
    return width * side, height * 0.55


ROOM = 0.86
"""Of its part of the width, for each of several: the rest is between them."""
CROWDED = 0.8
"""Of the width: things that are wider together would hide one another."""


def _is_shared(board: Board) -> bool:
    """Whether several stand on the ground that each need their part of it: groups, a small thing and a huge one, or more than have
    room beside one another."""
    near = [s for s in board.things.values() if not s.thing.later and role_of(s.thing) == "near"]
    free = [
        s for s in near if s.thing.relation in ("", "beside") and not s.thing.side and s.thing.across is None
    ]
    contrasted = any(s.thing.size > 1 for s in free) and any(s.thing.size < 1 for s in free)
    wide = sum(board.heights[s.thing.key] * s.aspect for s in free)
    crowded = len(free) > 1 and wide > board.ground.width * CROWDED
    return contrasted or crowded or any(s.thing.count > 1 for s in free)


def _anchor_x(board: Board, thing: Thing) -> float:
    if anchor := board.placed.get(thing.anchor):
        return anchor[0].x
    return board.ground.width * (0.25 if board.rng(thing).random() < 0.5 else 0.75)


def behind(board: Board, sized: Sized) -> Place:
    """In the middle distance or far away, where it is least covered."""
    thing, rng = sized.thing, board.rng(sized.thing)
    far = role_of(thing) == "far"
    ground = board.ground
    height = board.heights[thing.key] * (0.72 if far else 0.92)
    base = ground.horizon + (24 if far else (ground.base - ground.horizon) * 0.4)
    width = min(min(height, base - 30) * sized.aspect, ground.width * 0.8)
    x = board.clearest(width, rng) if not thing.side else SIDES[thing.side] * ground.width
    return Place(key=thing.key, number=0, x=x, base=base, height=width / sized.aspect, depth=base)


def aloft(board: Board, sized: Sized) -> Place:
    thing, rng = sized.thing, board.rng(sized.thing)
    alone = not board.placed
    height = board.heights[thing.key] * (1.0 if alone else 0.62 if board.ground.floating else 0.5)
    height = min(height, board.ground.width * 0.8 / max(sized.aspect, 0.1))
    if alone:
        x = board.ground.width * (0.5 + board.framing.dx / 2 + rng.uniform(-0.06, 0.06))
        middle = 520.0 if board.ground.floating else board.ground.horizon * 0.5
    else:
        taken = [p.x for p in board.all()]
        spots = [board.ground.width * n / 12 for n in range(2, 11)]
        x = max(spots, key=lambda s: min(abs(s - t) for t in taken) + rng.random() * 40)
        middle = rng.uniform(0.2, 0.42) * (HEIGHT if board.ground.floating else board.ground.horizon)
    base = max(middle + height / 2, height + 30)
    if thing.side:
        x = board.ground.width * SIDES[thing.side]
    elif thing.across is not None:
        x = board.ground.width * thing.across
    return Place(
        key=thing.key, number=0, x=x, base=base, height=height, depth=base if alone else 10 + base / 100
    )


def related(board: Board, sized: Sized, anchors: Sequence[Place]) -> list[Place]:
    """By what is already there: several anchors take one each, several riders share the seat."""
    thing = sized.thing
    riders = board.riders(thing)
    total = sum(rider.count for rider in riders)
    if len(anchors) >= total:
        found = [replace(_by(board, sized, anchors[n], thing.relation), number=n) for n in range(thing.count)]
        return found if thing.relation in ("on", "in") else [board.within(place) for place in found]
    first = _by(board, sized, anchors[0], thing.relation)
    if thing.count > ROW_MAX and thing.relation in ("on", "in"):
        return heaped(board, sized, first, anchors[0])
    if total == 1:
        return [first if thing.relation in ("on", "in") else board.within(first)]
    wide = anchors[0].height * board.things[anchors[0].key].aspect
    room = max(wide * (0.92 if thing.relation in ("on", "in") else 1.6), 160)
    height = max(min(first.height, room * 1.04 / total / max(sized.aspect, 0.1)), 46)
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


ROW_MAX = 4
"""More on one thing are heaped in rows, the lower ones in front."""


def heaped(board: Board, sized: Sized, first: Place, anchor: Place) -> list[Place]:
    """Many on or in one thing, every one of them to be seen."""
    count = sized.thing.count
    wide = anchor.height * board.things[anchor.key].aspect * 0.84
    rows = 2 if count <= 8 else 3
    per = ceil(count / rows)
    height = max(min(wide / per / max(sized.aspect, 0.1) * 0.98, first.height), 24.0)
    char = board.things[anchor.key].thing.char
    base = anchor.base - anchor.height * (1 - (seat_of(char) or 0.1))
    base += height * 0.2 if is_listed("seat", "inside", char) else 6
    if is_listed("seat", "glass", char):
        base, wide = anchor.base - anchor.height * 0.16, wide * 0.72
    height = min(height, wide / per / max(sized.aspect, 0.1), (base - 24) / (1 + 0.6 * (rows - 1)))
    step = min(wide / per, height * sized.aspect * 1.1)
    found: list[Place] = []
    for n in range(count):
        row, column = divmod(n, per)
        inrow = min(per, count - row * per)
        x = anchor.x + (column - (inrow - 1) / 2) * step
        depth = first.depth + 0.02 * (rows - row)
        found.append(
            replace(first, number=n, x=x, base=base - row * height * 0.6, height=height, depth=depth - 0.2)
        )
    return found


def _by(board: Board, sized: Sized, anchor: Place, relation: str) -> Place:
    thing, height = sized.thing, board.heights[sized.thing.key]
    other = board.things[anchor.key]
    wide, own = anchor.height * other.aspect, height * sized.aspect
    place = Place(
        key=thing.key, number=0, x=anchor.x, base=anchor.base, height=height, depth=anchor.depth + 1
    )
    right = board.framing.dx > 0 if board.framing.dx else anchor.x < board.ground.width / 2
    match relation:
        case "on" | "in":
            if is_listed("seat", "glass", other.thing.char):
                height = min(height, 0.62 * min(wide / max(sized.aspect, 0.1), anchor.height))
                return replace(place, height=height, base=anchor.base - anchor.height * 0.16)
            if relation == "in" and is_listed("seat", "cab", other.thing.char):
                height = min(height, anchor.height * 0.44)
                return replace(place, height=height, base=anchor.base - anchor.height * 0.42)
            if relation == "on" and is_listed("seat", "shoulder", other.thing.char):
                height = min(height, anchor.height * 0.28)
                return replace(
                    place,
                    height=height,
                    x=anchor.x + anchor.height * 0.25,
                    base=anchor.base - anchor.height * 0.43,
                )
            return _seated(place, anchor, other.thing.char, sized.over)
        case "under" if (roof := roof_of(other.thing.char)) is not None:
            height = min(height, anchor.height * roof)
            return replace(place, height=height, base=anchor.base + 8, depth=anchor.depth + 1)
        case "under":
            if anchor.base <= board.ground.horizon or wide > own * 1.6:
                return replace(
                    place, base=max(board.ground.base, anchor.base + 20), depth=board.ground.base + 20
                )
            away = (own * 0.5 + wide * 0.14) * (1 if right else -1)
            return replace(place, x=anchor.x + away, depth=anchor.depth + 1)
        case "behind":
            return replace(place, x=anchor.x + wide * 0.34, base=anchor.base - 40, depth=anchor.depth - 1)
        case "front":
            aside = (wide + own) * 0.24 * (1 if right else -1)
            return replace(
                place, x=anchor.x + aside, base=min(anchor.base + 50, 975), depth=anchor.depth + 40
            )
        case _:
            base = max(anchor.base - anchor.height - 40, height + 20)
            return replace(place, base=base)


def _seated(place: Place, anchor: Place, char: str, over: float) -> Place:
    seat = seat_of(char)
    top = anchor.base - anchor.height * (1 - (0.1 if seat is None else seat))
    inside = is_listed("seat", "inside", char)
    sunk = 0.22 if inside else 0.0
    room = (top + place.height * sunk - 24) / over
    height = max(min(place.height, room), 90.0)
    return replace(
        place, base=top + height * sunk + (0 if inside else 6), height=height, depth=anchor.depth + (-0.5 if inside else 0.5)
    )  # fmt: skip
