"""The workers of `-n` as children of a process that has read the tests in: they are compiled, rewritten and imported once, not by each.

xdist starts each worker as a new interpreter. Here the process that hands out the tests imports them first and forks its workers, before
it has any thread; xdist then speaks to them through pipes as to any other. A worker that crashed is replaced in xdist's own way.
"""

import atexit
import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import pytest
from _pytest.config import apply_warning_filters
from _pytest.pathlib import import_path, module_name_from_path
from execnet import gateway_io
from execnet.gateway_base import Popen2IO

TESTS = "test_*.py"


class ForkedIO(Popen2IO):
    """A worker and the pipes to it, as execnet wants them (gateway_io.Popen2IOMaster)."""

    def __init__(self, execmodel: Any, process: int, says: int, hears: int) -> None:
        super().__init__(os.fdopen(hears, "wb"), os.fdopen(says, "rb"), execmodel)
        self.process = process

    def wait(self) -> int | None:
        with suppress(ChildProcessError):
            return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        return None

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: list[Any]) -> None:
    """Forks a worker for each of xdist's, which asks for them right after this. Coverage follows no fork: its workers start anew."""
    if config.pluginmanager.hasplugin("_cov") or threading.active_count() > 1:
        return
    _import(config)
    gc.collect()
    gc.freeze()
    start = gateway_io.create_io
    ready: list[tuple[int, int, int]] = []
    for _ in specs:
        ready.append(_forked(ready))
    waiting = iter(ready)

    def create_io(spec: Any, execmodel: Any) -> Any:
        found = next(waiting, None)
        return start(spec, execmodel) if found is None else ForkedIO(execmodel, *found)

    gateway_io.create_io = create_io


def _import(config: pytest.Config) -> None:
    """As each worker would (_pytest.python.importtestmodule). What cannot be imported is left for the workers to tell of."""
    options: Any = {
        "mode": config.getoption("importmode"),
        "root": config.rootpath,
        "consider_namespace_packages": config.getini("consider_namespace_packages"),
    }
    with warnings.catch_warnings():
        apply_warning_filters(config.getini("filterwarnings"), ())
        for path in _files(config):
            try:
                import_path(path, **options)
            except (Exception, pytest.skip.Exception):
                sys.modules.pop(module_name_from_path(path, config.rootpath), None)


def _files(config: pytest.Config) -> Iterator[Path]:
    for argument in config.args:
        path = Path(config.invocation_params.dir, argument.partition("::")[0])
        yield from sorted(path.rglob(TESTS)) if path.is_dir() else [path]


def _forked(others: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    """The child's id, and this process' ends of the pipes from and to it."""
    says, to_say = os.pipe()
    to_hear, hears = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if not process:
        for (
            _,
            theirs_says,
            theirs_hears,
        ) in others:  # a worker ends when its pipe does: nobody else may hold it
            os.close(theirs_says)
            os.close(theirs_hears)
        os.close(says)
        os.close(hears)
        _worker(to_hear, to_say)
    os.close(to_say)
    os.close(to_hear)
    return process, says, hears


def _worker(hears: int, says: int) -> NoReturn:
    """What execnet has a new interpreter do (gateway_io.popen_bootstrapline), on the same two descriptors."""
    atexit._clear()  # what the parent has to clear away is the parent's
    code = 1
    try:
        for mine, standard in ((hears, 0), (says, 1)):
            os.dup2(mine, standard)
            os.close(mine)
        sys.stdin = os.fdopen(0, closefd=False)
        sys.stdout = os.fdopen(1, "w", closefd=False)
        exec(eval(sys.stdin.readline()), {"__name__": "__main__"})
        code = 0
    finally:
        threading._shutdown()
        atexit._run_exitfuncs()
        sys.stderr.flush()
        os._exit(code)
