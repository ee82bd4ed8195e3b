"""`/report`, and the button under Why?: a member tells moderators of a picture."""

from agent.domain.conversation import Message, Pressed
from agent.outcomes import Outcome, declined, told
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext
from agent.wording import moderation as words

LATEST_SHOWN_MAX = 5
"""Pictures to choose from where none is replied to."""


async def run_report(services: Services, ctx: TurnContext, argument: str) -> Outcome:
    """Of the picture replied to; else it asks which one. `argument`: why, if the member likes."""
    reason = words.reason_of(argument)
    replied = ctx.turn.replied
    if replied is not None:
        return await _reply(services, ctx, replied, reason)
    latest = await services.moderation.reports.latest(ctx.turn, limit=LATEST_SHOWN_MAX)
    return words.which(latest, reason) if latest else told(_(words.NO_PICTURES), private=True)


async def _reply(services: Services, ctx: TurnContext, replied: Message, reason: str) -> Outcome:
    if replied.author is not None or not replied.images:
        return declined(_(words.NOT_MINE), private=True)
    return await _file(services, ctx, replied.id, reason)


async def press_report(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    reason = words.reason_of(pressed.text or pressed.args.get("reason", ""))
    return await _file(services, ctx, pressed.args.get("message", ""), reason)


async def _file(services: Services, ctx: TurnContext, message: str, reason: str) -> Outcome:
    """Raises OverBudget."""
    moderation = services.moderation
    place = await moderation.reports.place_of(ctx.turn, message)
    if place is None:
        return declined(_(words.GONE), private=True)
    private = place.community_key is None
    if private and not moderation.operators:
        return told(_(words.NOBODY_TO_ASK), private=True)
    match await moderation.reports.file(ctx.turn, message, reason=reason):
        case "filed":
            return told(_(words.FILED_PRIVATE) if private else _(words.FILED), private=True)
        case "known":
            return told(_(words.KNOWN), private=True)
        case "gone":
            return declined(_(words.GONE), private=True)
