"""What `check` finds of content: who looks at it, and how pictures are marked. Each is tried."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from PIL import Image

from agent.domain.generation import ImageData
from agent.errors import Misconfigured
from agent.limits import CONTENT_SECONDS
from agent.ports import Clock, ContentChecker
from bot.models.marking import CERTIFICATE, certificate_of, signer_of
from bot.settings import Settings

SOON = timedelta(days=30)
"""A certificate that ends within this is worth a word."""
SIDE = 64
UNSIGNED = "drawn pictures say that they are generated; nobody signs it (python -m bot certificate FOLDER)"
LISTS_ALONE = "word lists alone; no picture is looked at (docs/security.md#content)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How a part is, and in which state."""

    state: Literal["good", "less", "off"]
    text: str


async def content_found(checkers: Sequence[ContentChecker]) -> Found:
    """Raises ModelUnavailable where one does not look."""
    if not checkers:
        return Found(state="off", text=LISTS_ALONE)
    for checker in checkers:
        if checker.sees:
            await checker.picture(_plain(), timeout_seconds=CONTENT_SECONDS)
    words = ", ".join(["word lists", *(each.name for each in checkers if each.reads)])
    pictures = ", ".join(each.name for each in checkers if each.sees)
    return Found(state="good", text=f"words: {words}; pictures: {pictures}")


async def marking_found(settings: Settings, clock: Clock) -> Found:
    """Raises Misconfigured."""
    if not settings.signs:
        return Found(state="off", text=UNSIGNED)
    certificate, signer = certificate_of(settings, now=clock.now()), signer_of(settings)
    try:
        state = await asyncio.to_thread(signer.prove, _plain())
    except Exception as error:  # C2paError, which is imported with the extra
        raise Misconfigured(CERTIFICATE, f"c2pa does not sign with it: {str(error)[:200]}") from error
    finally:
        signer.close()
    ends = f"until {certificate.until:%Y-%m-%d}"
    if certificate.until - clock.now() < SOON:
        return Found(
            state="less", text=f"signed as {certificate.name}, but only {ends}: make a new certificate"
        )
    return Found(state="good", text=f"signed as {certificate.name}, {ends}; a try reads as {state}")


def _plain() -> ImageData:
    file = io.BytesIO()
    Image.new("RGB", (SIDE, SIDE), "grey").save(file, "PNG")
    return ImageData(data=file.getvalue(), media_type="image/png", width=SIDE, height=SIDE)
