"""What all tests of the Telegram adapter share."""

from pathlib import Path

import pytest

from simulators.telegram.world import JSON, World


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The library warns of a coming change of a type each time Telegram asks to wait (22.8); we take both types."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(
                pytest.mark.filterwarnings("ignore:Deprecated since version v22.2:DeprecationWarning")
            )


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def ann(world: World) -> JSON:
    return world.person(7, "Ann")
