"""The terminal chat in a real pseudo-terminal: typed at, drawn in, left by Ctrl-D."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator

import pytest

from simulators.fresh_machine import ROOT, clean_environment
from simulators.serving import hangs
from tests.e2e.processes.image_servers import SERVERS, ImageServer, written
from tests.e2e.processes.machine import Machine
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.e2e


class Terminal:
    """A person in front of `python -m bot chat`."""

    def __init__(self, machine: Machine, **settings: str) -> None:
        self._screen, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
        environment = clean_environment(
            machine.home, TERM="xterm-256color", COLORTERM="truecolor", **settings
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat", "--data-dir", str(machine.data), "--as", "ana"],
            cwd=ROOT, env=environment, stdin=inside, stdout=inside, stderr=inside, start_new_session=True,
        )  # fmt: skip
        os.close(inside)
        self._seen = b""

    def types(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def shows(self, *words: str) -> str:
        """What came since the last look, once it holds all these words, in this order."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not _in_order(self._seen, words):
            assert time.monotonic() < until, (
                f"never showed {words}: {self._seen[-3000:].decode(errors='replace')}"
            )
            if select.select([self._screen], [], [], 0.5)[0]:
                self._seen += os.read(self._screen, 65_536)
        seen, self._seen = self._seen, b""
        return seen.decode()

    def ends(self) -> int:
        """The exit code."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            if select.select([self._screen], [], [], 0.2)[0]:
                try:
                    os.read(self._screen, 65_536)
                except OSError:  # the other side is closed
                    break
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=PATIENCE_SECONDS)
        os.close(self._screen)


def _in_order(seen: bytes, words: tuple[str, ...]) -> bool:
    at = 0
    for word in words:
        at = seen.find(word.encode(), at)
        if at < 0:
            return False
        at += len(word.encode())
    return True


@pytest.fixture
def painter() -> Iterator[ImageServer]:
    """An image server that can be kept from answering."""
    with SERVERS["comfyui"]() as server:
        yield server


@pytest.fixture
def terminal(shared_machine: Machine, painter: ImageServer) -> Iterator[Terminal]:
    terminal = Terminal(shared_machine, ATELIER_MODELS=written(painter, shared_machine.home))
    yield terminal
    terminal.close()


def test_a_conversation_in_a_terminal(
    terminal: Terminal, shared_machine: Machine, painter: ImageServer
) -> None:
    terminal.shows("Atelier", "Ctrl-D leaves", "ana #studio ›")

    terminal.types("draw a fox reading under a lamp\r")
    drawn = terminal.shows(
        "▀",
        "a fox reading under a lamp",
        "pictures/b2_a-fox-reading-under-a-lamp.png",
        "Refine",
        "ana #studio ›",
    )
    terminal.types("draw something for me\r")
    terminal.shows("Surprise me", "ana #studio ›")
    terminal.types("1\r")
    terminal.shows("▀", ".png", "ana #studio ›")
    terminal.process.send_signal(signal.SIGINT)
    terminal.shows("Ctrl-D leaves")
    painter.meet(hangs)
    terminal.types("four variants of a dragon over a castle\r")
    terminal.shows("drawing")
    terminal.process.send_signal(signal.SIGINT)
    terminal.shows("Cancelled.", "ana #studio ›")
    terminal.types("\x04")

    assert terminal.ends() == 0
    assert "38;2;" in drawn
    assert len(list((shared_machine.data / "pictures").glob("b2_*.png"))) == 1
    assert (shared_machine.data / "chat-history").stat().st_mode & 0o077 == 0


def test_a_terminal_that_is_closed_leaves_nothing_running(
    terminal: Terminal, shared_machine: Machine
) -> None:
    terminal.shows("ana #studio ›")

    terminal.process.send_signal(signal.SIGTERM)

    assert terminal.ends() == 128 + signal.SIGTERM
    assert not (shared_machine.data / "postgres" / "postmaster.pid").exists(), "the database was left running"
