"""Who may have pictures drawn where: what a channel's moderators switched off or kept for some roles."""

from agent.domain.conversation import Pressed, Said
from agent.turn_context import TurnContext

DRAWING_ACTIONS = ("again", "vary", "refine", "pick", "answer", "surprise")


def refusal(ctx: TurnContext) -> str:
    """Why this turn may not draw here, as a sentence for its author; "" when it may, or when it draws nothing."""
    if not _draws(ctx):
        return ""
    channel, author = ctx.channel, ctx.turn.author
    if not channel.enabled:
        return "I am switched off in this channel. Moderators can switch me on with `/channel on`."
    if channel.roles and not author.may_manage and not set(channel.roles) & set(author.roles):
        return "Pictures are for some roles only in this channel. Ask a moderator if you need one."
    return ""


def _draws(ctx: TurnContext) -> bool:
    """Whether the turn may end in a picture. Commands about memory and settings are always answered."""
    match ctx.turn.request:
        case Said(command=command):
            return command is None or command.name == "draw"
        case Pressed(action=action):
            return action in DRAWING_ACTIONS
        case _:
            return True
