"""Posting to the web: the reply is in the Board already, so that posting is telling the open pages."""

from collections import OrderedDict
from collections.abc import Sequence

from agent.domain.conversation import MessageId, PlatformName, Reply
from agent.ports import Address, BoardEvent, Bus, PictureFile

PREVIEWS_MAX = 64
"""Partial pictures held, the latest of each working message; the oldest go."""
PREVIEW_BYTES_MAX = 4_000_000


class Previews:
    """Partial pictures of this process's working messages. Best effort: a worker elsewhere shows none."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[int, bytes]] = OrderedDict()

    def put(self, message: str, data: bytes) -> None:
        if len(data) > PREVIEW_BYTES_MAX:
            return
        number, _ = self._held.pop(message, (0, b""))
        self._held[message] = (number + 1, data)
        while len(self._held) > PREVIEWS_MAX:
            self._held.popitem(last=False)

    def number(self, message: str) -> int:
        """Grows with each preview of a message; 0: there is none."""
        return self._held.get(message, (0, b""))[0]

    def data(self, message: str) -> bytes | None:
        held = self._held.get(message)
        return held[1] if held else None

    def drop(self, message: str) -> None:
        self._held.pop(message, None)


class WebOutbound:
    """The `Outbound` of the web. The platform's id of a bot message is our own."""

    platform: PlatformName = "web"

    def __init__(self, bus: Bus, previews: Previews | None = None) -> None:
        self._bus = bus
        self.previews = previews or Previews()

    async def open(self, address: Address, text: str) -> str:
        await self._tell(address, "message", address.message)
        return address.message

    async def refuses_pictures(self, address: Address) -> str:
        return ""

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        if preview:
            self.previews.put(message, preview)
        await self._tell(address, "progress", MessageId(message), text)

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        self.previews.drop(address.message)
        await self._tell(address, "reply", address.message)
        return address.message

    async def remove(self, address: Address, message: str) -> None:
        self.previews.drop(message)
        await self._tell(address, "removed", MessageId(message))

    async def _tell(self, address: Address, kind: str, message: MessageId, text: str = "") -> None:
        match kind:
            case "message" | "progress" | "reply" | "removed":
                event = BoardEvent(
                    channel=address.place.channel_key, kind=kind, message=message, text=text[:300]
                )
            case _:
                raise AssertionError(kind)
        await self._bus.publish(event)
