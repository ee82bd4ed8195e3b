"""Posting to the web: the reply is in the Board already, so that posting is telling the open pages."""

from collections.abc import Sequence
from contextlib import suppress

from agent.domain.conversation import Author, MessageId, Place, PlatformName, Reply
from agent.errors import Unavailable
from agent.ports import Address, BoardEvent, Bus, PictureFile, Previews


class WebOutbound:
    """The `Outbound` of the web. The platform's id of a bot message is our own."""

    platform: PlatformName = "web"

    def __init__(self, bus: Bus, previews: Previews) -> None:
        self._bus = bus
        self.previews = previews

    async def open(self, address: Address, text: str) -> str:
        await self._tell(address, "message", address.message)
        return address.message

    async def refuses_pictures(self, address: Address) -> str:
        return ""

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        if preview:
            with suppress(Unavailable):  # the next one comes
                await self.previews.put(message, preview)
        await self._tell(address, "progress", MessageId(message), text)

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        await self.previews.drop(address.message)
        await self._tell(address, "reply", address.message)
        return address.message

    async def remove(self, address: Address, message: str) -> None:
        await self.previews.drop(message)
        await self._tell(address, "removed", MessageId(message))

    async def moderates(self, author: Author, place: Place) -> bool:
        return author.may_manage

    async def _tell(self, address: Address, kind: str, message: MessageId, text: str = "") -> None:
        match kind:
            case "message" | "progress" | "reply" | "removed":
                event = BoardEvent(
                    channel=address.place.channel_key, kind=kind, message=message, text=text[:300]
                )
            case _:
                raise AssertionError(kind)
        await self._bus.publish(event)
