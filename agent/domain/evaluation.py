"""What came of looking at a context or a picture (the paper's evaluation)."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The bot's own verdict on a context or a picture."""

    verdict: Literal["accept", "revise"]
    failed: tuple[str, ...] = ()
    """Checklist items (their text) that do not hold."""
    advice: str = ""
    """What the next render should be told."""
    score: float = 1.0
    """Share of the checklist that holds, 0..1: the better of two pictures is kept by it."""
    sexual: Literal["none", "suggestive", "explicit"] = "none"
    """What the picture shows of it; "none" also where nobody with eyes looked."""
    person: Literal["real", "fictional", "unclear"] = "unclear"
    """Whom it shows."""
    judged: bool = True
    """False: nobody looked."""
