"""`commands.toml`: what runs each command that the documents name."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LEDGER = Path(__file__).with_name("commands.toml")
REASON_CHARS = 30
"""A reason says something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command, as it is written in the documents, and how it is tried.

    `given`: what stands for words of it that a reader replaces, and for what would take hours. `adds`: at its end, for less work.
    `prints`: patterns, each in what it says on either channel. `keeps`: names for what patterns find there, for later steps; `{name}` in
    `given`, `env`, `input` and `prints` is that. `until`: a service; it is stopped as a service manager does once it says this.
    """

    run: str
    given: Mapping[str, str] = field(default_factory=dict[str, str])
    adds: str = ""
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    folder: str = ""
    """Where, if not in the copy of the project."""
    input: str = ""
    into: str = ""
    """A file of the sandbox that its output goes to."""
    prints: Sequence[str] = ()
    keeps: Mapping[str, str] = field(default_factory=dict[str, str])
    until: str = ""
    exits: Sequence[int] = (0,)
    """Codes with which it may end."""
    makes: Sequence[str] = ()
    """Files that are there afterwards."""
    programs: Sequence[str] = ()
    """Without these the step is left out, and said to be."""
    documented: bool = True
    """Otherwise it only makes ready for the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Commands that are given one after another, in one folder. `needs`: what has to be there (benchmarks/docs/services.py).
    `changes_files`: it writes into the project's own. `is_quick`: it belongs to `make test`."""

    name: str
    steps: Sequence[Step]
    needs: Sequence[str] = ()
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    changes_files: bool = False
    is_quick: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """`elsewhere`: command to the test, or the file, that carries it out. `not_run`: command to the reason."""

    stories: Sequence[Story]
    elsewhere: Mapping[str, str]
    not_run: Mapping[str, str]

    def known(self) -> Iterator[str]:
        """Every command that is accounted for, once for each place."""
        yield from (step.run for story in self.stories for step in story.steps if step.documented)
        yield from self.elsewhere
        yield from self.not_run


def read_ledger(path: Path = LEDGER) -> Ledger:
    """Raises TypeError for a field that there is not."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Ledger(
        stories=[_story(each) for each in told["story"]],
        elsewhere={each["run"]: each["test"] for each in told["elsewhere"]},
        not_run={each["run"]: each["reason"] for each in told["not_run"]},
    )


def _story(told: Mapping[str, Any]) -> Story:
    told = dict(told)
    return Story(steps=[Step(**step) for step in told.pop("steps")], **told)
