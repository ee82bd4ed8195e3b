"""What each of Gemini's image models takes and costs, as read in November 2026 (docs/providers.md names the sources)."""

from dataclasses import dataclass
from datetime import date

from adapters.image_servers.sizes import SIDES
from agent.domain.image_models import Abilities, Prices

DEFAULT_MODEL = "gemini-nano-banana-2.1"
CHAT_MODEL = "gemini-flash-latest"
"""An alias that Google moves on, so that it does not end."""
_RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
_NARROW = ("1:4", "4:1", "1:8", "8:1")


@dataclass(frozen=True, slots=True, kw_only=True)
class GeminiModel:
    """One image model. Prices are US dollars per million tokens, but `picture` and `hd`."""

    name: str
    sizes: tuple[str, ...]
    ratios: tuple[str, ...] = (*_RATIOS, *_NARROW)
    references_max: int = 14
    text_input: float | None = None
    text_output: float = 0.0
    image_output: float = 0.0
    picture: float | None = None
    hd: float | None = None
    ends_on: date | None = None

    @property
    def abilities(self) -> Abilities:
        large = max(SIDES[size] for size in self.sizes)
        return Abilities(
            references_max=self.references_max, text=True, side_max=2_048 if large > 1_024 else 1_536,
            enlarges="redraws" if large > 1_024 else "", side_hd=large if large > 1_024 else 0,
        )  # fmt: skip

    @property
    def prices(self) -> Prices:
        return Prices(picture=self.picture, hd=self.hd)


_TABLE = (
    GeminiModel(
        name="gemini-nano-banana-2.1", sizes=("1K", "2K", "4K"), text_input=1.5, text_output=7.5, image_output=30.0, picture=0.0336,
        hd=0.1134,
    ),
    GeminiModel(
        name="gemini-3-pro-image", sizes=("1K", "2K", "4K"), ratios=_RATIOS, text_input=2.0, text_output=12.0, image_output=120.0,
        picture=0.134, hd=0.24, ends_on=date(2027, 5, 28),
    ),
    GeminiModel(
        name="gemini-3.1-flash-lite-image", sizes=("1K",), text_input=0.25, text_output=1.5, image_output=30.0, picture=0.0336,
    ),
    GeminiModel(
        name="gemini-3.1-flash-image", sizes=("512", "1K", "2K", "4K"), text_input=0.5, text_output=3.0, image_output=60.0, picture=0.0672,
        hd=0.151, ends_on=date(2026, 10, 29),
    ),
    GeminiModel(
        name="gemini-2.5-flash-image", sizes=("1K",), ratios=_RATIOS, references_max=3, text_input=0.3, text_output=2.5, image_output=30.0,
        picture=0.039, ends_on=date(2027, 3, 15),
    ),
)  # fmt: skip


def model_of(name: str) -> GeminiModel:
    """The model of that name; one that is not in the table is taken to do what its siblings do, at a price that is not known."""
    plain = name.removeprefix("models/")
    for model in _TABLE:
        if plain == model.name:
            return model
    return GeminiModel(name=plain, sizes=("1K", "2K", "4K"), ratios=_RATIOS)
