"""What a stored reply shows, as files for its platform: each picture by itself, or all of them on one contact sheet."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.media.contact_sheets import Tile, contact_sheet
from agent.domain.conversation import ImageId, Reply
from agent.domain.images import GONE, ImageData
from agent.errors import NotFound
from agent.ports import ImageStore, PictureFile, PixelGate
from agent.translation.catalogue import _, speaking

SHEET = ImageId("sheet")
"""Stands in the reply for the sheet, which is kept nowhere."""
_EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "application/zip": "zip",
    "image/gif": "gif",
}


async def with_files(
    images: ImageStore, gate: PixelGate, reply: Reply
) -> tuple[Reply, Sequence[PictureFile]]:
    """The reply as it is shown, and its pictures and files. What was forgotten between the store and the send is not among them."""
    if reply.sheet and reply.images:
        return await _on_a_sheet(images, gate, reply)
    return reply, await _files(images, reply)


async def _on_a_sheet(
    images: ImageStore, gate: PixelGate, reply: Reply
) -> tuple[Reply, Sequence[PictureFile]]:
    """Each picture keeps its number, whatever is gone; that it is gone is said."""
    found = [await _load(images, image, is_shown=True) or GONE for image in reply.images]
    labels = (*reply.alts, *("" for _ in found))
    sheet = await contact_sheet(
        gate, [Tile(image=image, label=label) for image, label in zip(found, labels, strict=False)]
    )
    shown = replace(_file(sheet, 1, alt=reply.sheet), shows=len(reply.images))
    with speaking(reply.language):
        gone = [
            _("Picture {number} is not kept any more.", number=number)
            for number, image in enumerate(found, start=1)
            if not image.data
        ]
    told = replace(reply, images=(SHEET,), alts=(reply.sheet,), text="\n".join([reply.text, *gone]))
    return told, (shown, *await _files(images, replace(reply, images=())))


async def _files(images: ImageStore, reply: Reply) -> Sequence[PictureFile]:
    found: list[PictureFile] = []
    for position, image in enumerate((*reply.images, *reply.files)):
        data = await _load(images, image, is_shown=position < len(reply.images))
        if data is None:
            continue
        alt = reply.alts[position] if position < len(reply.alts) else ""
        found.append(_file(data, position + 1, alt=alt))
    return found


async def _load(images: ImageStore, image: ImageId, *, is_shown: bool) -> ImageData | None:
    try:
        return await (images.shown(image) if is_shown else images.load(image))
    except NotFound:
        return None


def _file(data: ImageData, number: int, *, alt: str) -> PictureFile:
    extension = _EXTENSIONS.get(data.media_type, "bin")
    return PictureFile(
        data=data.data, media_type=data.media_type, name=f"atelier-{number}.{extension}", alt=alt
    )
