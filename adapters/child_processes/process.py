"""One child process: started when there is work for it, ended when it takes too long, and replaced."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

import adapters
from adapters.child_processes.protocol import Answer, Broken, Job, read_answer, send_job

ROOT = Path(adapters.__file__).parent.parent
KEPT_OF_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME")
"""What Python itself may need to start. Nothing else of the bot's is shown to a child: no token and no address."""
MALLOC = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "262144"}
"""glibc gives memory back at once."""
END_SECONDS = 5.0
"""How long a killed process may take to be gone."""


class Died(Exception):
    """The process ended over this job. slow: because it took too long."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__("took too long" if slow else "crashed")
        self.slow = slow


class ChildProcess:
    """Used by one thread; `end` by any."""

    def __init__(self, program: str, *, nice: int) -> None:
        """`program`: the module that it runs (`adapters.decoder`)."""
        self._nice = nice
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ended = False

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def run(self, job: Job, *, seconds: float) -> Answer:
        """Blocks. Raises Died, OSError where no process can be started."""
        process = self._running()
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, kill)
        timer.start()
        try:
            send_job(cast(BinaryIO, process.stdin), job)
            return read_answer(cast(BinaryIO, process.stdout), of_page=job.task == "page")
        except (OSError, ValueError, Broken) as error:  # ValueError: `end` closed the pipe a moment ago
            code = _buried(process)
            raise Died(slow=late.is_set() or code == -signal.SIGXCPU) from error
        finally:
            timer.cancel()
            timer.join()

    def end(self) -> None:
        """For good: what it reads is given up."""
        with self._lock:
            self._ended = True
            process = self._process
        if process is not None:
            _buried(process)

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._ended:
                raise OSError("this process was ended")
            if self._process is not None and self._process.poll() is None:
                return self._process
            if self._process is not None:
                _buried(self._process)
            self._process = self._started()
            return self._process

    def _started(self) -> subprocess.Popen[bytes]:
        # A group of its own: Ctrl-C in the bot's terminal is the bot's. No session: Linux shares the processor out between those first
        # (sched_autogroup), and within each by priority. Its pipe ends with the bot, and it with its pipe.
        return subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
            [sys.executable, "-m", self._program, str(self._nice)],
            cwd=ROOT, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            process_group=0,
        )  # fmt: skip


def _environment() -> dict[str, str]:
    return {**{name: os.environ[name] for name in KEPT_OF_ENVIRONMENT if name in os.environ}, **MALLOC}


def _buried(process: subprocess.Popen[bytes]) -> int:
    """Killed, waited for, its pipes closed; the code it ended with."""
    process.kill()
    try:
        code = process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:  # in the kernel, which will end it when it can
        code = -signal.SIGKILL
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what could not be written to a dead process
                pipe.close()
    return code
