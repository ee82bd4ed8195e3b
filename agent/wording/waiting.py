"""What somebody reads who waits for their turn."""

from agent.translation.catalogue import _


def in_line(ahead: int) -> str:
    """`ahead`: how many come first."""
    return _("in line, {number} before you", number=ahead) if ahead else _("in line, you are next")
