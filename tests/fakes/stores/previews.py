"""Previews in memory."""

from dataclasses import dataclass, field

from agent.ports import PREVIEW_BYTES_MAX


@dataclass(slots=True)
class FakePreviews:
    """Of messages that are there, as far as this knows."""

    held: dict[str, tuple[int, bytes]] = field(default_factory=dict[str, tuple[int, bytes]])

    async def put(self, message: str, data: bytes) -> None:
        if len(data) <= PREVIEW_BYTES_MAX:
            self.held[message] = (await self.number(message) + 1, data)

    async def number(self, message: str) -> int:
        return self.held.get(message, (0, b""))[0]

    async def data(self, message: str) -> bytes | None:
        return self.held[message][1] if message in self.held else None

    async def drop(self, message: str) -> None:
        self.held.pop(message, None)
