"""Places for many alike: in rows on the ground, scattered in the air."""

from math import ceil, sqrt

from adapters.builtin.sketch.layout.ground_plan import Board
from adapters.builtin.sketch.layout.positions import HEIGHT, Place, Sized, role_of

SHARE_MAX = 0.94
"""Below this there is more than one group on the ground, and each keeps to its part of the width."""


def many(board: Board, sized: Sized) -> list[Place]:
    thing, rng, ground = sized.thing, board.rng(sized.thing), board.ground
    if role_of(thing) == "sky" or ground.floating:
        return swarm(board, sized)
    count, height = thing.count, board.heights[thing.key]
    rows = max(1, round(sqrt(count / 4))) if count > 5 else 1
    per = ceil(count / rows)
    middle, room = board.stretch()
    if not board.taken and (share := board.share(sized)) < SHARE_MAX:
        middle, room = ground.width * (0.03 + share * 0.47), ground.width * 0.94 * share
    height = min(height, room / per / max(sized.aspect * 0.98, 0.05), 760 / rows)
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


def swarm(board: Board, sized: Sized) -> list[Place]:
    """Scattered in the air, evenly enough, where nothing else is."""
    thing, rng, ground = sized.thing, board.rng(sized.thing), board.ground
    low = HEIGHT * 0.84 if ground.floating else ground.horizon * (0.95 if not board.placed else 0.7)
    height = min(board.heights[thing.key] * 0.8, low * 0.86)
    for _ in range(12):
        spots = board.air(height, sized.aspect, low)
        if len(spots) >= thing.count:
            break
        height *= 0.84
    else:
        spots = board.air(height, sized.aspect, low, free=False)
    spots = [spots[round(n * (len(spots) - 1) / max(thing.count - 1, 1))] for n in range(thing.count)]
    return [
        Place(
            key=thing.key, number=n, x=x + rng.uniform(-0.1, 0.1) * height, base=y + height / 2 + rng.uniform(-0.08, 0.08) * height,
            height=height * rng.uniform(0.84, 1.0), depth=10 + n * 0.01, flip=rng.random() < 0.3,
        )
        for n, (x, y) in enumerate(spots)
    ]  # fmt: skip
