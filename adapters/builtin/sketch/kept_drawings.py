"""What was drawn for one picture and may serve the next: kept up to a number of bytes, the latest used longest.

A limit in pieces was none: a figure takes seven megabytes at most and a glyph taken apart five, so that a hundred of this and two hundred
of that were a gigabyte.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from PIL import Image

P = ParamSpec("P")
R = TypeVar("R")

TRACED_BYTES_MAX = 8_000_000
"""About fifteen glyphs taken apart, which serve every picture that shows one of them."""
DRAWN_BYTES_MAX = 8_000_000
"""What a picture or two are made of: it serves a picture that is drawn once more, or changed."""
_ONE_BYTE_MODES = frozenset({"1", "L", "P"})
_OTHER_BYTES = 200
"""Of whatever is no picture."""


class KeptDrawings:
    """Used by several threads; what two of them want at once is drawn twice."""

    def __init__(self, bytes_max: int) -> None:
        self._bytes_max = bytes_max
        self._kept: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.bytes = 0

    def get(self, key: Hashable, make: Callable[[], R]) -> R:
        """What `make` gave for this key, or gives now."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(R, self._kept[key][0])
        made = make()
        self._keep(key, made)
        return made

    def kept(self, make: Callable[P, R]) -> Callable[P, R]:
        """Decorates a function whose arguments are hashable, and that gives pictures which nobody changes."""

        @wraps(make)
        def found(*args: P.args, **kwargs: P.kwargs) -> R:
            key = make, args, tuple(sorted(kwargs.items()))
            return self.get(key, lambda: make(*args, **kwargs))

        return found

    def _keep(self, key: Hashable, made: object) -> None:
        size = bytes_of(made)
        with self._lock:
            if key in self._kept or size > self._bytes_max:
                return
            self._kept[key] = made, size
            self.bytes += size
            while self.bytes > self._bytes_max:
                self.bytes -= self._kept.popitem(last=False)[1][1]


TRACED, DRAWN = KeptDrawings(TRACED_BYTES_MAX), KeptDrawings(DRAWN_BYTES_MAX)


def bytes_of(made: object) -> int:
    """Memory of the pictures in it, as Pillow keeps them: four bytes a pixel, one where it is all grey or of a palette."""
    if isinstance(made, Image.Image):
        return made.width * made.height * (1 if made.mode in _ONE_BYTE_MODES else 4)
    if isinstance(made, tuple):
        return sum(map(bytes_of, cast("tuple[object, ...]", made)))
    if is_dataclass(made):
        return sum(bytes_of(getattr(made, one.name)) for one in fields(made))
    return _OTHER_BYTES
