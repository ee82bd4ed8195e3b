"""Pictures of every format, broken, through the real gate with real decoders."""

import io
import random
from collections.abc import Callable, Sequence

from PIL import Image

from adapters.media import Decoders, PillowGate
from agent.errors import BadImage
from agent.limits import IMAGE_SIDE_MAX
from benchmarks.fuzz.mutation import mutated
from benchmarks.fuzz.target import Outcome
from simulators import hostile_pictures as hostile

SIDES = (90, 60)
SENTENCE_CHARS_MAX = 300
_FORMATS: Sequence[tuple[str, dict[str, object]]] = (
    ("PNG", {}), ("JPEG", {}), ("JPEG", {"progressive": True}), ("WEBP", {}), ("WEBP", {"lossless": True}), ("GIF", {}),
    ("BMP", {}), ("TIFF", {}), ("TIFF", {"compression": "tiff_lzw"}), ("ICO", {}), ("PPM", {}), ("MPO", {}), ("TGA", {}),
)  # fmt: skip
_MODES: dict[str, Sequence[str]] = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"), "JPEG": ("L", "RGB", "CMYK"), "GIF": ("P", "L"), "WEBP": ("RGB", "RGBA"),
}  # fmt: skip
_HOSTILE: Sequence[Callable[[], bytes]] = (
    hostile.broken_exif,
    lambda: hostile.broken_exif("PNG"),
    lambda: hostile.broken_exif("WEBP"),
    lambda: hostile.many_layers(800, 800, 40),
    lambda: hostile.text_bomb(chunks=4, megabytes=2),
    lambda: hostile.png_frames(5),
    lambda: hostile.webp_frames(5),
    lambda: hostile.gif_frames(5),
    lambda: hostile.one_colour_webp(900, 900),
    hostile.lying_header,
)


class Pictures:
    """Port `benchmarks.fuzz.target.Target`."""

    name = "pictures"

    def __init__(self) -> None:
        self._decoders = Decoders()
        self._gate = PillowGate(self._decoders)
        self._seeds = seeds()

    async def open(self) -> None:
        """Decoders start when there is work for them."""

    async def once(self, dice: random.Random) -> Outcome:
        data = mutated(dice.choice(self._seeds), dice, others=self._seeds)
        try:
            image = await self._gate.admit(data, name="picture.png")
        except BadImage as error:
            _judge(str(error))
            return "refused"
        with Image.open(io.BytesIO(image.data)) as found:
            found.load()
            assert found.size == (image.width, image.height), "it says another size than it has"
            assert max(found.size) <= IMAGE_SIDE_MAX, "it is too large"
            assert not found.getexif(), "it carries EXIF"
        return "accepted"

    async def close(self) -> None:
        self._decoders.close()


def _judge(sentence: str) -> None:
    """A refusal is a sentence for a person; a decoder that ended over a picture is a finding, though the bot lives on."""
    assert 0 < len(sentence) <= SENTENCE_CHARS_MAX, f"a sentence of {len(sentence)} letters"
    assert "my reader broke" not in sentence, "a decoder crashed"


def seeds() -> list[bytes]:
    """Small good pictures of every format and kind of pixels, and hostile ones."""
    whole = Image.linear_gradient("L").resize(SIDES)
    found = [make() for make in _HOSTILE]
    for kind, options in _FORMATS:
        for mode in _MODES.get(kind, ("RGB",)):
            out = io.BytesIO()
            image = whole.convert("RGBA") if mode == "RGBA" else whole.convert(mode)
            image.save(out, kind, **options)
            found.append(out.getvalue())
    return found
