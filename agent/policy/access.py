"""Who may have pictures drawn where: what a channel's moderators switched off or kept for some roles."""

from agent.actions import draws
from agent.translation.catalogue import _
from agent.turn_context import TurnContext


def refusal(ctx: TurnContext) -> str:
    """Why this turn may not draw here, as a sentence for its author; "" when it may, or when it draws nothing."""
    if not draws(ctx.turn.request):
        return ""
    channel, author = ctx.channel, ctx.turn.author
    if not channel.enabled:
        return _("I am switched off in this channel. Moderators can switch me on with `/channel on`.")
    if channel.roles and not author.may_manage and not set(channel.roles) & set(author.roles):
        return _("Pictures are for some roles only in this channel. Ask a moderator if you need one.")
    return ""
