"""Variables of the environment that are no settings: secrets that models.toml names, and what the terminal says of itself."""

import os
from collections.abc import Mapping

from dotenv import dotenv_values


def named_secret(name: str) -> str:
    """The value of an environment variable that `models.toml` names, also from `.env`; "" where it is not set."""
    return os.environ.get(name) or dotenv_values(".env").get(name) or ""


def terminal_variables() -> Mapping[str, str]:
    """By what the terminal says of itself one knows how it shows pictures."""
    return {name: value for name, value in os.environ.items() if name in _TERMINAL}


_TERMINAL = frozenset(
    {"TERM", "TERM_PROGRAM", "LC_TERMINAL", "KITTY_WINDOW_ID", "WT_SESSION", "TMUX", "COLORTERM"}
)
