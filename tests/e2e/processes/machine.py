"""A fresh machine for real processes: an empty home, and nothing of them left behind."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from tests.e2e.processes.jsonl_process import JsonlChat


class Machine:
    """A fresh machine: an empty home, in which runs of the scripted chat are started."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self._started: list[JsonlChat] = []

    def start(self, **env: str) -> JsonlChat:
        """A run on this machine's data folder."""
        chat = JsonlChat(self.data, home=self.home, env=env)
        self._started.append(chat)
        return chat

    def clear(self) -> None:
        """Ends what a failed test left running: its processes, and the database that outlives a killed one."""
        for chat in self._started:
            chat.discard()
        with suppress(OSError, ValueError, IndexError):
            os.kill(int((self.data / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
