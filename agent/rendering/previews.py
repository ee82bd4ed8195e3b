"""Pictures that are not finished, as a server sends them while it draws."""

from agent.errors import BadImage
from agent.rendering.content_checks import Light, may_preview
from agent.rendering.provenance import marked, source_term
from agent.turn_context import Services, TurnContext

SIDE_MAX = 1_024
"""Longest side of what is shown, pixels."""
EVERY_SECONDS = 2.0
"""One in this time is opened, however many a server sends; the others are passed over."""


class Previews:
    """Of one turn. Each passes the gate like any other picture, and says of its making what the finished one will; what does not is left
    out."""

    def __init__(self, services: Services, ctx: TurnContext, light: Light) -> None:
        self._services = services
        self._ctx = ctx
        self._light = light
        self._next = float("-inf")

    async def show(self, data: bytes) -> None:
        now = self._services.clock.monotonic()
        if now < self._next:
            return
        self._next = now + EVERY_SECONDS
        try:
            image = await self._services.gate.admit(data, side_max=SIDE_MAX)
        except BadImage:
            return
        if await may_preview(self._services, self._ctx, image, self._light):
            term = source_term(trained=True, with_photographs=self._light.with_picture)
            await self._ctx.progress.preview(marked(image, term).data)
