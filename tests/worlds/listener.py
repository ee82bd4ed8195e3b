"""A TCP listener on loopback that speaks exactly the bytes a test gives it, and remembers who came."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Speak = Callable[[asyncio.StreamWriter, str], Awaitable[None]]
"""(writer, request path) -> None; the connection is closed afterwards."""


@dataclass(slots=True, kw_only=True)
class Listener:
    port: int = 0
    connections: int = 0
    requests: list[str] = field(default_factory=list[str])
    """Each request's head, as text."""
    bodies: list[bytes] = field(default_factory=list[bytes])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def listening(speak: Speak) -> AsyncGenerator[Listener]:
    """A listener on a free port until the block ends."""
    listener = Listener()
    at_work: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        listener.connections += 1
        at_work.add(asyncio.current_task())
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            listener.requests.append(head)
            listener.bodies.append(await reader.readexactly(_length(head)))
            await speak(writer, head.split(" ", 2)[1])
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    listener.port = server.sockets[0].getsockname()[1]
    try:
        yield listener
    finally:
        server.close()
        for task in at_work:
            if task is not None:
                task.cancel()
        await asyncio.gather(*(task for task in at_work if task), return_exceptions=True)


def _length(head: str) -> int:
    for line in head.lower().split("\r\n"):
        if line.startswith("content-length:"):
            return int(line.partition(":")[2])
    return 0


def answer(
    body: bytes = b"", *, status: int = 200, kind: str = "text/html", headers: dict[str, str] | None = None
) -> bytes:
    """A whole HTTP/1.1 answer; `headers` overrides, "" leaves one out."""
    lines = {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body


def saying(data: bytes) -> Speak:
    """Says the same to everyone."""

    async def speak(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(data)

    return speak
