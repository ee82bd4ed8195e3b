"""The file that an image model made, kept as it is: decoded once to be sure of it, rid of metadata, its pixels untouched.

Models and their servers write prompts, workflows and names into text chunks, Exif and XMP; colour profiles hold free text. Only what is
needed to see the pixels stays, and what says that a machine drew it: the provider's signed marks (C2PA), and the term of its XMP packet
without the packet's words. A file that cannot be kept so (several frames, turned by Exif, larger than is kept) is encoded anew by the gate.
"""

import io
from dataclasses import dataclass

from PIL import Image

from adapters.media.file_chunks import Unreadable, without_metadata
from agent.domain.generation import ImageData
from agent.limits import IMAGE_SIDE_MAX, KEPT_SIDE_MAX, RENDERED_BYTES_MAX
from agent.ports import PixelGate
from agent.rendering.provenance import TRAINED, term_in, with_mark_of

SHOWN_BYTES_MAX = 8_000_000
"""A file up to this size, and IMAGE_SIDE_MAX on its longest side, is shown as it is: every platform takes it."""
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A picture's own file, and what platforms show of it where that is something else."""

    image: ImageData
    shown: ImageData | None = None


class OriginalFiles:
    """Keeps files up to `side_max` pixels on their longest side."""

    def __init__(self, gate: PixelGate, *, side_max: int = KEPT_SIDE_MAX) -> None:
        self._gate = gate
        self._side_max = side_max

    async def keep(self, data: bytes) -> Kept:
        """Raises BadImage."""
        small = _with_claim(
            data, await self._gate.admit(data, name="the drawn picture", bytes_max=RENDERED_BYTES_MAX)
        )
        original = _original(data)
        if original is None:
            return Kept(image=small)
        if max(original.width, original.height) > self._side_max:
            return await self._scaled(data, small)
        fits = (
            max(original.width, original.height) <= IMAGE_SIDE_MAX and len(original.data) <= SHOWN_BYTES_MAX
        )
        return Kept(image=original, shown=None if fits else small)

    async def _scaled(self, data: bytes, small: ImageData) -> Kept:
        """As large as is kept."""
        if self._side_max <= IMAGE_SIDE_MAX:
            return Kept(image=small)
        large = await self._gate.admit(
            data, name="the drawn picture", bytes_max=RENDERED_BYTES_MAX, side_max=self._side_max
        )
        return Kept(image=_with_claim(data, large), shown=small)


def _with_claim(data: bytes, picture: ImageData) -> ImageData:
    """The picture with what its maker's file says of its making, which a comment may say too: a model drew it, whatever else is claimed."""
    return with_mark_of(data, picture) if term_in(data) in TRAINED else picture


def _original(data: bytes) -> ImageData | None:
    """The file without its metadata; None where it cannot be kept as it is. Its pixels were decoded before."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_MEDIA_TYPES)) as image:
            turned = image.getexif().get(0x0112, 1) != 1
            frames, (width, height), kind = getattr(image, "n_frames", 1), image.size, image.format or ""
        if turned or frames != 1:
            return None
        bare = without_metadata(data)
        with Image.open(io.BytesIO(bare), formats=(kind,)) as image:
            same = image.size == (width, height)
    except (Unreadable, OSError, SyntaxError, ValueError, KeyError, IndexError, EOFError):
        return None  # it was decoded all the same: what this reader finds odd is encoded anew
    if not same:
        return None
    return _with_claim(data, ImageData(data=bare, media_type=_MEDIA_TYPES[kind], width=width, height=height))
