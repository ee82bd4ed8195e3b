"""A short run of what else is fuzzed: nothing that people send breaks a door. Longer: `python -m benchmarks.fuzz --minutes N`."""

import random
from collections.abc import Callable

import pytest

from benchmarks.fuzz.gateway import Gateway
from benchmarks.fuzz.json_mutation import mutated
from benchmarks.fuzz.plans import Plans
from benchmarks.fuzz.running import fuzzed, table
from benchmarks.fuzz.target import Target
from benchmarks.fuzz.web import Web
from benchmarks.fuzz.webhook import Webhook


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("make", "inputs", "accepted"), [(Webhook, 200, 20), (Gateway, 200, 20), (Web, 150, 20), (Plans, 12, 12)]
)
async def test_broken_input_reaches_no_defect(make: Callable[[], Target], inputs: int, accepted: int) -> None:
    target = make()
    try:
        await target.open()
        tally = await fuzzed(target, seed=5, goes_on=lambda tally: tally.inputs < inputs)
    finally:
        await target.close()

    assert not tally.tracebacks, tally.tracebacks[0]
    assert tally.accepted >= accepted, f"it never got past the door\n{table([tally])}"


def test_a_document_is_broken_the_same_way_by_the_same_dice_and_stays_as_it_was() -> None:
    document = {"a": [1, {"b": "c"}], "d": {"e": None}}
    once = [mutated(document, random.Random(number)) for number in range(200)]

    assert document == {"a": [1, {"b": "c"}], "d": {"e": None}}
    assert [mutated(document, random.Random(number)) for number in range(200)] == once
    assert len({repr(each) for each in once}) > 100
