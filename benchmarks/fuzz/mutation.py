"""Ways to break bytes that no format survives unhurt, and that keep it recognisable often enough."""

import random
from collections.abc import Callable, Sequence

NUMBERS = (
    b"\0",
    b"\xff",
    b"\x7f\xff",
    b"\xff\xff",
    b"\x80\0\0\0",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\x7f\xff\xff\xff",
)
"""At the edges of what fields hold."""
STEPS_MAX = 6


def mutated(data: bytes, dice: random.Random, *, others: Sequence[bytes] = ()) -> bytes:
    """The data, broken in one to six places. `others`: what pieces may be taken from."""
    for _ in range(dice.randint(1, STEPS_MAX)):
        data = dice.choice(_WAYS)(data or b"\0", dice, others)
    return data


def _flip(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]


def _number(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    """Near the start more often: there the headers are."""
    at, number = int(len(data) * dice.random() ** 3), dice.choice(NUMBERS)
    return data[:at] + number + data[at + len(number) :]


def _cut(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    return data[: dice.randrange(len(data)) + 1]


def _without(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.randint(1, 64) :]


def _again(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    at = dice.randrange(len(data))
    piece = data[at : at + dice.randint(1, 400)]
    return data[:at] + piece * dice.randint(2, 20) + data[at:]


def _noise(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + dice.randbytes(dice.randint(1, 64)) + data[at:]


def _foreign(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    """A piece of another."""
    if not others:
        return data
    other = dice.choice(others)
    start, at = dice.randrange(len(other)), dice.randrange(len(data))
    return data[:at] + other[start : start + dice.randint(1, 2_000)] + data[at:]


_WAYS: Sequence[Callable[[bytes, random.Random, Sequence[bytes]], bytes]] = (
    _flip, _flip, _number, _number, _cut, _without, _again, _noise, _foreign,
)  # fmt: skip
