"""What a model at OpenRouter takes and costs, read from its own listing and kept for a day."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx
from pydantic import Field, ValidationError

from adapters.image_servers.connecting import Answered, ask
from adapters.image_servers.failures import Garbled, by_status
from adapters.image_servers.lenient_answers import Count, Lenient, Usd
from adapters.image_servers.sizes import SIDES
from agent.domain.image_models import Abilities, Prices

KEPT_SECONDS = 24 * 3_600.0
LIST_SECONDS = 15.0
TOKENS_1K = 1_300
"""Taken for the tokens of one 1K picture where a model is priced by them (Gemini counts 1,120, a GPT image about 1,060 to 1,600)."""
WORDS_TOKENS = 400
"""Taken for the tokens of a prompt."""


class _Parameter(Lenient):
    """enum with `values`, range with `max`, or boolean."""

    type: str = ""
    values: tuple[str, ...] = ()
    max: Count = 0


class _Price(Lenient):
    billable: str = ""
    unit: str = ""
    cost_usd: Usd | None = None
    """None: it depends (OpenRouter writes -1 then), or cannot be read."""
    variant: str | None = None


class _Endpoint(Lenient):
    pricing: tuple[_Price, ...] = ()
    supported_parameters: dict[str, _Parameter] = Field(default_factory=dict[str, _Parameter])
    supports_streaming: bool = False


class _Endpoints(Lenient):
    needed = frozenset({"endpoints"})
    endpoints: tuple[_Endpoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one model takes, wherever it is served, and the dearest price it may have."""

    values: dict[str, tuple[str, ...]]
    """Parameters that name their values."""
    takes: frozenset[str]
    """All parameters."""
    references_max: int = 0
    streams: bool = False
    prices: Prices = field(default_factory=Prices)

    @property
    def abilities(self) -> Abilities:
        large = max((SIDES.get(size, 0) for size in self.values.get("resolution", ())), default=0)
        return Abilities(
            references_max=self.references_max, transparent="transparent" in self.values.get("background", ()), text=True,
            side_max=2_048 if large > 1_024 else 1_536, enlarges="redraws" if large > 1_536 and self.references_max else "",
            side_hd=large if large > 1_536 else 0,
        )  # fmt: skip


class Listing:
    """Of one model. `now` gives monotonic seconds."""

    def __init__(
        self, client: httpx.AsyncClient, model: str, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._model = model
        self._now = now
        self._offer: Offer | None = None
        self._read_at = -math.inf

    async def offer(self) -> Offer:
        """Raises ModelUnavailable where it never could be read; NoSuchThing where the model is not listed."""
        if self._offer is None or self._now() - self._read_at > KEPT_SECONDS:
            try:
                self._offer = await self._read()
            except Exception:
                if self._offer is None:
                    raise
            self._read_at = self._now()
        return self._offer

    async def _read(self) -> Offer:
        answer = await ask(
            self._client, "GET", f"images/models/{self._model}/endpoints", timeout_seconds=LIST_SECONDS
        )
        if answer.status != 200:
            raise by_status(answer.status, _message(answer), answer.headers, key="OPENROUTER_API_KEY")
        try:
            found = _Endpoints.model_validate_json(answer.content)
        except ValidationError as error:
            raise Garbled(
                "OpenRouter's list of models cannot be read; check ATELIER_OPENROUTER_URL"
            ) from error
        return offer_of(found)


def _message(answer: Answered) -> str:
    return answer.content[:300].decode("utf-8", "replace")


def offer_of(found: _Endpoints) -> Offer:
    """What every endpoint of the model takes: which of them will serve a request is OpenRouter's choice. Pure."""
    endpoints = found.endpoints or (_Endpoint(),)
    first, *others = endpoints
    takes = frozenset(first.supported_parameters).intersection(*(e.supported_parameters for e in others))
    values = {
        name: tuple(
            value
            for value in first.supported_parameters[name].values
            if all(value in e.supported_parameters[name].values for e in endpoints)
        )
        for name in takes
        if first.supported_parameters[name].type == "enum"
    }
    references = [_references(endpoint) for endpoint in endpoints]
    prices = [price_of(endpoint.pricing) for endpoint in endpoints]
    known = [price.picture for price in prices if price.picture is not None]
    large = [price.hd for price in prices if price.hd is not None]
    return Offer(
        values=values, takes=takes, references_max=min(references), streams=all(e.supports_streaming for e in endpoints),
        prices=Prices(
            picture=max(known) if len(known) == len(prices) else None, hd=max(large) if len(large) == len(prices) else None
        ),
    )  # fmt: skip


def _references(endpoint: _Endpoint) -> int:
    parameter = endpoint.supported_parameters.get("input_references")
    if parameter is None:
        return 0
    return parameter.max if parameter.type == "range" else 1


def price_of(pricing: Sequence[_Price]) -> Prices:
    """US dollars of a usual picture and of one of about 4K; None where it is not priced by anything known. Pure."""
    usual = _sum(pricing, pixels=1.05, tokens=TOKENS_1K, large=False)
    return Prices(
        picture=usual,
        hd=None if usual is None else _sum(pricing, pixels=8.4, tokens=2 * TOKENS_1K, large=True),
    )


def _sum(pricing: Sequence[_Price], *, pixels: float, tokens: int, large: bool) -> float | None:
    outputs = [price for price in pricing if price.billable == "output_image"]
    if not outputs:
        return None
    variants = [price for price in outputs if (price.variant or "").upper() == ("4K" if large else "1K")]
    plain = [price for price in outputs if not price.variant]
    chosen = (variants or plain or outputs)[0]
    if chosen.cost_usd is None:
        return None
    total = chosen.cost_usd * {"token": tokens, "megapixel": pixels}.get(chosen.unit, 1)
    words = [price for price in pricing if price.billable == "input_text" and price.unit == "token"]
    return total + sum((price.cost_usd or 0.0) * WORDS_TOKENS for price in words)
