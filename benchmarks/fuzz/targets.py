"""Everything that is fuzzed: a new target is a new line."""

from collections.abc import Callable, Sequence

from benchmarks.fuzz.pictures import Pictures
from benchmarks.fuzz.target import Target

TARGETS: Sequence[Callable[[], Target]] = (Pictures,)
