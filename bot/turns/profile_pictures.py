"""What platforms show beside a name."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from agent.domain.conversation import Author, PlatformName, Turn
from agent.errors import PlatformUnavailable
from agent.ports import Outbound


@runtime_checkable
class ShowsPortraits(Protocol):
    """An `Outbound` of a platform that gives them."""

    async def portrait(self, author: Author) -> bytes | None:
        """Untrusted; None where there is none. Raises PlatformUnavailable alone."""
        ...


class PlatformPortraits:
    """The `ProfilePictures`: asked of the platform where the turn's author spoke."""

    def __init__(self, outbounds: Mapping[PlatformName, Outbound]) -> None:
        self._outbounds = outbounds

    def given(self, turn: Turn) -> bool:
        return isinstance(self._outbounds.get(turn.place.platform), ShowsPortraits)

    async def of(self, turn: Turn) -> bytes | None:
        outbound = self._outbounds.get(turn.place.platform)
        if not isinstance(outbound, ShowsPortraits) or not turn.author.id.startswith(
            f"{turn.place.platform}:"
        ):
            return None
        try:
            return await outbound.portrait(turn.author)
        except PlatformUnavailable:
            return None
