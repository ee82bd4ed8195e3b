"""Which words ask for a transparent ground, and which are about something else."""

import pytest

from agent.rendering.transparency import wants_transparency
from tests.fakes.builders import context


@pytest.mark.parametrize(
    "slots",
    [
        {"format": "sticker 1:1"}, {"format": "transparent PNG"}, {"setting": "transparent background"}, {"setting": "no background"},
        {"composition": "a cut-out"}, {"subject": "a fox logo without a background"}, {"exclude": "background"}, {"style": "freigestellt"},
        {"setting": "sin fondo"}, {"setting": "sans arrière-plan"}, {"setting": "透明な背景"},
        {"subject": "a fox with a transparent background"},
    ],
)  # fmt: skip
def test_said_of_the_ground(slots: dict) -> None:
    assert wants_transparency(context(slots))


@pytest.mark.parametrize(
    "slots",
    [
        {"subject": "a fox"}, {"subject": "a girl in a transparent raincoat"}, {"subject": "a wall full of stickers"},
        {"setting": "a blurred background"}, {"exclude": "people in the background"}, {"format": "poster 2:3"}, {},
    ],
)  # fmt: skip
def test_said_of_something_else(slots: dict) -> None:
    assert not wants_transparency(context(slots))
