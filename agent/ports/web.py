"""The web and its pictures: the only ways into the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from agent.domain.generation import ImageData
from agent.limits import IMAGE_BYTES_MAX, IMAGE_SIDE_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    title: str
    url: str
    snippet: str = ""
    image_url: str = ""


class WebSearch(Protocol):
    async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        """Best first. Raises SearchUnavailable."""
        ...

    async def images(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        """Best first, `image_url` set. Raises SearchUnavailable."""
        ...


class Fetcher(Protocol):
    """The only way to any URL: http(s) to public addresses, capped."""

    async def page(self, url: str, *, timeout_seconds: float) -> str:
        """The readable text of a page, at most a few thousand chars. Raises SearchUnavailable, BadInput (refused address)."""
        ...

    async def image(self, url: str, *, timeout_seconds: float) -> bytes:
        """Raw bytes, still to pass the pixel gate. Raises SearchUnavailable, BadInput."""
        ...


class PixelGate(Protocol):
    """The only way for pixels into the house."""

    async def admit(
        self,
        data: bytes,
        *,
        name: str = "",
        bytes_max: int = IMAGE_BYTES_MAX,
        side_max: int = IMAGE_SIDE_MAX,
    ) -> ImageData:
        """Upright, re-encoded (PNG or JPEG), stripped of metadata, at most `side_max` pixels on its longest side. Raises BadImage
        with a sentence for the person."""
        ...

    async def mask(self, picture: ImageData, *, base: ImageData, dark: bool = False) -> ImageData | None:
        """The mask for `base` that a picture is: black and white in its shape (white is what may change; with `dark`, black), or
        the base itself with a part erased. As in RenderRequest.mask; None where it is none. Raises BadImage."""
        ...

    async def thumbnail(self, image: ImageData, *, side: int) -> ImageData:
        """At most `side` pixels on the longer side, JPEG."""
        ...

    async def sticker(self, image: ImageData, *, side: int) -> ImageData:
        """Exactly `side` pixels on the longer side, WebP, its ground as clear as it was. Raises BadImage."""
        ...
