"""Broken pictures of every format through the real gate: one clear answer each. A longer run: `python -m benchmarks.fuzz --minutes N`."""

import random

from benchmarks.fuzz.pictures import Pictures, seeds
from benchmarks.fuzz.running import fuzzed, table
from benchmarks.fuzz.target import Outcome

INPUTS = 400


async def test_a_broken_picture_is_taken_or_refused_and_nothing_else() -> None:
    target = Pictures()
    try:
        tally = await fuzzed(target, seed=7, goes_on=lambda tally: tally.inputs < INPUTS)
    finally:
        await target.close()

    assert not tally.tracebacks, tally.tracebacks[0]
    assert tally.accepted > INPUTS / 20, table([tally])
    assert tally.refused > INPUTS / 20, table([tally])


async def test_what_is_raised_is_counted_with_the_seed_that_makes_it_again() -> None:
    class Fragile:
        name = "fragile"

        def __init__(self) -> None:
            self.seen: list[float] = []

        async def open(self) -> None:
            pass

        async def once(self, dice: random.Random) -> Outcome:
            self.seen.append(dice.random())
            if self.seen[-1] < 0.5:
                raise KeyError("broken")
            return "accepted"

        async def close(self) -> None:
            pass

    fragile = Fragile()

    tally = await fuzzed(fragile, seed=3, goes_on=lambda tally: tally.inputs < 9)

    assert tally.inputs == 9
    assert len(tally.tracebacks) == sum(value < 0.5 for value in fragile.seen) > 0
    assert not tally.is_clean
    first = next(number for number, value in enumerate(fragile.seen) if value < 0.5)
    assert tally.tracebacks[0].startswith(f"fragile 3:{first}\n")
    assert random.Random(f"3:{first}").random() == fragile.seen[first]


def test_the_seeds_are_of_every_format() -> None:
    starts = {seed[:4] for seed in seeds()}

    assert {b"\x89PNG", b"GIF8", b"RIFF", b"II*\0"} <= starts
    assert any(start.startswith(b"\xff\xd8") for start in starts)
    assert any(start.startswith(b"BM") for start in starts)
