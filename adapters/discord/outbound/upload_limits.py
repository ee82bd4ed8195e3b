"""Makes pictures fit a server's upload limit: a better format first, then fewer pixels."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from agent.domain.generation import ImageData
from agent.errors import NotAllowed
from agent.ports import PictureFile
from agent.rendering.provenance import with_mark_of
from agent.translation.catalogue import _

QUALITIES = (90, 80, 65)
SCALE = 0.75
SIDE_MIN = 256
OVERHEAD_BYTES = 64 * 1024
"""Room for the JSON beside the files."""
ENCODE_SECONDS = 30.0
MARK_BYTES = 1_024
"""Room for what the picture says of its making, which is carried over."""


async def fitted(files: Sequence[PictureFile], *, limit: int) -> list[PictureFile]:
    """The files, together within `limit` bytes. Raises NotAllowed when even small pictures would not be, or a file that is no
    picture is too large."""
    room = limit - OVERHEAD_BYTES
    if sum(len(file.data) for file in files) <= room:
        return list(files)
    share = room // max(1, len(files))
    async with asyncio.timeout(ENCODE_SECONDS):
        return [
            file if len(file.data) <= share else await asyncio.to_thread(_smaller, file, share)
            for file in files
        ]


def _smaller(file: PictureFile, room: int) -> PictureFile:
    if not file.media_type.startswith("image/"):
        raise NotAllowed(
            _(
                "That file is {size} MB, more than this server takes. Ask me in private.",
                size=len(file.data) // 1_000_000,
            )
        )
    image = Image.open(io.BytesIO(file.data))
    image.load()
    while min(image.size) >= SIDE_MIN:
        for quality in QUALITIES:
            data = _encoded(image, quality)
            if len(data) <= room - MARK_BYTES:
                name = f"{file.name.rpartition('.')[0] or file.name}.webp"
                small = ImageData(data=data, media_type="image/webp", width=image.width, height=image.height)
                marked = with_mark_of(file.data, small)
                return replace(file, data=marked.data, media_type=marked.media_type, name=name)
        size = (max(1, round(image.width * SCALE)), max(1, round(image.height * SCALE)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    raise NotAllowed(_("The picture does not fit what this server takes, however small I make it."))


def _encoded(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=2)
    return out.getvalue()
