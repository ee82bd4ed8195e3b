"""A reply's buttons as an inline keyboard."""

from collections.abc import Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from agent.domain.conversation import Button
from agent.translation.catalogue import pgettext

BUTTONS_MAX = 100
"""Telegram's limit for one keyboard."""
DATA_BYTES_MAX = 64
LABEL_CHARS_MAX = 64
ROW_CHARS_MAX = 34
"""Labels in one row, taken together; more is cut off on a telephone."""
ROW_BUTTONS_MAX = 4


STOP_ID = "v1:stop:"
"""Begins the id of Cancel under a working message; what follows tells one turn's from another's."""


def stop_id(turn: str) -> str:
    """Of Cancel under the working message of a turn."""
    return f"{STOP_ID}{turn.replace('-', '')[:22]}"


def stop_keyboard(turn: str) -> InlineKeyboardMarkup:
    """Cancel, under the working message of a turn."""
    cancel = InlineKeyboardButton(pgettext("button", "Cancel"), callback_data=stop_id(turn))
    return InlineKeyboardMarkup([[cancel]])


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """None for no buttons: an edit without a keyboard takes the old one away."""
    rows = [[_button(button) for button in row] for row in _rows(buttons[:BUTTONS_MAX])]
    return InlineKeyboardMarkup(rows) if rows else None


def _rows(buttons: Sequence[Button]) -> Iterator[list[Button]]:
    row: list[Button] = []
    for button in buttons:
        wide = sum(len(other.label) for other in row) + len(button.label)
        if row and (wide > ROW_CHARS_MAX or len(row) == ROW_BUTTONS_MAX):
            yield row
            row = []
        row.append(button)
    if row:
        yield row


def _button(button: Button) -> InlineKeyboardButton:
    assert len(button.id.encode()) <= DATA_BYTES_MAX, "a button's id has at most 64 bytes"
    return InlineKeyboardButton(button.label[:LABEL_CHARS_MAX] or "…", callback_data=button.id)
