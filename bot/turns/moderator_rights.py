"""Who moderates, as the platforms say it."""

from collections.abc import Mapping

from agent.domain.conversation import Author, Place, PlatformName
from agent.ports import Outbound


class PlatformRights:
    """The `ModeratorRights`: asked of the platform of the place, by whom this process posts through there."""

    def __init__(self, outbounds: Mapping[PlatformName, Outbound]) -> None:
        self._outbounds = outbounds

    async def moderates(self, author: Author, place: Place) -> bool:
        outbound = self._outbounds.get(place.platform)
        if outbound is None or place.community_key is None or not author.id.startswith(f"{place.platform}:"):
            return False
        return await outbound.moderates(author, place)
