"""What a model says, made fit to be kept and posted: a model that was talked into something can still only say words."""

import re
from collections.abc import Collection

from agent.planning.prompts import cleaned

_PINGS = re.compile(r"@(?=everyone\b|here\b|channel\b|all\b)|<(?:@[!&]?|#|a?:\w+:)\d+>", re.IGNORECASE)
_TELEGRAM_PINGS = re.compile(r"\btg://\S+", re.IGNORECASE)
_LINKS = re.compile(
    r"!?\[([^\[\]]{0,200})\]\([^()]{0,2000}\)|\w{0,16}://\S+|(?:https?|ftp|file|data|javascript):\S+|\bwww\.\S+",
    re.IGNORECASE,
)
READ_TIMES, READ_MORE = 4, 2_000
"""How much more than it may say is read of a text: what falls away (links, blanks) is rarely longer, and a model that runs wild
holds nobody up."""
_CJK = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_WORDS = re.compile(rf"{_CJK}|(?:(?!{_CJK})\w){{3,}}")
"""Words of some weight; scripts without spaces are taken sign by sign."""


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


def is_quoted(quote: str, words: str) -> bool:
    """Whether `quote` stands in `words`, word for word; case, spaces and typographic quotes aside."""
    wanted = _plain(quote)
    return len(wanted) >= 2 and wanted in _plain(words)


def own_words(text: str, quote: str) -> str:
    """`text` if it says little beyond `quote` (half of its words, or their beginnings, are there), else the quote itself: what
    is kept of a person is what that person said."""
    known = {word[:4] for word in _words(quote)}
    words = _words(text)
    shared = sum(word[:4] in known for word in words)
    return text if words and shared * 2 >= len(words) else quote


def _words(text: str) -> Collection[str]:
    return _WORDS.findall(text.casefold())


def _plain(text: str) -> str:
    plain = cleaned(text).casefold().translate(str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'}))
    return " ".join(plain.split()).strip(" .!\"'")
