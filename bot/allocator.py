"""How the C library keeps memory that Python gave back, and what Python looks through for memory to give back."""

import ctypes
import gc
from collections.abc import Generator
from contextlib import contextmanager, suppress

ARENAS_MAX = 1
"""Heaps: glibc would make eight for each processor, and what a picture leaves behind in one serves no other."""
MAPPED_FROM_BYTES = 262_144
"""Larger pieces, the pixels of pictures, go back to the system as soon as they are free."""
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""mallopt(3)."""


def keep_memory_small() -> bool:
    """Called once, before threads start. Whether this C library can be told (glibc)."""
    with suppress(AttributeError, OSError):
        tell = ctypes.CDLL(None).mallopt
        return bool(tell(_M_ARENA_MAX, ARENAS_MAX) and tell(_M_MMAP_THRESHOLD, MAPPED_FROM_BYTES))
    return False


@contextmanager
def modules_uncollected() -> Generator[None]:
    """Around imports. Modules live to the end: looking through them while they are read in is a sixth of a start, and each full
    collection later would look through them again."""
    collects = gc.isenabled()  # where somebody else sees to it, that stays so
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.freeze()
            gc.enable()
