"""Looking at content before anything is drawn and before anything is posted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from agent.domain.generation import ImageData

Category = Literal["minors", "undressing", "humiliating", "sexual", "bare", "gory", "harm"]
"""minors: sexual, or bare, with a minor. undressing: a real person without clothes, or as if for sex. humiliating: a real person made a
fool of, or accused by a picture. bare: nakedness by itself. harm: hatred, or instructions to hurt oneself or others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a checker found."""

    categories: frozenset[Category] = frozenset()
    scores: Mapping[str, float] = field(default_factory=dict[str, float])
    """0..1 by the checker's own name of a kind, of what it found: for the trace. Never words of the request."""


class ContentChecker(Protocol):
    """Judges words and pictures. Several may look, and the strictest word of any holds."""

    name: str
    """For the trace."""
    reads: bool
    """Whether it can judge words."""
    sees: bool
    """Whether it can look at pictures."""

    async def words(self, text: str, *, timeout_seconds: float) -> Verdict:
        """Of a request, at most TEXT_CHARS_MAX and what was added to it; only where it `reads`. Raises ModelUnavailable."""
        ...

    async def picture(self, image: ImageData, *, timeout_seconds: float) -> Verdict:
        """Only where it `sees`. Raises ModelUnavailable."""
        ...
