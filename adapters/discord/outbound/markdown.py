"""Words for Discord: our small Markdown shown as such, everything else in a text kept from being read as markup."""

import re

TEXT_CHARS_MAX = 4_000
"""Of all text in one message (Components V2)."""
PIECE_CHARS_MAX = 3_800
"""One message's share of a long text: room is left for a line of ours."""

# A link stays as it is; our own bold and code stay marks; the rest is escaped.
_PARTS = re.compile(
    r"(?P<link>https?://[^\s<>\[\]()]+)|\*\*(?P<bold>[^*\n]+?)\*\*|`(?P<code>[^`\n]+)`|(?P<role><@&\d{1,20}>)"
)
_MARKS = re.compile(r"([\\*_~`|\[\]<])")
_LINE_STARTS = re.compile(r"(?m)^(\s*)(#{1,3}\s|>{1,3}\s|-#\s)")

_STEPS = {
    "plan": "💭",
    "recall": "🗂️",
    "search": "🔎",
    "ask": "❔",
    "render": "🎨",
    "evaluate": "👀",
    "deliver": "📮",
}


def shown(text: str) -> str:
    """`text` (**bold**, `code`, bare links) so that Discord shows just that: no person, heading, quote or masked link in it.

    >>> shown("**a_b** <@1> [x](https://a.b/c_d)")
    '**a\\\\_b** \\\\<@1> \\\\[x\\\\](https://a.b/c_d)'
    """
    done, at = "", 0
    for part in _PARTS.finditer(text):
        done += _escaped(text[at : part.start()]) + _kept(part)
        at = part.end()
    return _LINE_STARTS.sub(r"\1\\\2", done + _escaped(text[at:]))


def _kept(part: re.Match[str]) -> str:
    if part.lastgroup in (
        "link",
        "role",
    ):  # a role is shown by its name; nobody is notified by any of our messages
        return part.group(part.lastgroup)
    if part.lastgroup == "bold":
        return f"**{_escaped(part.group('bold'))}**"
    return f"`{part.group('code')}`"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def pieces(text: str) -> list[str]:
    """Cut into parts that fit one message each, at a line or a word where there is one. At least one, even for no text."""
    cut: list[str] = []
    rest = text.strip()
    while len(rest) > PIECE_CHARS_MAX:
        at = _cut_at(rest)
        cut.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*cut, rest]


def _cut_at(text: str) -> int:
    for gap in ("\n", " "):
        at = text.rfind(gap, PIECE_CHARS_MAX // 2, PIECE_CHARS_MAX)
        if at > 0:
            return at
    return PIECE_CHARS_MAX


def step_line(text: str) -> str:
    """What the bot is doing ("plan: thinking"), as the working message shows it."""
    step, found, doing = text.partition(": ")
    if not found or step not in _STEPS:
        return f"💭 {shown(text)[:300]} …"
    return f"{_STEPS[step]} {shown(doing)[:300]} …"
