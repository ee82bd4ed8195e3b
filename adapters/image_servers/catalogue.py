"""The configured image models under their names: one of them draws each request."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from agent.domain.generation import RenderedImage, RenderRequest
from agent.domain.image_models import Abilities, Measurements, ModelCard, Prices
from agent.errors import AtelierError
from agent.ports import ImageModel

MEASURED_SECONDS = 60.0
"""How long what was measured is kept."""
Look = Callable[[], Awaitable[tuple[Abilities, Prices]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One model. `look` tells what it can do and costs by now, where its card cannot know beforehand."""

    card: ModelCard
    draws: ImageModel
    look: Look | None = None
    prove: Callable[[], Awaitable[None]] | None = None
    """Tries it without drawing; raises what is wrong."""
    is_listed: bool = False
    """`look` reads a price list: until then no price is no sign of anything."""


class ImageModels:
    """Implements ImageModel and Catalogue."""

    def __init__(
        self,
        offered: Sequence[Offered],
        *,
        measure: Callable[[], Awaitable[Measurements]] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._offered = {one.card.name: one for one in offered}
        self._default = next((one for one in offered if one.card.is_default), offered[0])
        self._measure = measure
        self._now = now
        self._measured: Measurements = {}
        self._measured_at = float("-inf")

    def measured_by(self, measure: Callable[[], Awaitable[Measurements]]) -> "ImageModels":
        """The same models, with a record of what became of their pictures."""
        return ImageModels(list(self._offered.values()), measure=measure, now=self._now)

    @property
    def offered(self) -> Sequence[Offered]:
        return list(self._offered.values())

    async def cards(self) -> Sequence[ModelCard]:
        return [await _card(one) for one in self._offered.values()]

    async def measured(self) -> Measurements:
        if self._measure is not None and self._now() - self._measured_at > MEASURED_SECONDS:
            self._measured_at = self._now()
            try:
                self._measured = await self._measure()
            except AtelierError:
                return self._measured
        return self._measured

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
        on_progress: Callable[[float], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        told = {} if on_progress is None else {"on_progress": on_progress}
        model = self._offered.get(request.model, self._default).draws
        return await model.render(request, timeout_seconds=timeout_seconds, on_partial=on_partial, **told)


async def _card(one: Offered) -> ModelCard:
    if one.look is None:
        return one.card
    try:
        abilities, prices = await one.look()
    except AtelierError:
        return one.card
    known = prices if one.card.prices.picture is None else one.card.prices
    return replace(one.card, abilities=abilities, prices=known)
