"""Standard input and output of a script, over real pipes."""

import asyncio
import os

import pytest

from adapters.console.jsonl_lines import LINE_BYTES_MAX
from adapters.console.streams import LineSink, LineSource
from agent.errors import PlatformUnavailable


async def read(data: bytes) -> list[bytes]:
    """What a source makes of a stream of these bytes."""
    out, into = os.pipe()
    with os.fdopen(out, "rb") as reading, os.fdopen(into, "wb") as writing:

        def write() -> None:
            writing.write(data)
            writing.close()

        written = asyncio.create_task(asyncio.to_thread(write))
        found = [line async for line in LineSource(reading)]
        await written
    return found


async def test_lines_come_without_their_ends_and_the_last_needs_none() -> None:
    assert await read(b"one\ntwo\r\n\nlast") == [b"one", b"two", b"", b"last"]
    assert await read(b"") == []


async def test_a_line_that_is_too_long_comes_cut_and_the_next_one_whole() -> None:
    first, second = await read(b"x" * (LINE_BYTES_MAX * 2 + 5) + b"\nnext\n")

    assert len(first) == LINE_BYTES_MAX + 1
    assert second == b"next"


async def test_a_line_of_just_the_longest_length_is_whole() -> None:
    line = b"x" * LINE_BYTES_MAX

    assert await read(line + b"\nnext\n") == [line, b"next"]


async def test_lines_are_written_whole_and_one_after_another() -> None:
    out, into = os.pipe()
    with os.fdopen(out, "rb") as reading, os.fdopen(into, "wb") as writing:
        sink = LineSink(writing)
        await asyncio.gather(*(sink.write(f"{n}\n".encode() * 10) for n in range(5)))
        writing.close()

        lines = reading.read().split()

    assert lines == [str(n).encode() for n in range(5) for _ in range(10)]


async def test_a_reader_that_is_gone_is_noticed() -> None:
    out, into = os.pipe()
    os.close(out)
    with os.fdopen(into, "wb", buffering=0) as writing:
        sink = LineSink(writing)

        with pytest.raises(PlatformUnavailable):
            await sink.write(b"anybody?\n")

    assert sink.closed.is_set()
