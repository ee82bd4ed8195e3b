"""What a model says, made fit to be kept and posted: a model that was talked into something can still only say words."""

import re
from collections.abc import Collection

from agent.text.invisible_characters import cleaned

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


def stands_in(value: str, words: str) -> bool:
    """Whether most of the value's words of some weight, or their beginnings, are among `words`; a value without any ("16:9") has to
    stand there as it is.

    >>> stands_in("a fox", "draw me some foxes"), stands_in("a red fox", "draw a fox"), stands_in("16:9", "a fox, 16:9")
    (True, False, True)
    """
    wanted = weighty(value)
    if not wanted:
        return _plain(value) in re.split(r"[\s,;()]+", _plain(words))
    known = tuple(weighty(words))
    return 2 * sum(any(_akin(word, other) for other in known) for word in wanted) > len(wanted)


def _akin(word: str, other: str) -> bool:
    """One word in two forms: they begin alike, as far as the shorter one goes or for four letters."""
    return word[:4] == other[:4] or (min(len(word), len(other)) == 3 and word[:3] == other[:3])


def weighty(text: str) -> Collection[str]:
    """The words of some weight, in small letters."""
    return _WORDS.findall(text.casefold())


def _plain(text: str) -> str:
    plain = cleaned(text).casefold().translate(str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'}))
    return " ".join(plain.split()).strip(" .!\"'")
