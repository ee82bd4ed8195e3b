"""Plans of a mad model end in a clear answer, and change nothing."""

import random

import pytest

from benchmarks.fuzz.plans import once

TRIES = 25


@pytest.mark.parametrize("seed", range(8))
async def test_a_mad_plan_ends_in_an_answer_and_changes_nothing(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(TRIES):
        await once(rng)
