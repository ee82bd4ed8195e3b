"""A picture's pixels, and how a drawn one came about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageData:
    """Pixels that passed the gate."""

    data: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How a picture came about."""

    model: str
    """What its server calls the model."""
    name: str = ""
    """What people here call it."""
    seconds: float = 0.0
    usd: float = 0.0
