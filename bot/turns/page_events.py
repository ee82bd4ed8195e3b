"""What open web pages are told, so that they look again; the other platforms show their messages themselves."""

from typing import Literal

from agent.domain.conversation import MessageId, Place
from agent.ports import BoardEvent, Bus

Kind = Literal["message", "progress", "reply", "removed"]


class PageEvents:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    def are_for(self, place: Place) -> bool:
        return place.platform == "web"

    async def tell(self, place: Place, kind: Kind, message: MessageId, text: str = "") -> None:
        if self.are_for(place):
            event = BoardEvent(channel=place.channel_key, kind=kind, message=message, text=text)
            await self._bus.publish(event)
