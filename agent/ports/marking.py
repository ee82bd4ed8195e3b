"""Marking a picture as generated in a way that can be proved."""

from typing import Protocol

from agent.domain.generation import ImageData


class PictureSigner(Protocol):
    """Puts a signed statement beside a picture's pixels."""

    async def signed(self, image: ImageData, *, term: str, model: str) -> ImageData:
        """The same pixels in a file that says, signed, that it is generated: `term` of IPTC's digital source types, by `model`. As it came
        where it holds such a statement already (a provider's), is no PNG, JPEG or WebP, or cannot be signed now. Raises nothing."""
        ...
