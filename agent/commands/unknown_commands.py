"""What is said to a command that there is not."""

from difflib import get_close_matches

from agent.actions import COMMANDS
from agent.translation.catalogue import _


def unknown_command(name: str) -> str:
    """A line, with the command that it may have been meant for. `name`: letters alone."""
    near = get_close_matches(name, COMMANDS, n=1)
    if near:
        return _(
            "I do not know /{name}. Did you mean /{near}? /help lists what I know.", name=name, near=near[0]
        )
    return _("I do not know /{name}. /help lists what I know.", name=name)
