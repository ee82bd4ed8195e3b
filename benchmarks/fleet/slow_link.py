"""A wire to a server that can become slow: whatever is asked waits, and then goes through."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

CHUNK_BYTES = 1 << 16


@dataclass(slots=True, kw_only=True)
class SlowLink:
    to_port: int
    seconds: float = 0.0
    """What each piece of a request waits."""
    port: int = 0
    """Where it listens."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(
            OSError, asyncio.CancelledError
        ):  # either end may be gone at any time, and in the end the wire
            there, out = await asyncio.open_connection("127.0.0.1", self.to_port)
            await asyncio.gather(self._pass(reader, out, slow=True), self._pass(there, writer, slow=False))
        writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, slow: bool) -> None:
        try:
            with suppress(OSError):
                while piece := await reader.read(CHUNK_BYTES):
                    if slow:
                        await asyncio.sleep(self.seconds)
                    writer.write(piece)
                    await writer.drain()
        finally:
            writer.close()


@asynccontextmanager
async def slow_link(to_port: int) -> AsyncGenerator[SlowLink]:
    link = SlowLink(to_port=to_port)
    server = await asyncio.start_server(link.serve, "127.0.0.1", 0)
    link.port = server.sockets[0].getsockname()[1]
    try:
        yield link
    finally:
        server.close()
