"""What image models can do and cost: declared by whoever speaks to them, measured by what became of their pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["picture", "edit", "mask", "text", "transparent"]
"""What a request asks most of a model for; by it outcomes are counted."""
Enlarges = Literal["", "redraws", "upscales"]
"""How a model makes a picture larger: not at all, by drawing it anew in a larger size, or by enlarging its pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What one image model can do."""

    references_max: int = 0
    """Pictures it can go by; 0: it cannot edit either."""
    masks: bool = False
    """It keeps to a mask: known of it, not hoped for."""
    transparent: bool = False
    text: bool = False
    """Printed words come out legible."""
    side_max: int = 1_536
    """Longest side in pixels of an ordinary picture."""
    enlarges: Enlarges = ""
    side_hd: int = 0
    """Longest side in pixels of an enlarged one."""
    progress: bool = False
    """It tells how far it is."""
    recalls_jobs: bool = False
    """It is asked what became of a picture whose answer was lost, and so draws none twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """US dollars a picture; None: not known. 0: it costs nothing."""

    picture: float | None = None
    hd: float | None = None
    """Of an enlarged one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What became of one model's pictures of one kind, here and lately."""

    drawn: int = 0
    judged: int = 0
    accepted: int = 0
    """Of the judged ones, those that held their whole checklist."""
    seconds: float = 0.0
    """Median of one picture."""
    usd: float = 0.0
    """Mean of one picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """One image model that may be chosen."""

    name: str
    """What people call it."""
    model: str = ""
    """What its server calls it."""
    abilities: Abilities = field(default_factory=Abilities)
    prices: Prices = field(default_factory=Prices)
    is_default: bool = False
    is_sketch: bool = False
    """The built-in one: nobody expects of it what is asked of a model."""
    ends_on: date | None = None
    """The day on which its provider switches it off."""

    def price(self, dearest: float, *, hd: bool = False) -> float:
        """US dollars to reckon with for one picture: an unknown price counts as the dearest known one."""
        if hd and self.prices.hd is not None:
            return self.prices.hd
        return dearest if self.prices.picture is None else self.prices.picture


ANY_MODEL = ("auto", "any", "all", "off", "default", "none")
"""Words that leave the choice to the bot, and so are no names of models."""
Measurements = Mapping[tuple[str, Kind], Measured]
"""By the name of the model and the kind of request."""
DEAREST_USD = 0.25
"""Stands for an unknown price where no price is known at all: more than any picture of the price lists of November 2026."""


def dearest(cards: "tuple[ModelCard, ...]") -> float:
    """The highest known price of a picture, in US dollars; DEAREST_USD where none above nothing is known."""
    return max((card.prices.picture or 0.0 for card in cards), default=0.0) or DEAREST_USD
