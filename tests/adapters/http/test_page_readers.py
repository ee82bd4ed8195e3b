"""A page that the parser chokes on costs that page: its reader is ended, and the next page is read by another."""

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from adapters.http import page_readers
from adapters.http.page_readers import PageReaders
from agent.errors import SearchUnavailable
from tests.patience import PATIENCE_SECONDS

PAGE = b"<html><body><article><p>Foxes are red and live in woods.</p></article></body></html>"
OPEN_LISTS = b"<li>a" * 20_000
"""100 KB: two minutes, if it were left to itself."""


@pytest.fixture
def readers() -> Iterator[PageReaders]:
    opened = PageReaders()
    yield opened
    opened.close()


async def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read(
    readers: PageReaders, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await readers.text(PAGE) == "Foxes are red and live in woods."
    (before,) = readers.pids
    monkeypatch.setattr(page_readers, "CPU_SECONDS", 1)

    with pytest.raises(SearchUnavailable, match="took too long"):
        await asyncio.wait_for(readers.text(OPEN_LISTS), PATIENCE_SECONDS)

    monkeypatch.undo()
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
    assert await readers.text(PAGE) == "Foxes are red and live in woods."


async def test_a_reader_that_breaks_costs_its_page(readers: PageReaders) -> None:
    await readers.text(PAGE)
    (before,) = readers.pids
    os.kill(before, signal.SIGSTOP)  # it reads nothing any more
    reading = asyncio.ensure_future(readers.text(PAGE))
    await asyncio.sleep(0)
    os.kill(before, signal.SIGKILL)

    with pytest.raises(SearchUnavailable):
        await reading
    assert await readers.text(PAGE) == "Foxes are red and live in woods."


async def test_the_longest_page_costs_no_more(readers: PageReaders) -> None:
    with pytest.raises(SearchUnavailable):
        await asyncio.wait_for(readers.text(OPEN_LISTS * 20), PATIENCE_SECONDS)

    assert await readers.text(PAGE) == "Foxes are red and live in woods."


@pytest.mark.parametrize("data", [b"", b"<" * 100_000, b"<div>" * 100_000, b"\xff\xfe\x00", b"\x00" * 1_000])
async def test_what_holds_nothing_to_read_is_empty(readers: PageReaders, data: bytes) -> None:
    assert await readers.text(data) == ""


async def test_after_the_end_nothing_is_read(readers: PageReaders) -> None:
    await readers.text(PAGE)
    (before,) = readers.pids
    readers.close()

    with pytest.raises(SearchUnavailable):
        await readers.text(PAGE)
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
