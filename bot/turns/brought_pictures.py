"""The pictures of an event on their way through the gate."""

import asyncio
from collections.abc import Sequence

from adapters.http.pace import Pace
from agent.domain.generation import ImageData
from agent.domain.incoming import IncomingImage
from agent.errors import BadImage
from agent.limits import IMAGES_PER_TURN_MAX
from agent.ports import PixelGate
from agent.translation.catalogue import _, ngettext

REFUSALS_APART_SECONDS = 0.25
"""Between two messages whose pictures were all refused: a picture that its header alone gives away is refused at once, and thirty of them
would be thirty turns in one moment, while somebody else's drawing waits for the processor. Planning and answering one takes the event loop
some fifty milliseconds: so they never have more than a quarter of it, and who brings no picture, or one that is taken, goes before them."""
REFUSALS_WAIT_SECONDS_MAX = 6.0


def refusal_pace() -> Pace:
    return Pace(apart_seconds=REFUSALS_APART_SECONDS, wait_seconds_max=REFUSALS_WAIT_SECONDS_MAX)


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
