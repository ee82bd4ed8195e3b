"""Patterns of what several words say together, as data: data/frames.toml and data/meaning.toml."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILES = [Path(__file__).parent / "data" / f"{name}.toml" for name in ("frames", "meaning")]


@cache
def _frames() -> Mapping[str, re.Pattern[str]]:
    texts = (file.read_text(encoding="utf-8") for file in _FILES)
    rows: dict[str, str] = {name: row for text in texts for name, row in tomllib.loads(text).items()}
    return {name: re.compile(re.sub(r"\n\s*", "", row).lstrip()) for name, row in rows.items()}


def frame(name: str) -> re.Pattern[str]:
    """The pattern of that name."""
    return _frames()[name]
