"""The examples in docstrings say what happens."""

import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import adapters
import agent
import benchmarks
import bot
import db
import simulators

PACKAGES = (agent, adapters, bot, db, simulators, benchmarks)


def _modules() -> Iterator[str]:
    for package in PACKAGES:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield found.name


def _with_examples() -> list[str]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    return [
        name for name in _modules() if any(t.examples for t in finder.find(importlib.import_module(name)))
    ]


@pytest.mark.parametrize("name", _with_examples())
def test_the_examples_of_a_module_hold(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))

    assert outcome.attempted
    assert outcome.failed == 0
