"""What a model says, made fit to be kept and posted: a model that was talked into something can still only say words."""

import re

from agent.domain.invisible import cleaned

_PINGS = re.compile(r"@(?=everyone\b|here\b|channel\b|all\b)|<(?:@[!&]?|#|a?:\w+:)\d+>", re.IGNORECASE)
_TELEGRAM_PINGS = re.compile(r"\btg://\S+", re.IGNORECASE)
_LINKS = re.compile(
    r"!?\[([^\[\]]{0,200})\]\([^()]{0,2000}\)|\w{0,16}://\S+|(?:https?|ftp|file|data|javascript):\S+|\bwww\.\S+",
    re.IGNORECASE,
)
READ_TIMES, READ_MORE = 4, 2_000
"""How much more than it may say is read of a text: what falls away (links, blanks) is rarely longer, and a model that runs wild
holds nobody up."""


def spoken(text: str, limit: int) -> str:
    """Several lines at most, without pings and links."""
    # A blank stands where something went: what was around it must not grow together into another link or ping.
    bare = _LINKS.sub(_words_of_link, cleaned(text[: READ_TIMES * limit + READ_MORE]))
    bare = _TELEGRAM_PINGS.sub(" ", _PINGS.sub(" ", bare))
    lines = [" ".join(line.split()) for line in bare.splitlines()]
    return "\n".join(line for line in lines if line)[:limit].strip()


def _words_of_link(link: re.Match[str]) -> str:
    return f" {link[1]} " if link[1] else " "


def one_line(text: str, limit: int) -> str:
    """As `spoken`, on one line."""
    return " ".join(spoken(text, limit * 2).split())[:limit].strip()
