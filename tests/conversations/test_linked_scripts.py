"""Twelve conversations of people who are one person on Discord, Telegram and the page (`linked_scripts.toml`), in one process."""

import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.conversations.house import House
from tests.conversations.linked_people import LinkedPeople, open_platforms
from tests.conversations.script import PRIVATE

pytestmark = pytest.mark.asyncio(loop_scope="module")
SCRIPTS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("linked_scripts.toml").read_text(encoding="utf-8")
)["script"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder: Path = tmp_path_factory.mktemp("linked")
    async with open_platforms(module_dsn, folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("number", "script"), list(enumerate(SCRIPTS, start=20)), ids=[s["name"] for s in SCRIPTS]
)
async def test_a_person_on_several_platforms(house: House, number: int, script: dict[str, Any]) -> None:
    people = LinkedPeople(house, number)
    await people.enter("ana", "eve", moderators=frozenset(script.get("moderators", ())))
    for step in script["steps"]:
        shown = (await _done(people, step)).casefold()
        for word in step.get("text", ()):
            assert word in shown, step
        for word in step.get("never", ()):
            assert word not in shown, step


async def _done(people: LinkedPeople, step: dict[str, Any]) -> str:
    """What the person was shown."""
    who, where = step.get("who", "ana"), step.get("where", PRIVATE)
    match step:
        case {"links": [one, other]}:
            joined = await people.links(who, one, other)
            assert joined.text.startswith("Done"), joined.text
            return joined.text
        case {"parts": [one, other]}:
            return (await people.unlinks(who, one, other)).text
        case {"told": on}:
            return await people.heard_last(who, on, names=step.get("names", ""))
        case {"presses": label, "to": to}:
            return (await people.presses(who, step["on"], label, to, where=where)).text
        case _:
            turn = await people.says(who, step["on"], step["says"], where=where, names=step.get("names", ""))
            assert turn.memory or not step.get("memory"), step
            return turn.text
