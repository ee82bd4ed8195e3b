"""What platforms make tappable by themselves in a text, whoever wrote it: addresses, names, and on Telegram also commands, tags, and
numbers to call or to pay with. A word joiner, which nobody sees, stands where such a thing begins and keeps them from it; the words stay
readable. What the bot means to be tapped is a button, a link that it found itself, or stands in `code`, where no platform looks.

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
_OPENERS = (
    "mailto|tel|callto|smsto|sms|mms|sips?|xmpp|facetime(?:-audio)?|geo|maps|magnet|bitcoin|ethereum|litecoin|monero|lightning|spotify|steam"
    "|intent|market|itms(?:-apps)?|ms-[a-z-]+|view-source|javascript|vbscript|data|blob|file|tg|ton|discord"
)
"""Schemes that some program opens without two slashes."""
_ADDRESS = re.compile(
    rf"(?P<scheme>[a-z][a-z0-9+.-]{{1,20}}:(?=//)|(?:{_OPENERS}):(?=\S))"
    rf"|(?P<dot>(?<=[^\W_])[{_DOTS}](?!(?:{_FILES})\b(?![{_DOTS}-]))(?=(?:xn--|[^\W\d_]){_LABEL}))"
    r"|(?P<at>(?<![\w@])@(?=\w)|(?<=\w)@(?=\w+[.]))",
    re.IGNORECASE,
)

_CODE = re.compile(r"`[^`\n]+`")
_TAPPABLE = re.compile(
    r"(?<![\w/])/(?=[a-z0-9_])"  # a command
    r"|(?<![\w&])#(?=\w*[^\W\d])"  # a tag
    r"|(?<![\w$])\$(?=[a-z])"  # a currency
    r"|(?<![\w.])\d{1,3}[.](?=\d{1,3}[.]\d{1,3}[.]\d)",  # a machine
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d&])\+?\d(?:[ ()./-]{0,3}\d){8,}")
"""As long as one that can be called or paid with."""
_DIGITS = 3
"""So many in a row mean nothing to anybody."""


def without_links(text: str, *, keep: Collection[str] = ()) -> str:
    """The text with nothing in it that a platform makes tappable, but for the addresses in `keep`.

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
    text = _ADDRESS.sub(_joined, text)
    pieces: list[str] = []
    at = 0
    for code in _CODE.finditer(text):
        pieces += [_untappable(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*pieces, _untappable(text[at:])])


def _untappable(words: str) -> str:
    return _NUMBER.sub(_apart, _TAPPABLE.sub(_joined, words))


def _joined(sign: re.Match[str]) -> str:
    return f"{sign[0]}{JOINER}"


def _apart(number: re.Match[str]) -> str:
    return re.sub(rf"((?:\D?\d){{{_DIGITS}}})(?=\D?\d)", rf"\1{JOINER}", number[0])
