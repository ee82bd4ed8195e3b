"""Addresses in what the bot says. Platforms make links of them by themselves, whoever wrote them, with or without "https://"; a word
joiner, which nobody sees, keeps them from it, and the words stay readable.

Pure.
"""

import re
from collections.abc import Collection

JOINER = "\N{WORD JOINER}"
_DOTS = ".\u3002\uff0e\uff61"
"""Everything that counts as a dot in a domain name (UTS 46)."""
_LABEL = rf"[^\W_](?:[^\s{_DOTS}/@:?#()\[\]<>“”\"'`*,;!]*[^\W_])?"
_FILES = "png|jpe?g|gif|webp|heic|avif|bmp|tiff?|svg|pdf|txt|jsonl?|mp4|html?"
"""Endings of files that are no top-level domains: a picture's name is no address."""
_ADDRESS = re.compile(
    rf"(?P<scheme>[a-z][a-z0-9+.-]{{1,20}}:(?=//)|(?:mailto|tel|javascript|data|file|tg|discord):(?=\S))"
    rf"|(?P<dot>(?<=[^\W_])[{_DOTS}](?!(?:{_FILES})\b(?![{_DOTS}-]))(?=(?:xn--|[^\W\d_]){_LABEL}))"
    r"|(?P<at>(?<![\w@])@(?=\w)|(?<=\w)@(?=\w+[.]))",
    re.IGNORECASE,
)


def without_links(text: str, *, keep: Collection[str] = ()) -> str:
    """The text with nothing in it that a platform makes a link or a mention of, but for the addresses in `keep`.

    >>> without_links("see discord.gg/abc") == f"see discord.{JOINER}gg/abc"
    True
    >>> without_links("look at https://a.example/x", keep=["https://a.example/x"])
    'look at https://a.example/x'
    >>> without_links("e.g. 3.5 fps, a fox. Nice.")
    'e.g. 3.5 fps, a fox. Nice.'
    """
    wanted = [address for address in sorted(keep, key=len, reverse=True) if address]
    if not wanted:
        return _broken(text)
    kept = re.compile("|".join(rf"(?<!\S){re.escape(address)}(?=[\s,;)]|$)" for address in wanted))
    pieces: list[str] = []
    at = 0
    for match in kept.finditer(text):
        pieces += [_broken(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*pieces, _broken(text[at:])])


def _broken(text: str) -> str:
    return _ADDRESS.sub(lambda sign: f"{sign[0]}{JOINER}", text)
