"""Pixels that are done with go back to the system, and what lives to the end is not looked through."""

import subprocess
import sys

import pytest

from tests.patience import PATIENCE_SECONDS

PROGRAM = """
import ctypes, sys, threading
from pathlib import Path
from bot.allocator import keep_memory_small

pages = lambda: int(Path("/proc/self/statm").read_text().split()[1])
if sys.argv[1] == "small":
    assert keep_memory_small()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]

def rows(count=200, size=500_000):
    held = [libc.malloc(size) for _ in range(count)]
    for piece in held:
        ctypes.memset(piece, 1, size)
    pin = libc.malloc(size)  # what is still needed, behind them: no gap before them is wide enough
    for piece in held:
        libc.free(piece)

libc.free(libc.malloc(30_000_000))  # after a large piece glibc takes all that are smaller from its heap
before = pages()
rows()
print((pages() - before) * 4096)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's allocator")
@pytest.mark.parametrize(
    ("how", "at_least", "at_most"), [("small", -(10**9), 5_000_000), ("usual", 50_000_000, 10**9)]
)
def test_pixels_that_are_done_with_go_back_to_the_system(how: str, at_least: int, at_most: int) -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, how],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )

    assert at_least <= int(told.stdout) <= at_most


IMPORTS = """
import gc
from bot.allocator import modules_uncollected

looked = []
gc.callbacks.append(lambda phase, info: looked.append(phase))
with modules_uncollected():
    kept = [[] for _ in range(100_000)]
during = len(looked)
later = [[] for _ in range(100_000)]
print(during, len(looked) > 0, gc.get_freeze_count() > 100_000)
"""


def test_modules_are_not_looked_through_while_they_are_read_in_nor_later() -> None:
    told = subprocess.run(
        [sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True, timeout=60
    )

    assert told.stdout.split() == ["0", "True", "True"], told.stderr
