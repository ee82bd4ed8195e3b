"""Where things stand: in units of a picture that is 1000 high. Pure arithmetic; the same seed gives the same places."""

from collections.abc import Mapping, Sequence

from adapters.builtin.sketch.layout.crowds import many, swarm
from adapters.builtin.sketch.layout.ground_plan import Board
from adapters.builtin.sketch.layout.heights import heights_of
from adapters.builtin.sketch.layout.placement import aloft, behind, related, standing
from adapters.builtin.sketch.layout.positions import Ground, Place, Sized, role_of
from adapters.builtin.sketch.scene import Framing, Thing

_BIRDS = frozenset({"🐦", "🐦‍⬛", "🦅"})


def laid_out(
    things: Sequence[Sized], ground: Ground, framing: Framing, seed: int, kept: Mapping[str, Sequence[Place]]
) -> list[Place]:
    """Places for every copy of every thing. What `kept` knows by key stays where it was."""
    heights = heights_of(things, ground)
    board = Board(
        ground=ground, framing=framing, seed=seed, heights=heights, things={s.thing.key: s for s in things}
    )
    for key, places in kept.items():
        if key in board.things and len(places) == board.things[key].thing.count:
            board.put(places)
    # Swarms find their room in the air around everything else.
    order = sorted(
        things, key=lambda sized: (_swarms(board, sized.thing), _depends(sized.thing, board.things))
    )
    for sized in order:
        if sized.thing.key not in board.placed:
            _place(board, sized)
    return sorted(board.all(), key=lambda place: place.depth)


def _swarms(board: Board, thing: Thing) -> bool:
    return (
        thing.count > 1
        and role_of(thing) == "sky"
        and not any(s.thing.anchor == thing.key for s in board.things.values())
    )


def _depends(thing: Thing, things: Mapping[str, Sized]) -> int:
    """How many anchors away from standing by itself."""
    steps, seen = 0, {thing.key}
    while thing.anchor in things and thing.anchor not in seen:
        seen.add(thing.anchor)
        thing = things[thing.anchor].thing
        steps += 1
    return steps


def _place(board: Board, sized: Sized) -> None:
    thing = sized.thing
    anchor = board.placed.get(thing.anchor)
    if thing.count > 1 and role_of(thing) == "sky":
        board.put(swarm(board, sized))
    elif anchor and thing.relation in ("on", "in", "under", "behind", "front", "above"):
        board.put(related(board, sized, anchor))
    elif thing.count > 1:
        board.put(many(board, sized))
    elif board.ground.floating or (role_of(thing) == "sky" and not _perches(board, thing)):
        board.put([board.within(aloft(board, sized))])
    elif role_of(thing) in ("far", "middle") and board.placed and not thing.side and thing.across is None:
        board.put([board.within(behind(board, sized))])
    else:
        board.put([board.within(standing(board, sized))])


def _perches(board: Board, thing: Thing) -> bool:
    """A bird that is the subject stands, unless it is said to fly."""
    return not board.placed and not thing.aloft and thing.char in _BIRDS
