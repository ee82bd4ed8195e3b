"""The pictures of an event on their way through the gate."""

import asyncio
from collections.abc import Sequence

from agent.domain.generation import ImageData
from agent.domain.incoming import IncomingImage
from agent.errors import BadImage
from agent.limits import IMAGES_PER_TURN_MAX
from agent.ports import PixelGate
from agent.translation.catalogue import _, ngettext


async def admitted(gate: PixelGate, images: Sequence[IncomingImage]) -> tuple[list[ImageData], list[str]]:
    """The pictures that passed the gate, and a sentence for each that did not."""
    found = await asyncio.gather(*(_tried(gate, image) for image in images[:IMAGES_PER_TURN_MAX]))
    notes = [outcome for outcome in found if isinstance(outcome, str)]
    if len(images) > IMAGES_PER_TURN_MAX:
        notes.append(
            ngettext(
                "I looked at the first {most} of your {n} picture.",
                "I looked at the first {most} of your {n} pictures.",
                len(images),
                most=IMAGES_PER_TURN_MAX,
            )
        )
    return [outcome for outcome in found if isinstance(outcome, ImageData)], notes


async def _tried(gate: PixelGate, image: IncomingImage) -> ImageData | str:
    if image.problem:
        return _(image.problem)
    try:
        return await gate.admit(image.data, name=image.name)
    except BadImage as error:
        return str(error)
