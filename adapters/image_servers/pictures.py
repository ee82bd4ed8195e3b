"""Takes a drawn picture in, as it came over the wire."""

import base64
import binascii

from adapters.media.original_files import Kept, OriginalFiles
from agent.errors import BadImage
from agent.limits import RENDERED_BYTES_MAX
from agent.translation.catalogue import N_, _

SIDE_MIN = 64
"""A picture with a side of fewer pixels is a broken answer."""
NO_PICTURE = N_("The image model answered without a picture. Try once more, please.")
NOT_A_PICTURE = N_("The image model sent something that is not a picture. Try once more, please.")


def decoded(text: str) -> bytes:
    """Bytes of a picture in base64, a `data:` prefix allowed. Raises BadImage."""
    text = text.partition(",")[2] if text.startswith("data:") else text
    if not text:
        raise BadImage(NO_PICTURE)
    if len(text) > RENDERED_BYTES_MAX * 4 // 3 + 4:
        raise BadImage(_("The image model's picture is larger than I can take."))
    try:
        return base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError) as error:
        raise BadImage(NOT_A_PICTURE) from error


async def taken(files: OriginalFiles, data: bytes) -> Kept:
    """The picture's file and what is shown of it, in words that fit a picture nobody attached. Raises BadImage."""
    if not data:
        raise BadImage(NO_PICTURE)
    try:
        kept = await files.keep(data)
    except BadImage as error:
        raise BadImage(NOT_A_PICTURE) from error
    if min(kept.image.width, kept.image.height) < SIDE_MIN:
        raise BadImage(NOT_A_PICTURE)
    return kept
