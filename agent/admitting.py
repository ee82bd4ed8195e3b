"""Who may have pictures drawn where: what a channel's moderators switched off or kept for some roles."""

from agent.conversation import Pressed, Said
from agent.parts import Sitting

DRAWING_ACTIONS = ("again", "vary", "refine", "pick", "answer", "surprise")


def refusal(sitting: Sitting) -> str:
    """Why this turn may not draw here, as a sentence for its author; "" when it may, or when it draws nothing."""
    if not _draws(sitting):
        return ""
    channel, author = sitting.channel, sitting.turn.author
    if not channel.enabled:
        return "I am switched off in this channel. Moderators can switch me on with `/channel on`."
    if channel.roles and not author.may_manage and not set(channel.roles) & set(author.roles):
        return "Pictures are for some roles only in this channel. Ask a moderator if you need one."
    return ""


def _draws(sitting: Sitting) -> bool:
    """Whether the turn may end in a picture. Commands about memory and settings are always answered."""
    match sitting.turn.request:
        case Said(command=command):
            return command is None or command.name == "draw"
        case Pressed(action=action):
            return action in DRAWING_ACTIONS
        case _:
            return True
