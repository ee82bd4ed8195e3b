"""A machine on which nothing was ever set up, for processes that are started as an operator starts them."""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
"""Folder in which `python -m bot` is run."""

_KEPT = ("PATH", "LANG", "TMPDIR", "XDG_RUNTIME_DIR")


def clean_environment(home: Path, **extra: str) -> dict[str, str]:
    """No key, no token, an empty home. Nobody there writes in two parts, so nothing waits for a second one. The runtime folder stays the
    caller's: in it the embedded Postgres package keeps processes of one machine apart."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "HOME": str(home), "PYTHONUNBUFFERED": "1", "ATELIER_JOIN_SECONDS": "0", **extra}
