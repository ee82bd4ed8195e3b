"""`python -m benchmarks.modules_passed [--list] [--builtin]`: how many files of ours a message on Discord goes through, and a button press.

The house is the real one (Postgres, queue, Discord's SDK), Discord is the simulator on loopback. A message is drawn first, uncounted, so
that what happens once in a process's life is not in it; then everything that runs in this process is, from the event to the posted
picture: a file counts once a function of it is entered. Told apart are the files that a turn enters only for the values that it carries
(what the core's `domain` and `ports` declare), and those that nothing but a chore under way beside the turn entered (timers, upkeep, the
rescuer): which of these run meanwhile is chance. Of the files on the way, some hand the event on to others of ours (they are the way that
ARCHITECTURE.md draws), the others are asked something and answer by themselves. The models take no time and are not counted; with
--builtin they are the ones that need no key, and are counted apart.
"""

import argparse
import asyncio
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.acknowledgement import PATIENCE_SECONDS, house_on_discord
from benchmarks.speed.instant_models import Delays, Ledger, instant_models
from bot.app import open_app
from bot.settings import read_settings
from simulators.discord.server import DiscordServer, discord_server

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("agent", "adapters", "db", "bot")
BUILTIN = "adapters/builtin/"
VALUES = ("agent/domain/", "agent/ports/")
CHORES = frozenset(
    {
        "Schedule._enqueue",
        "Jobs._add_tasks.<locals>.run_upkeep",
        "Jobs._rescue",
        "Delivery.sweep",
        "DiscordPlatform._upkeep",
    }
)
"""Where what belongs to no turn begins, by the name of its function."""


class Passed:
    """Files of ours that were entered, in the order of their first entry, and whether by a turn: otherwise by chores alone."""

    def __init__(self) -> None:
        self.files: dict[str, bool] = {}
        self.calls: set[tuple[str, str]] = set()
        """From one file of ours to another one."""
        self._known: dict[str, str] = {}

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and (ours := self._ours(frame)):
            if not self.files.get(ours):
                self.files[ours] = not _is_chore(frame)
            self.calls.add((self._caller(frame), ours))

    def _ours(self, frame: FrameType) -> str:
        name = frame.f_code.co_filename
        if name not in self._known:
            self._known[name] = _ours(name)
        return self._known[name]

    def _caller(self, frame: FrameType) -> str:
        """The nearest file of ours that led here, through whatever library; "" where there is none."""
        caller = frame.f_back
        while caller is not None and not self._ours(caller):
            caller = caller.f_back
        return "" if caller is None else self._ours(caller)

    @contextmanager
    def watching(self) -> Generator[None]:
        threading.setprofile(self)  # threads begun from now on
        sys.setprofile(self)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)


def _ours(name: str) -> str:
    path = Path(name)
    found = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else ""
    return found if found.split("/")[0] in PACKAGES else ""


def _is_chore(frame: FrameType) -> bool:
    """Whether it was a chore that led here. What several share (the batches of many turns) is a turn's."""
    caller: FrameType | None = frame
    while caller is not None:
        if caller.f_code.co_qualname in CHORES and _ours(caller.f_code.co_filename):
            return True
        caller = caller.f_back
    return False


async def measure(*, builtin: bool) -> Mapping[str, Passed]:
    """Raises AssertionError when something does not come within PATIENCE_SECONDS."""
    with tempfile.TemporaryDirectory(prefix="atelier-modules-") as folder:
        async with AsyncExitStack() as stack:
            settings = read_settings(ATELIER_DATA_DIR=Path(folder))
            models = None if builtin else instant_models(Delays(), Ledger())
            app = await stack.enter_async_context(open_app(settings, models=models))
            server = await stack.enter_async_context(discord_server())
            tasks = await house_on_discord(app, server, stack)
            await _drawn(server, lambda: server.say("ana", "draw a cat"))
            message, press = Passed(), Passed()
            with message.watching():
                shown = await _drawn(server, lambda: server.say("ana", "draw a red fox in the snow"))
            with press.watching():
                await _drawn(server, lambda: server.press("ana", shown, "Again"))
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return {"a message": message, "a button press": press}


async def _drawn(server: DiscordServer, event: Callable[[], Any]) -> str:
    """The id of the message with the picture that the event brings."""
    before = len(server.posted())
    await event()

    def there() -> bool:
        return len(server.posted()) > before and bool(server.posted()[-1]["attachments"])

    await server.until(there, seconds=PATIENCE_SECONDS, what="a picture")
    return server.posted()[-1]["id"]


def report(found: Mapping[str, Passed], *, listed: bool) -> str:
    lines: list[str] = []
    for what, passed in found.items():
        builtin = sum(name.startswith(BUILTIN) for name in passed.files)
        ours = {name: by_turn for name, by_turn in passed.files.items() if not name.startswith(BUILTIN)}
        values = [name for name in ours if name.startswith(VALUES)]
        chores = [name for name, by_turn in ours.items() if not by_turn and name not in values]
        way = [name for name in ours if name not in values and name not in chores]
        by_package = Counter(name.split("/")[0] for name in way)
        parts = ", ".join(f"{by_package[package]} in {package}/" for package in PACKAGES)
        beside = f"; {len(values)} for values alone, {len(chores)} by chores beside it" + (
            f", {builtin} of the models that need no key" if builtin else ""
        )
        handing = {by for by, to in passed.calls if by != to and to in way}
        on, asked = [name for name in way if name in handing], [name for name in way if name not in handing]
        lines.append(f"{what}: {len(ours)} files, {len(way)} of them on its way ({parts}){beside}")
        lines.append(f"  {len(on)} hand it on, {len(asked)} are asked and answer by themselves")
        groups = (("hand it on", on), ("are asked", asked), ("values", values), ("chores", chores))
        for heading, names in groups if listed else ():
            lines += [f"  {heading}:", *(f"    {name}" for name in names)]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Files of ours that one event on Discord goes through.")
    parser.add_argument("--list", action="store_true", help="name them, in the order of their first entry")
    parser.add_argument("--builtin", action="store_true", help="draw with the models that need no key")
    chosen = parser.parse_args()
    # Not uvloop: its callbacks begin below Python, where the profile is not looked at.
    print(report(asyncio.run(measure(builtin=chosen.builtin)), listed=chosen.list))


if __name__ == "__main__":
    main()
