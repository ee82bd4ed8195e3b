"""The table of commands and buttons: complete, and read by those who act on it."""

from typing import get_args

import pytest

from agent.actions import BUTTONS, COMMANDS, button_row, draws, looks
from agent.commands.dispatch import _HANDLERS, help_text  # pyright: ignore[reportPrivateUsage] - it is held against the table
from agent.domain.conversation import Action, Command, Pressed, Said, TimedOut, TurnId


def said(name: str | None = None) -> Said:
    return Said(text="x", command=Command(name=name) if name else None)


def test_every_action_has_a_row() -> None:
    assert set(BUTTONS) == set(get_args(Action))


def test_every_command_is_carried_out_and_listed() -> None:
    """`draw` is the loop's own; `start` is what a platform sends by itself, `notice` what the bot does."""
    assert set(COMMANDS) == (set(_HANDLERS) | {"draw"}) - {"start", "notice"}
    assert all(f"/{name}" in help_text() for name in COMMANDS)


@pytest.mark.parametrize(
    ("request_", "drawing", "looking"),
    [
        (said(), True, False),
        (said("draw"), True, False),
        (said("memory"), False, True),
        (said("remember"), False, False),
        (said("start"), False, True),
        (said("nosuch"), False, False),
        (Pressed(action="again", args={}, message="m", owner="o"), True, False),
        (Pressed(action="answer", args={}, message="m", owner="o"), True, False),
        (Pressed(action="why", args={}, message="m", owner="o"), False, True),
        (Pressed(action="undo", args={}, message="m", owner="o"), False, False),
        (TimedOut(question_of=TurnId("t")), True, False),
    ],
)
def test_what_draws_and_what_only_looks(
    request_: Said | Pressed | TimedOut, drawing: bool, looking: bool
) -> None:
    assert (draws(request_), looks(request_)) == (drawing, looking)


def test_a_name_from_outside_promises_nothing() -> None:
    row = button_row("made up")
    assert not any((row.draws, row.answers, row.once, row.manages))
    assert button_row("forget").manages
