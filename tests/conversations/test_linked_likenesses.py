"""Whose likeness is drawn where a person has accounts on several platforms: the person's, as the person allowed it, by what a model server
received."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from agent.domain.conversation import PlatformName
from tests.conversations.consent.served_painter import LOOKS, served_painter
from tests.conversations.house import House
from tests.conversations.linked_people import LinkedPeople, open_platforms
from tests.conversations.script import PRIVATE

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Of ana, who has accounts everywhere, or of eve, who knows her."""

    on: PlatformName = "discord"
    who: str = "ana"
    where: str = PRIVATE
    says: str = ""
    links: tuple[PlatformName, PlatformName] | None = None
    parts: tuple[PlatformName, PlatformName] | None = None
    presses: str = ""
    to: str = ""
    goes_on: str = ""
    names: str = ""
    shows: tuple[str, ...] | None = None


def looks(on: PlatformName) -> Act:
    return Act(on=on, says=f"/me save {LOOKS['ana']}")


def me(on: PlatformName, *shows: str) -> Act:
    return Act(on=on, where="art", says="draw me as a pirate", shows=shows)


def drawn(on: PlatformName, *shows: str, **more: str) -> Act:
    """By eve, who may have more of ana only as ana allows."""
    return Act(on=on, who="eve", where="art", says="draw @ana at the fair", shows=shows, **more)


def allows(on: PlatformName, whom: str) -> Act:
    return Act(on=on, where="art", says=f"/me allow {whom}")


DISCORD_AND_TELEGRAM = Act(links=("discord", "telegram"))
ALL_THREE = (DISCORD_AND_TELEGRAM, Act(links=("telegram", "web")))

TALKS: tuple[tuple[str, Sequence[Act]], ...] = (
    ("saved on Discord, drawn on Telegram and on the page", (
        looks("discord"), me("telegram"), *ALL_THREE, me("telegram", "ana"), me("web", "ana"),
    )),
    ("parted, and no longer one person", (
        looks("discord"), DISCORD_AND_TELEGRAM, me("telegram", "ana"), Act(parts=("discord", "telegram")), me("telegram"),
        me("discord", "ana"),
    )),
    ("saved on Discord, drawn by others as allowed on Telegram", (
        looks("discord"), DISCORD_AND_TELEGRAM, drawn("telegram"), allows("telegram", "channel"), drawn("telegram", "ana"),
        drawn("discord"),
    )),
    ("allowed on Telegram, taken back on the page", (
        looks("discord"), *ALL_THREE, allows("telegram", "channel"), drawn("telegram", "ana"), allows("web", "nobody"), drawn("telegram"),
    )),
    ("allowed before they were linked, taken back after", (
        looks("telegram"), allows("telegram", "everyone"), DISCORD_AND_TELEGRAM, drawn("telegram", "ana"),
        Act(on="discord", says="/me allow nobody"), drawn("telegram"),
    )),
    ("asked on Telegram for what was saved on Discord", (
        looks("discord"), DISCORD_AND_TELEGRAM, allows("telegram", "ask"), drawn("telegram", names="question"),
        Act(on="telegram", where="art", presses="This once", to="question"),
        Act(on="telegram", who="eve", where="art", goes_on="question", shows=("ana",)),
    )),
    ("forgotten on the page, and drawn nowhere", (
        looks("discord"), *ALL_THREE, allows("telegram", "channel"), drawn("telegram", "ana"), Act(on="web", says="/me forget"),
        drawn("telegram"), me("discord"), me("telegram"),
    )),
    ("two likenesses: each account's own, and both forgotten at once", (
        looks("discord"), Act(on="telegram", says=f"/me save {LOOKS['ben']}"), DISCORD_AND_TELEGRAM, me("discord", "ana"),
        me("telegram", "ben"),
        Act(on="discord", says="/me forget"), me("telegram"),
    )),
    ("everything of the account that shows it is forgotten", (
        looks("discord"), DISCORD_AND_TELEGRAM, allows("telegram", "channel"), drawn("telegram", "ana"),
        Act(on="discord", says="/forget everything", names="sure"), Act(on="discord", presses="Yes, here", to="sure"),
        drawn("telegram"), me("telegram"),
    )),
    ("memory off on Discord: what is kept there is used nowhere", (
        looks("discord"), DISCORD_AND_TELEGRAM, Act(on="discord", says="/memory off"), me("telegram"),
    )),
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder: Path = tmp_path_factory.mktemp("linked-likenesses")
    async with served_painter() as painter, open_platforms(module_dsn, folder, painter=painter) as opened:
        yield opened


@pytest.mark.parametrize(
    ("number", "acts"),
    list(enumerate([acts for _, acts in TALKS], start=60)),
    ids=[name for name, _ in TALKS],
)
async def test_what_a_person_allowed_holds_for_all_their_accounts(
    house: House, number: int, acts: Sequence[Act]
) -> None:
    people = await LinkedPeople(house, number).enter("ana", "eve")
    for place, act in enumerate(acts, start=1):
        shown = await done(people, act)
        assert act.shows is None or shown == act.shows, f"step {place}: {act}"


async def done(people: LinkedPeople, act: Act) -> tuple[str, ...]:
    """Whose likeness was sent."""
    if act.links is not None:
        await people.links(act.who, *act.links)
        return ()
    if act.parts is not None:
        await people.unlinks(act.who, *act.parts)
        return ()
    if act.goes_on:
        return (await people.goes_on(act.who, act.on, act.goes_on, where=act.where)).shows
    if act.presses:
        return (await people.presses(act.who, act.on, act.presses, act.to, where=act.where)).shows
    return (await people.says(act.who, act.on, act.says, where=act.where, names=act.names)).shows
