"""The bot's words for a terminal: the small Markdown subset of replies as styled text. Pure."""

import re
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from agent.domain.conversation import Button

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
"""A reply may hold what other people, or web pages, wrote: none of it may steer the terminal."""
_BETWEEN = "   "
_BOLD = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")


def plain(text: str) -> str:
    return _CONTROL.sub(" ", text)


def styled(text: str, *, style: str = "") -> Text:
    """**bold** and `code` as styles, line feeds kept, links left as they are."""
    found = Text(style=style)
    text, end = plain(text), 0
    for part in _BOLD.finditer(text):
        found.append(text[end : part.start()])
        found.append(part[1] or part[2], style="bold" if part[1] else "cyan")
        end = part.end()
    return found.append(text[end:])


def numbered(buttons: Sequence[Button], *, message: str, width: int) -> Text:
    """The buttons, each with the number that taps it, and the message's id, by which it can be replied to.

    Laid out in lines of `width` columns here: Rich would break a label at its spaces, no-break ones too.
    """
    parts = [
        Text.assemble((f"{number}", "bold cyan"), " ", plain(button.label))
        for number, button in enumerate(buttons, start=1)
    ]
    lines: list[Text] = []
    for part in (*parts, Text(f"({message})", style="dim")):
        if lines and lines[-1].cell_len + len(_BETWEEN) + part.cell_len <= width:
            lines[-1].append(_BETWEEN).append_text(part)
        else:
            lines.append(part)
    return Text("\n").join(lines)


def path(saved: Path) -> Text:
    return Text(plain(str(saved)), style=f"dim link {saved.as_uri()}")
