"""What a test of the process sets for the whole process is put back after it."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _levels_of_loggers() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction] - pytest uses it
    """Setting the log up quiets other libraries' loggers; the next test may have something to see there."""
    root = logging.getLogger()
    before = {name: logging.getLogger(name).level for name in root.manager.loggerDict}
    least = root.level
    yield
    root.setLevel(least)
    for name in root.manager.loggerDict:
        logging.getLogger(name).setLevel(before.get(name, logging.NOTSET))
