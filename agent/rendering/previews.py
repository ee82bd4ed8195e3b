"""A picture that is not finished, as a server sends it while it draws."""

from agent.errors import BadImage
from agent.rendering.content_checks import Light, may_preview
from agent.rendering.provenance import marked, source_term
from agent.turn_context import Services, TurnContext

SIDE_MAX = 1_024
"""Longest side of what is shown, pixels."""


async def show_preview(services: Services, ctx: TurnContext, light: Light, data: bytes) -> None:
    """It passes the gate like any other picture, and says of its making what the finished one will. What does not is left out."""
    try:
        image = await services.gate.admit(data, side_max=SIDE_MAX)
    except BadImage:
        return
    if await may_preview(services, ctx, image, light):
        term = source_term(trained=True, with_photographs=light.with_picture)
        await ctx.progress.preview(marked(image, term).data)
