"""A person talks to the bot in all the ways there are, has everything forgotten, and no mark of theirs is left in the database in any
form: not in plain, hex, base64 or URL encoding, not in bytes, not in the inbox."""

import base64
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import asyncpg
import httpx
import pytest

from bot.postgres.database import MIGRATIONS
from bot.turns.incoming_events import EventKeys
from db.memory.forgetting.retention import retain
from db.migrate import read_migrations
from tests.conversations.drivers.web_driver import WebDriver, open_web
from tests.conversations.house import House, open_house
from tests.databases import with_queue
from tests.db.memory.database_dump import dump
from tests.fakes.models.images import png
from tests.worlds.web_visitor import button_of, page, press, send

NAME = "Zoë Quandamarisk"
MARKS = (
    NAME, "quandamarisk", "plumbago", "vexillology", "brindlewick", "oxalis", "marrowgate", "thistlefinch", "quernstone",
    "snapdragonet", "wolframite", "gallimaufry",
)  # fmt: skip
"""Words that nobody else says."""
SAID = (
    ("draw a plumbago lighthouse", "art"),
    ("remember I like vexillology", "art"),
    ("Brindlewick is an elf with an oxalis cloak", "art"),
    ("draw Brindlewick at the marrowgate", "@me"),
    ("remember that I live in thistlefinch", "@me"),
    ("draw something for me in quernstone", "art"),
    ("/style snapdragonet", "art"),
    ("/schedule every friday 18:00 a wolframite banner", "art"),
    ("/export", "@me"),
)


async def test_no_mark_of_a_person_is_left_in_any_form(module_dsn: str, tmp_path: Path) -> None:
    async with open_house(module_dsn, tmp_path, (open_web,)) as house:
        driver = house.drivers["web"]
        assert isinstance(driver, WebDriver)
        visitor = await driver.visitor(NAME)
        events = [await _say(house, visitor, text, channel) for text, channel in SAID]
        await _with_a_picture(house, visitor)
        await _presses(house, visitor)
        before = _found(await dump(house.app.pool))
        assert set(before) == set(MARKS), "what is looked for has to have been there"

        assert (
            await visitor.request("DELETE", "/api/memory", json={"confirm": "forget everything"})
        ).status_code == 200
        await retain(house.app.pool, house.app.clock.now())

        left = await dump(house.app.pool)
        assert not _found(left)
        assert not [event for event in events if event in left], "an event's id was given by their page"


async def _say(
    house: House,
    visitor: httpx.AsyncClient,
    text: str,
    channel: str,
    images: Sequence[tuple[str, bytes]] = (),
) -> str:
    event = uuid4().hex
    answer = await send(visitor, text, channel=channel, images=images, event=event)
    assert answer.status_code == 202, answer.text
    await house.quiet("web")
    return event


async def _with_a_picture(house: House, visitor: httpx.AsyncClient) -> None:
    await _say(house, visitor, "make this a woodcut", "art", [("gallimaufry.png", png().data)])
    await _say(house, visitor, "the gallimaufry is mine", "@me")


async def _presses(house: House, visitor: httpx.AsyncClient) -> None:
    shown = [m for m in await page(visitor) if m.get("reply") and m["reply"]["images"]]
    for action in ("again", "why"):
        assert (await press(visitor, shown[-1]["id"], button_of(shown[-1], action))).status_code == 202
        await house.quiet("web")


def _forms(mark: str) -> Iterator[str]:
    """However something may have written it down."""
    raw = mark.encode()
    yield mark.casefold()
    yield quote(mark).casefold()
    yield quote(mark.lower()).casefold()
    for text in {raw, mark.lower().encode(), mark.upper().encode()}:
        yield text.hex()
        for shift in range(3):  # where it begins decides how base64 spells it
            spelt = base64.b64encode(b"\0" * shift + text).decode().rstrip("=")
            yield spelt[4 if shift else 0 : -2]


def _found(dumped: str) -> dict[str, str]:
    """Mark to the first line that holds it."""
    lines = [(line, line.casefold()) for line in dumped.splitlines()]
    found: dict[str, str] = {}
    for mark in MARKS:
        for form in _forms(mark):
            cased = any(c.isupper() for c in form)
            hit = next((line for line, low in lines if form in (line if cased else low)), None)
            if hit is not None:
                found[mark] = f"{form}: {hit[:200]}"
                break
    return found


@pytest.mark.parametrize("form", ["plain", "hex", "base64", "url"])
async def test_a_mark_is_found_in_each_form(form: str) -> None:
    """The test above could not fail otherwise."""
    spelt = {
        "plain": NAME.upper(), "hex": f"x{NAME.encode().hex()}", "url": quote(NAME),
        "base64": base64.b64encode(f"so: {NAME}!".encode()).decode(),
    }[form]  # fmt: skip

    assert NAME in _found(f"inbox: ({spelt})")


async def test_ids_from_before_name_nobody_either_and_are_still_known(empty_dsn: str) -> None:
    """The migration turns what pages called their events into what the code calls them now."""
    earlier = [m for m in read_migrations(MIGRATIONS) if m.version < 18]
    connection = await asyncpg.connect(empty_dsn)
    try:
        await with_queue(connection)
        for migration in earlier:
            await connection.execute(migration.sql)
        await connection.execute("insert into installation (key) values ($1)", b"k" * 32)
        timeout = f"timeout:{uuid4()}"
        await connection.executemany(
            "insert into inbox (platform, event_id) values ($1, $2)",
            [("web", "zoë:abc12345"), ("web", timeout), ("discord", "1234"), ("console", "zoe-1:ff")],
        )
        await connection.execute(next(m.sql for m in read_migrations(MIGRATIONS) if m.version == 18))
        rows = {(row["platform"], row["event_id"]) for row in await connection.fetch("select * from inbox")}
    finally:
        await connection.close()

    keys = EventKeys(secret=b"k" * 32)
    assert rows == {
        ("web", keys.of("web", "zoë:abc12345")), ("web", timeout), ("discord", "1234"), ("console", keys.of("console", "zoe-1:ff")),
    }  # fmt: skip
