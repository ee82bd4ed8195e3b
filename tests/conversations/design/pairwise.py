"""Which script is played where: a design of experiments in place of the full product of scripts and platforms (decision 0039).

What goes wrong on a platform goes wrong with what a step does or gets there: a command, a button, a form, a picture replied to, an answer
for one person. So each such trait is seen on every platform on which any script has it, each script is played somewhere, and no more.
With `TESTS_FULL=1` everything is played everywhere.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import cast

from agent.domain.conversation import PlatformName
from tests.conversations.script import PRIVATE, Script, Step

FULL = os.environ.get("TESTS_FULL", "") == "1"
ACTS = ("presses", "waits_out", "goes_on", "finishes", "sees")
MARKS = ("attaches", "incognito", "types", "to", "files", "memory", "alone", "by_lot", "gone", "mine")
COUNTED = ("pictures", "references", "shows", "attaches", "buttons")
WITH_PARTS = ("/me", "/style", "/channel", "/character")
"""Commands whose first word is as much as a command of its own: Discord has one for each."""

Play = tuple[Script, PlatformName]
Trait = tuple[object, ...]
Shown = tuple[Trait, PlatformName]
Traits = Callable[[Script, Step], Iterator[Trait]]


def traits(script: Script, step: Step) -> Iterator[Trait]:
    """What a platform has a way of its own for: what is done, where, by whom, and what comes of it."""
    act = acted(step)
    yield act
    yield (*act, step.gets)
    yield (*act, "in private" if step.where == PRIVATE else "among others")
    yield (act[0], step.gets, step.where == PRIVATE)
    yield (act[0], "by a moderator", step.who in script.moderators)
    yield from ((act[0], mark, step.gets) for mark in MARKS if getattr(step, mark))
    yield from ((name, _many(getattr(step, name))) for name in COUNTED)


def kinds_of_answers(script: Script, step: Step) -> Iterator[Trait]:
    """What a platform has words of its own for, beside those that the core hands it."""
    kind = acted(step)[0]
    yield (kind, step.gets)
    yield ("for one alone", step.alone, step.gets)
    yield ("into a form", bool(step.types))


def acted(step: Step) -> tuple[str, ...]:
    """The kind of the act: which command, or a button. Which button it is, is the core's affair."""
    words = (step.says or "").split()
    kind = next((act for act in ACTS if getattr(step, act)), "says")
    if kind != "says" or not words or not words[0].startswith("/"):
        return (kind,)
    return ("command", *words[: 2 if words[0] in WITH_PARTS else 1])


def placed(
    scripts: Sequence[Script],
    platforms: Sequence[PlatformName],
    *,
    by: Traits = traits,
    full: bool = FULL,
) -> Sequence[Play]:
    """Few plays that show every trait on every platform, and each script once: the one that shows most of what is missing first, until
    nothing is; then the scripts not played yet, by turns. In the order of the scripts."""
    every = {
        (script.number, platform): (script, platform) for script, platform in product(scripts, platforms)
    }
    shows = {key: seen([play], by) for key, play in every.items()}
    missing = set[Shown]().union(*shows.values())
    chosen = set(every) if full else set[tuple[int, PlatformName]]()
    while missing and not full:
        played = {number for number, _ in chosen}
        best = max(every, key=lambda key: (len(shows[key] & missing), key[0] not in played))
        chosen.add(best)
        missing -= shows[best]
    for turn, script in enumerate(scripts):
        if not any((script.number, platform) in chosen for platform in platforms):
            there = [platform for _, platform in product([script], platforms)]
            chosen.add((script.number, there[turn % len(there)]))
    return [play for key, play in every.items() if key in chosen]


def rotated(
    scripts: Sequence[Script], platforms: Sequence[PlatformName], *, first: int, full: bool = FULL
) -> Sequence[Play]:
    """Each script on one platform, by turns: with another `first` every script is on another."""
    if full:
        return product(scripts, platforms)
    return [(script, platforms[(first + turn) % len(platforms)]) for turn, script in enumerate(scripts)]


def product(scripts: Sequence[Script], platforms: Sequence[PlatformName]) -> Sequence[Play]:
    return [
        (script, platform) for script in scripts for platform in platforms if platform not in script.not_on
    ]


def seen(plays: Sequence[Play], by: Traits = traits) -> set[Shown]:
    """The traits that the plays show, each with its platform."""
    return {(trait, on) for script, on in plays for step in script.steps for trait in by(script, step)}


def _many(value: object) -> object:
    return len(cast("Sequence[object]", value)) if isinstance(value, tuple) else value
