"""What every `Distiller` does."""

from abc import ABC, abstractmethod

import pytest

from agent.ports import Distiller
from tests.patience import PATIENCE_SECONDS

WATERCOLOURS = (
    "draw a fox in watercolour",
    "a cat asleep, in watercolour",
    "make it night",
    "style: watercolour",
    "a lighthouse in watercolour",
)
SCENES = (
    "draw a fox",
    "a boat at sea",
    "two dragons playing chess",
    "my birthday cake",
    "a street in the rain",
)
PREFERENCES_MAX = 3
CHARS_MAX = 200


class DistillerContract(ABC):
    @abstractmethod
    @pytest.fixture
    def distiller(self) -> Distiller:
        """Finds what is said at least twice."""

    async def test_what_is_said_again_and_again_is_a_preference(self, distiller: Distiller) -> None:
        found, usage = await distiller.distil(WATERCOLOURS, timeout_seconds=PATIENCE_SECONDS)

        assert len(found) == 1
        assert "watercolour" in found[0]
        assert usage.cost_usd >= 0.0

    async def test_what_differs_every_time_is_none(self, distiller: Distiller) -> None:
        found, _ = await distiller.distil(SCENES, timeout_seconds=PATIENCE_SECONDS)

        assert list(found) == []

    async def test_nothing_said_costs_nothing(self, distiller: Distiller) -> None:
        found, usage = await distiller.distil((), timeout_seconds=PATIENCE_SECONDS)

        assert (list(found), usage.cost_usd) == ([], 0.0)

    async def test_there_are_three_at_most_each_a_line_and_none_twice(self, distiller: Distiller) -> None:
        said = [
            f"a {thing} in watercolour, ink, pastel colours, night, no people, no text, brighter"
            for thing in ("fox", "cat", "owl", "boat", "hen", "elk")
        ]

        found, _ = await distiller.distil(said, timeout_seconds=PATIENCE_SECONDS)

        assert 1 <= len(found) <= PREFERENCES_MAX
        assert len(set(found)) == len(found)
        assert all(0 < len(text) <= CHARS_MAX and "\n" not in text for text in found)
