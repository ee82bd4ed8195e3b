"""`python -m bot` without the second that Python needs to read it in: forked from a process that has done so, one for all starts of a
test process. Everything after the imports is a start like any other, with an environment, a home and an end of its own.

Where the start itself is what a test looks at, it starts an interpreter (test_terminal, test_health, test_web_whole).
"""

import atexit
import io
import multiprocessing
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import wait
from multiprocessing.reduction import DupFd
from subprocess import TimeoutExpired
from typing import Any

from simulators.fresh_machine import ROOT

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.e2e.processes.bot_read_in"])
_ONE_LOOK = threading.Lock()
"""How a process ended can be read once; several threads may ask."""


class ForkedBot:
    """What tests use of `subprocess.Popen`. `descriptors`: its standard input, output and error, which stay the caller's to close."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        env: Mapping[str, str],
        stdin: int | None = None,
        stdout: int,
        stderr: int,
    ) -> None:
        given = (list(arguments), dict(env), _Standard(stdin, stdout, stderr))
        with _ONE_LOOK:
            self._process = _FORKS.Process(target=_run, args=given, daemon=True)
            self._process.start()
        self.args = list(arguments)
        self.pid = int(self._process.pid or 0)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        with _ONE_LOOK:
            return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Raises TimeoutExpired."""
        wait([self._process.sentinel], timeout)
        code = self.poll()
        if code is None:
            raise TimeoutExpired(self.args, timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


class _Standard:
    """Descriptors on their way to another process, by the number that they have there."""

    def __init__(self, *descriptors: int | None) -> None:
        self._passed: Sequence[Any] = descriptors

    def __getstate__(self) -> Sequence[Any]:
        return [None if each is None else DupFd(each) for each in self._passed]

    def __setstate__(self, passed: Sequence[Any]) -> None:
        self._passed = passed

    def take(self) -> None:
        for number, passed in enumerate(self._passed):
            given = os.open(os.devnull, os.O_RDONLY) if passed is None else passed.detach()
            if given != number:
                os.dup2(given, number)
                os.close(given)


def _run(arguments: list[str], environment: dict[str, str], standard: _Standard) -> None:
    """As the interpreter does it for `python -u -m bot`."""
    standard.take()
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(os.fdopen(each, "wb", 0, closefd=False), write_through=True) for each in (1, 2)
    )
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.argv = ["bot", *arguments]
    from bot.__main__ import main

    try:
        sys.exit(main())
    finally:
        threading._shutdown()  # as Python ends
        atexit._run_exitfuncs()  # a forked process leaves them out
