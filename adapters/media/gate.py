"""The `PixelGate`: looks at a file's header, has a decoder read it, and says in words why a file is not taken."""

import re
from dataclasses import dataclass, replace

from adapters.child_processes.protocol import Job
from adapters.decoder.opening import check_size
from adapters.decoder.sizes import least_of
from adapters.media.decoders import Decoders, shared_decoders
from adapters.media.headers import (
    JPEG_SCANS_MAX,
    Header,
    described,
    header_of,
    is_heic,
    kind_of,
    reading_seconds,
)
from agent.domain.generation import ImageData
from agent.errors import BadImage
from agent.limits import IMAGE_BYTES_MAX, IMAGE_SIDE_MAX
from agent.translation.catalogue import N_, _

NAME_CHARS_MAX = 60
DECODED_BYTES_MAX = 136_000_000
"""Memory that the pixels of one picture may take: a screenshot of 8K is 133 MB, and so is a WebP of 4K. JPEGs of any size that is
taken need less, for they are read smaller."""
PASSES_MAX = 800_000_000
"""Pixels that a JPEG's layers may go over, counted once for each colour: fourteen layers of 40 megapixels in colour, a second or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a decoder may use for one picture."""

    cpu_seconds: int
    memory_bytes: int


CHEAP = Allowance(cpu_seconds=3, memory_bytes=34_000_000)
"""A photograph of 12 megapixels, which is read at half its size; a screenshot of 4K."""
CHEAP_PASSES_MAX = 150_000_000
DEAR = Allowance(cpu_seconds=6, memory_bytes=DECODED_BYTES_MAX)


class PillowGate:
    """The `PixelGate`."""

    def __init__(self, decoders: Decoders | None = None) -> None:
        self._decoders = decoders or shared_decoders()

    def finish(self) -> None:
        """The process is about to end: it waits for no picture that takes long."""
        self._decoders.finish()

    async def admit(
        self,
        data: bytes,
        *,
        name: str = "",
        bytes_max: int = IMAGE_BYTES_MAX,
        side_max: int = IMAGE_SIDE_MAX,
    ) -> ImageData:
        shown = _shown(name)
        if not data:
            raise BadImage(_("{shown} is empty (0 bytes). Attach it once more, please.", shown=shown))
        if len(data) > bytes_max:
            raise BadImage(
                _(
                    "{shown} is {size} MB; I take {most} MB at most.",
                    shown=shown,
                    size=len(data) // 1_000_000,
                    most=bytes_max // 1_000_000,
                )
            )
        return _there(await self._read(Job(task="admit", data=data, shown=shown, side=side_max)), shown)

    async def mask(self, picture: ImageData, *, base: ImageData, dark: bool = False) -> ImageData | None:
        size, itself = (base.width, base.height), picture.data == base.data
        return await self._read(
            Job(task="mask", data=picture.data, shown=_("The mask"), size=size, itself=itself, dark=dark)
        )

    async def thumbnail(self, image: ImageData, *, side: int) -> ImageData:
        shown = _("The picture")
        return _there(await self._read(Job(task="thumbnail", data=image.data, shown=shown, side=side)), shown)

    async def sticker(self, image: ImageData, *, side: int) -> ImageData:
        shown = _("The picture")
        return _there(await self._read(Job(task="sticker", data=image.data, shown=shown, side=side)), shown)

    async def _read(self, job: Job) -> ImageData | None:
        """None: no mask. Raises BadImage."""
        kind = kind_of(job.data)
        if not kind:
            raise BadImage(_unreadable(job))
        header = header_of(job.data, kind, least=least_of(job))
        _check(header, kind, job.shown)
        allowed = _allowance(header, len(job.data))
        job = replace(job, kind=kind, cpu_seconds=allowed.cpu_seconds, memory_bytes=allowed.memory_bytes)
        seconds = reading_seconds(header, kind)
        answer = await self._decoders.decode(job, dear=allowed is DEAR, seconds=seconds)
        if answer.problem:
            raise BadImage(answer.problem)
        if not answer.data:
            return None
        return ImageData(
            data=answer.data, media_type=answer.media_type, width=answer.width, height=answer.height
        )


def _unreadable(job: Job) -> str:
    if is_heic(job.data):
        return _(
            "{shown} is a HEIC photo; I can look at PNG, JPEG, WebP and GIF. "
            "Send it as a photo instead of a file, or share it as JPEG, please.",
            shown=job.shown,
        )
    return _(
        "{shown}: {what}. I can look at PNG, JPEG, WebP and GIF.",
        shown=job.shown,
        what=_(described(job.data)),
    )


def _shown(name: str) -> str:
    """A file name fit to be repeated: no control characters, cut."""
    clean = re.sub(r"[^\w. ()\-\[\]]", "", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    return clean[:NAME_CHARS_MAX] or _("That picture")


def _check(header: Header, kind: str, shown: str) -> None:
    """Raises BadImage for what would cost too much, before it costs anything."""
    check_size(header.size, shown)
    if header.is_odd:
        raise BadImage(
            _("{shown} is made of far too many pieces. Save it once more and try again, please.", shown=shown)
        )
    if header.scans > JPEG_SCANS_MAX or header.passes > PASSES_MAX:
        raise BadImage(
            _(
                "{shown} is a JPEG of so many layers that it takes too long to read. Save it as an ordinary one (not "
                "progressive), please.",
                shown=shown,
            )
        )
    if header.memory_bytes > DECODED_BYTES_MAX:
        raise BadImage(
            _(
                "{shown} is {width} x {height} ({kind}), which takes more memory to open than I may use. "
                "Scale it down, please.",
                shown=shown,
                width=header.size[0],
                height=header.size[1],
                kind=_(_NAMES[kind]),
            )
        )


_NAMES = {
    "PNG": "PNG",
    "JPEG": N_("progressive JPEG"),
    "WEBP": "WebP",
    "GIF": "GIF",
    "HEIF": N_("HEIC photo"),
}


def _allowance(header: Header, file_bytes: int) -> Allowance:
    """The file itself lies in a decoder's memory beside its pixels."""
    is_cheap = (
        header.size != (0, 0)
        and header.memory_bytes + file_bytes <= CHEAP.memory_bytes
        and header.passes <= CHEAP_PASSES_MAX
    )
    return CHEAP if is_cheap else DEAR


def _there(image: ImageData | None, shown: str) -> ImageData:
    if image is None:
        raise BadImage(_("{shown} cannot be read. Save it once more and try again, please.", shown=shown))
    return image
