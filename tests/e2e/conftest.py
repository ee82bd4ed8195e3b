"""Real processes, each with a home and a data folder of its own, and nothing of them left behind."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import fastest_folder
from tests.e2e.processes.jsonl_process import JsonlChat
from tests.e2e.processes.machine import Machine
from tests.photographs import photograph_path


def _machine() -> Iterator[Machine]:
    # Not under pytest's own temp folder: as root, the database runs as another user, who may not enter there.
    home = Path(tempfile.mkdtemp(prefix="atelier-e2e-", dir=fastest_folder()))
    machine = Machine(home)
    try:
        yield machine
    finally:
        machine.clear()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A machine of this test alone."""
    yield from _machine()


@pytest.fixture(scope="module")
def shared_machine() -> Iterator[Machine]:
    yield from _machine()


@pytest.fixture(scope="module")
def shared_chat(shared_machine: Machine) -> Iterator[JsonlChat]:
    """One run for the tests of a module that do not mind each other. It must end well."""
    chat = shared_machine.start()
    yield chat
    assert chat.close() == 0
    assert "Traceback" not in chat.stderr(), chat.stderr()


@pytest.fixture(scope="session")
def photograph() -> Callable[[str], str]:
    """The path of a photograph by its name, from ATELIER_TEST_IMAGES or the folder beside the checkout."""
    return lambda name: str(photograph_path(name))
