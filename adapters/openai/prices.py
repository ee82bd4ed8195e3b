"""What a call costs: a small table, which the operator may override (ATELIER_PRICES, see docs/providers.md)."""

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from adapters.openai.wire_answers import Tokens
from agent.errors import Misconfigured

MILLION = 1_000_000
TOKENS_A_PICTURE = 1_300
"""Taken for a picture of a model that is priced by tokens alone."""
_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}\Z")


class Price(BaseModel):
    """US dollars per million tokens, and per picture for servers that count no tokens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: float = Field(default=0.0, ge=0)
    cached: float | None = Field(default=None, ge=0)
    """Of the part of the input that the provider had cached; unset: as `input`."""
    output: float = Field(default=0.0, ge=0)
    image_input: float | None = Field(default=None, ge=0)
    """Of pictures handed to an image model; unset: as `input`."""
    picture: float = Field(default=0.0, ge=0)
    """Of one picture, where the answer counts no tokens."""


# As quoted in release notes and gateways' price lists, read 2026-11-25; images 2 to 2.6 share one tariff. `picture` is a guess.
_IMAGES = Price(input=5.0, cached=1.25, output=30.0, image_input=8.0, picture=0.05)
TABLE: dict[str, Price] = {
    "gpt-6.1-terra": Price(input=1.0, cached=0.05, output=5.0),
    "gpt-6.1-sol": Price(input=2.0, cached=0.10, output=10.0),
    "gpt-6-sol": Price(input=2.0, cached=0.20, output=10.0),
    "gpt-6-luna": Price(input=0.10, cached=0.01, output=0.50),
    "gpt-6-astra": Price(input=10.0, cached=1.0, output=50.0),
    "gpt-5.6-sol": Price(input=5.0, cached=0.50, output=30.0),
    "gpt-5.6-terra": Price(input=2.0, cached=0.20, output=12.0),
    "gpt-5.6-luna": Price(input=0.20, cached=0.02, output=1.20),
    "gpt-5.4": Price(input=2.50, cached=0.25, output=15.0),
    "gpt-5.4-mini": Price(input=0.75, cached=0.075, output=4.50),
    "gpt-image-2": _IMAGES,
    "gpt-image-2.5-flare": _IMAGES,
    "gpt-image-2.5-sunburst": _IMAGES,
    "gpt-image-2.6-flare": _IMAGES,
    "gpt-image-2.6-sunburst": _IMAGES,
    "gemini-flash-latest": Price(input=0.75, cached=0.075, output=3.75),
    "gemini-flash-lite-latest": Price(input=0.30, cached=0.03, output=2.50),
    "gemini-pro-latest": Price(input=2.0, cached=0.20, output=12.0),
    "gemini-3.8-flash": Price(input=0.75, cached=0.075, output=3.75),
    "text-embedding-3-small": Price(input=0.02),
    "text-embedding-3-large": Price(input=0.13),
}


class PriceTable:
    """Prices by model name; a dated snapshot costs what its model costs, an unknown model nothing that is known."""

    def __init__(self, own: Mapping[str, Price] | None = None) -> None:
        self._prices = {**TABLE, **(own or {})}

    def price(self, model: str) -> Price:
        return self._found(model) or Price()

    def knows(self, model: str) -> bool:
        """Whether there is a price for it, be it none."""
        return self._found(model) is not None

    def _found(self, model: str) -> Price | None:
        """By its name, without the provider's before it (as gateways name it) and a date behind it."""
        plain = model.removeprefix("openai/").removeprefix("models/")
        found = self._prices.get(model) or self._prices.get(plain)
        return found or self._prices.get(_SNAPSHOT.sub("", plain))

    def picture_usd(self, model: str) -> float | None:
        """What one picture is reckoned to cost; None where it is not known."""
        price = self._found(model)
        if price is None:
            return None
        return price.picture or price.output * TOKENS_A_PICTURE / MILLION

    def cost(self, model: str, tokens: Tokens) -> float:
        """US dollars of one call, by its tokens."""
        price = self.price(model)
        cached = min(tokens.cached, tokens.input)
        pictures = min(tokens.image_input, tokens.input - cached)
        cost = (
            (tokens.input - cached - pictures) * price.input
            + cached * (price.input if price.cached is None else price.cached)
            + pictures * (price.input if price.image_input is None else price.image_input)
            + tokens.output * price.output
        )
        return cost / MILLION

    def picture_cost(self, model: str, tokens: Tokens | None, *, drew: bool = True) -> float:
        """US dollars of one call for a picture: by tokens where they were counted, else the flat price. `drew`: the picture came, which
        nobody draws for no tokens."""
        if tokens is None or (drew and not tokens.output):
            return self.price(model).picture
        return self.cost(model, tokens)


def read_prices(text: str) -> PriceTable:
    """The table with the operator's own prices, JSON such as `{"qwen-image": {"picture": 0.01}}`. Raises Misconfigured."""
    if not text.strip():
        return PriceTable()
    try:
        own = TypeAdapter(dict[str, Price]).validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Misconfigured(
            "ATELIER_PRICES",
            f"{first['msg']}{f' at {where}' if where else ''}; write JSON like "
            '{"my-model": {"input": 1.0, "cached": 0.1, "output": 5.0, "picture": 0.04}}',
        ) from error
    return PriceTable(own)
