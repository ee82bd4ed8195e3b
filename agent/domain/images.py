"""A picture's pixels, and how a drawn one came about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageData:
    """Pixels that passed the gate."""

    data: bytes
    media_type: str
    width: int
    height: int


GONE = ImageData(data=b"", media_type="", width=0, height=0)
"""Stands for a picture that is not kept any more, where a place must be held for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How a picture came about."""

    model: str
    """What its server calls the model."""
    name: str = ""
    """What people here call it."""
    seconds: float = 0.0
    usd: float = 0.0
    together: tuple[str, ...] = ()
    """What it was given small, several in one picture."""
