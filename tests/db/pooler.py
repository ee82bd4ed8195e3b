"""A pooler as PgBouncer is, as far as a start sees it: what a client sets for its connection is refused or dropped."""

import asyncio
import struct
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from urllib.parse import parse_qs, unquote, urlsplit

TRACKED = {
    "user",
    "database",
    "client_encoding",
    "DateStyle",
    "TimeZone",
    "standard_conforming_strings",
    "application_name",
}
"""As PgBouncer's manual has it."""


@asynccontextmanager
async def pooler(dsn: str, *, ignores: bool) -> AsyncGenerator[str]:
    """Its address, in front of the server of `dsn`. `ignores`: other settings are dropped (ignore_startup_parameters), not refused."""
    open_tasks: set[asyncio.Task[None]] = set()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_tasks.add(task)
        task.add_done_callback(open_tasks.discard)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await _served(dsn, reader, writer, ignores=ignores)
        writer.close()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"postgresql://{urlsplit(dsn).username or 'postgres'}@127.0.0.1:{port}{urlsplit(dsn).path}?sslmode=disable"
    finally:
        for task in open_tasks:
            task.cancel()
        server.close()


async def _served(
    dsn: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, ignores: bool
) -> None:
    (length,) = struct.unpack("!i", await reader.readexactly(4))
    body = await reader.readexactly(length - 4)
    words = body[4:].rstrip(b"\0").split(b"\0")
    given = {name.decode(): value for name, value in zip(words[::2], words[1::2], strict=False)}
    foreign = [name for name in given if name.lower() not in {known.lower() for known in TRACKED}]
    if foreign and not ignores:
        said = f"SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: {foreign[0]}\0\0".encode()
        writer.write(b"E" + struct.pack("!i", len(said) + 4) + said)
        await writer.drain()
        return
    there, back = await asyncio.open_unix_connection(_socket_of(dsn))
    kept = b"".join(
        name.encode() + b"\0" + value + b"\0" for name, value in given.items() if name not in foreign
    )
    back.write(struct.pack("!i", len(kept) + 9) + body[:4] + kept + b"\0")
    async with asyncio.TaskGroup() as group:
        group.create_task(_pumped(reader, back))
        group.create_task(_pumped(there, writer))


async def _pumped(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    while data := await source.read(65_536):
        to.write(data)
        await to.drain()
    to.close()


def _socket_of(dsn: str) -> str:
    """Of the embedded server, which is reached by a socket in its folder alone."""
    folder = unquote(parse_qs(urlsplit(dsn).query)["host"][0])
    return f"{folder}/.s.PGSQL.5432"
