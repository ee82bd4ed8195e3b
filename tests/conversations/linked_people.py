"""People with accounts on Discord, Telegram and the page, in one process, who say and press things anywhere."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from adapters.web.identity.names import author_id
from agent.domain.conversation import PlatformName
from tests.conversations.drivers.discord_driver import open_discord
from tests.conversations.drivers.telegram_driver import open_telegram
from tests.conversations.drivers.web_driver import AccountsDriver, open_web_with_accounts
from tests.conversations.house import House, open_house
from tests.conversations.playing import Player
from tests.conversations.script import PRIVATE, Script, Step
from tests.conversations.turns import Turn

PLATFORMS: tuple[PlatformName, ...] = ("discord", "telegram", "web")
PLATFORM_NAMES = {"discord": "(Discord)", "telegram": "(Telegram)", "web": "(the web page)"}
CODE = re.compile(r"(?:[A-Z]{4}-){2}[A-Z]{4}")


@asynccontextmanager
async def open_platforms(dsn: str, folder: Path, **more: Any) -> AsyncGenerator[House]:
    """The bot on three platforms, its page with accounts. `more`: further settings."""
    openings = (open_discord, open_telegram, open_web_with_accounts)
    async with open_house(dsn, folder, openings, ATELIER_WEB_ACCOUNTS="yes", **more) as house:
        yield house


class LinkedPeople:
    """The people of one test; `number` keeps them and their channels apart from those of other tests."""

    def __init__(self, house: House, number: int) -> None:
        self.house = house
        self._number = number
        self._players: dict[PlatformName, Player] = {}
        self._people: tuple[str, ...] = ()
        self._messages = 0

    async def enter(self, *people: str, moderators: frozenset[str] = frozenset()) -> "LinkedPeople":
        """Each is on every platform, and nobody knows that they are the same."""
        self._people = people
        steps = tuple(Step(who=who, where="art", gets="text") for who in people)
        script = Script(number=self._number, name="", steps=steps, moderators=moderators)
        for platform in PLATFORMS:
            self._players[platform] = Player(self.house, platform, script)
            await self._players[platform].enter()
        return self

    async def says(
        self, who: str, on: PlatformName, text: str, *, where: str = PRIVATE, to: str = "", names: str = ""
    ) -> Turn:
        return await self._players[on].step(
            Step(who=who, where=where, says=text, to=to, names=names, gets="text")
        )

    async def presses(self, who: str, on: PlatformName, label: str, to: str, *, where: str = PRIVATE) -> Turn:
        return await self._players[on].step(
            Step(who=who, where=where, presses=label, to=to, gets="text", names="")
        )

    async def goes_on(self, who: str, on: PlatformName, question: str, *, where: str) -> Turn:
        """All who were asked there have answered."""
        return await self._players[on].step(Step(who=who, where=where, goes_on=question, gets="image"))

    async def code(self, who: str, on: PlatformName) -> str:
        """What /link shows there."""
        shown = await self.says(who, on, "/link")
        found = CODE.search(shown.text)
        assert found is not None, shown.text
        return found[0]

    async def links(self, who: str, one: PlatformName, other: PlatformName) -> Turn:
        """Joins two accounts: the code of the first is typed in the second."""
        name = self._named()
        await self.says(who, other, f"/link {await self.code(who, one)}", names=name)
        joined = await self.presses(who, other, "Join", name)
        # Before anything else is said: what is told in private could be taken for its answer.
        for platform in (one, other):
            for turn in await self.house.told(self.account(who, platform)):
                await self.house.answered(turn)
        return joined

    async def unlinks(self, who: str, one: PlatformName, other: PlatformName) -> Turn:
        """Parts the second account, from the first."""
        name = self._named()
        shown = await self.says(who, one, "/link", names=name)
        lines = [line for line in shown.text.splitlines() if PLATFORM_NAMES[other] in line]
        label = "Unlink" if "Unlink" in shown.buttons else f"Unlink {lines[0].partition('.')[0]}"
        return await self.presses(who, one, label, name)

    async def heard_last(self, who: str, on: PlatformName, *, names: str = "") -> str:
        """The last thing that the account was told by itself; the message is called so from then on."""
        text, message = (await self.told(who, on))[-1]
        if names:
            self._players[on].also_calls(names, message)
        return text

    async def told(self, who: str, on: PlatformName) -> list[tuple[str, str]]:
        """What that account was told by itself in its private chat, each with the name of its message."""
        found: list[tuple[str, str]] = []
        for turn in await self.house.told(self.account(who, on)):
            answered = await self.house.answered(turn)
            name = self._named()
            self._players[on].calls(name, answered.message, PRIVATE)
            shown = await self._players[on].in_private(who, answered.message)
            found.append((shown.text, name))
        return found

    def account(self, who: str, on: PlatformName) -> str:
        """Its AuthorId, as the drivers number people."""
        if on == "web":
            return author_id(f"{who} {self._number}")
        return f"{on}:{1_000 + 10 * self._number + self._people.index(who)}"

    def _named(self) -> str:
        self._messages += 1
        return f"message {self._messages}"

    @property
    def page(self) -> AccountsDriver:
        driver = self.house.drivers["web"]
        assert isinstance(driver, AccountsDriver)
        return driver
