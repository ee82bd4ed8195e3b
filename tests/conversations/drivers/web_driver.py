"""The web chat, over its HTTP interface on loopback, as its page speaks it."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any, ClassVar

import httpx

from adapters.web.config import WebConfig, WebServices
from adapters.web.identity.names import author_id
from adapters.web.outbound import WebOutbound
from adapters.web.platform import WebPlatform
from agent.domain.accounts import new_link, secret_digest
from agent.domain.conversation import Author, PlatformName
from agent.domain.incoming import IncomingMessage
from agent.ports import Intake, Outbound
from bot.app import App, accounts_of
from bot.platforms import page_people
from db.gallery.gallery import PgGallery
from db.web.names import PgNameStore
from db.web.previews import PgPreviews
from db.web.sessions import PgSessionStore
from tests.conversations.drivers.platform_driver import Driver, Play, Taken, button_of, made_of, picture
from tests.conversations.script import PRIVATE, Step
from tests.conversations.turns import Shown, plain
from tests.worlds.web_visitor import page, press, send, visiting

OWN_CHAT = "@me"


class WebDriver:
    """Habits: plain words in a channel name the bot; a word that needs no turn is the answer to the request itself."""

    platform: ClassVar[PlatformName] = "web"
    shows_replied: ClassVar[bool] = False

    def __init__(self, address: str, stack: AsyncExitStack) -> None:
        self._address = address
        self._stack = stack
        self._visitors: dict[str, httpx.AsyncClient] = {}
        self._answer = httpx.Response(200)
        """To the latest request."""

    async def enter(self, play: Play) -> None:
        for who in play.script.people:
            visitor = await self.visitor(play.name_of(who), moderator=play.manages(who))
            if play.locale:
                visitor.headers["accept-language"] = play.locale
            self._visitors[who] = visitor
        self._visitors[""] = await self.visitor(f"nobody {play.script.number}")

    async def visitor(self, name: str, *, moderator: bool = False) -> httpx.AsyncClient:
        client = await self._stack.enter_async_context(visiting(self._address, verify=False))
        (await client.post("/api/session", json={"name": name, "moderator": moderator})).raise_for_status()
        return client

    async def act(self, play: Play, step: Step) -> int:
        visitor = self._visitors[step.who]
        to = play.messages[step.to].id if step.to else ""
        if step.presses:
            shown = await self._message(visitor, to)
            assert shown is not None
            button = button_of(step, {b["label"]: b["id"] for b in shown["reply"]["buttons"]})
            self._answer = await press(visitor, to, button, **({"text": step.types} if step.types else {}))
            return 1
        fields = {"reply_to": to, "incognito": "yes" if step.incognito else ""}
        files = [(f"{word}.png", picture(word)) for word in step.attaches]
        names = {name: f"@{play.name_of(name)}" for name in play.script.people}
        said = play.worded(step, names, forged="mail{name}")
        plain_words = step.where != PRIVATE and not said.startswith("/")
        self._answer = await send(
            visitor, f"@atelier {said}" if plain_words else said, channel=_channel(play, step), images=files,
            **{name: value for name, value in fields.items() if value},
        )  # fmt: skip
        return 1

    async def message_id(self, play: Play, event: IncomingMessage) -> str:
        shown = await page(self._visitors[""], event.place.channel)
        return next(m["id"] for m in reversed(shown) if m["author"] and m["author"]["id"] == event.author.id)

    async def note(self, play: Play, step: Step, taken: Taken) -> str:
        told = self._answer.json()
        return plain(told["note"] if self._answer.status_code == 202 else told["error"]["text"])

    async def shown(self, play: Play, step: Step, message: str, *, whispered: bool) -> Shown | None:
        found = await self._message(self._visitors[step.who], message)
        if found is None:
            return None
        reply: dict[str, Any] = found["reply"]
        return Shown(
            text=plain(reply["text"]),
            buttons=tuple(button["label"] for button in reply["buttons"]),
            pictures=len(reply["images"]),
            made=tuple([await self._made(step.who, each["id"]) for each in reply["images"]]),
            files=len(reply["files"]),
            alone=whispered and await self._message(self._visitors[""], message) is None,
            message=message,
        )

    async def _made(self, who: str, image: str) -> str:
        answer = await self._visitors[who].get(f"/api/images/{image}")
        return made_of(answer.raise_for_status().content)

    async def _message(self, visitor: httpx.AsyncClient, message: str) -> dict[str, Any] | None:
        answer = await visitor.get(f"/api/messages/{message}")
        return None if answer.status_code == 404 else answer.raise_for_status().json()["message"]


def _channel(play: Play, step: Step) -> str:
    return OWN_CHAT if step.where == PRIVATE else f"{step.where}-{play.script.number}"


class AccountsDriver(WebDriver):
    """Where names belong to people: each comes by an invitation."""

    def __init__(self, address: str, stack: AsyncExitStack, app: App) -> None:
        super().__init__(address, stack)
        self._app = app

    async def visitor(self, name: str, *, moderator: bool = False) -> httpx.AsyncClient:
        link, person = new_link(), Author(id=author_id(name), name=name)
        until = self._app.clock.now() + timedelta(minutes=10)
        await PgNameStore(self._app.pool).add_link(
            secret_digest(link), author=person, until=until, enters=True
        )
        return await self.opens(link)

    async def opens(self, link: str) -> httpx.AsyncClient:
        """A new browser, with a link that the bot or the operator gave."""
        client = await self._stack.enter_async_context(visiting(self._address, verify=False))
        (await client.post("/api/links/open", json={"link": link})).raise_for_status()
        return client

    def is_called(self, who: str, visitor: httpx.AsyncClient) -> None:
        """This browser is that person's of the script."""
        self._visitors[who] = visitor


async def open_web(
    app: App, intake: Intake, stack: AsyncExitStack, *, accounts: bool = False
) -> tuple[Driver, Outbound]:
    outbound = WebOutbound(app.bus, PgPreviews(app.pool))
    services = WebServices(
        intake=intake, board=app.board, bus=app.bus, desk=app.desk, settings=app.author_settings, clock=app.clock,
        gate=app.gate, channels=app.board, ready=app.ready, access=PgSessionStore(app.pool), names=PgNameStore(app.pool),
        previews=outbound.previews,
        gallery=PgGallery(app.pool, app.models.embedder, app.clock), accounts=accounts_of(app.settings, app.pool, app.clock),
        people=page_people(app),
    )  # fmt: skip
    config = WebConfig(key=app.key, port=0, accounts=accounts)
    platform = WebPlatform(services, config)
    address = f"http://127.0.0.1:{platform.bind()}"
    serving = asyncio.create_task(platform.run(), name="web")
    await asyncio.sleep(0)  # what never started cannot close what it listens on

    async def ended() -> None:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)

    stack.push_async_callback(ended)
    visiting = await stack.enter_async_context(AsyncExitStack())
    driver = AccountsDriver(address, visiting, app) if accounts else WebDriver(address, visiting)
    return driver, outbound


async def open_web_with_accounts(app: App, intake: Intake, stack: AsyncExitStack) -> tuple[Driver, Outbound]:
    return await open_web(app, intake, stack, accounts=True)
