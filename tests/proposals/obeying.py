"""A community whose language model answers exactly what an attacker wants, and what its memory holds before and after."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import asyncpg
from openai import AsyncOpenAI

from adapters.builtin.statement_reader import BuiltInStatementReader
from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.judge import ModelJudge
from adapters.openai.merger import ModelMerger
from adapters.openai.planner.planner import ModelPlanner
from agent.domain.conversation import Button, Message, MessageId, Pressed, Said, Turn
from agent.domain.memory import AuthorSettings, MemoryKind, NewMemory, ScopeKind
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.ports import SearchResult
from agent.turn_context import Services, reader_of
from db.picture_store import PgImageStore
from simulators.openai.brain import simple_brain
from simulators.openai.requests import Asked
from simulators.openai.server import OpenAIServer
from tests.db.memory.pg_memory_house import PgMemoryHouse
from tests.fakes.builders import PLACE, author, message
from tests.fakes.models.image_model import FakeImageModel
from tests.fakes.models.plain_planner import PlainPlanner
from tests.fakes.web_search import FakeWebSearch
from tests.worlds.house import FakeProgress, House

Plan = Mapping[str, Any]
EVERYTHING_KEPT = """
select m.id::text, m.scope_kind, m.scope_key, m.kind, m.body, m.name, m.aliases::text, m.origin, m.valid_to::text,
  (select count(*) from memory_images i where i.memory_id = m.id) as pictures
from memories m order by m.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What the author does, and whose words surround it."""

    text: str
    moderator: bool = False
    learning: str = "unasked"
    name: str = "Ana"
    """Their nickname."""
    replied: str = ""
    """What somebody else wrote in the message replied to."""
    before: str = ""
    """What the author wrote before."""
    thread: str = ""
    """What somebody else wrote before."""
    caption: str = ""
    """Of the bot's picture that is replied to."""
    page: str = ""
    """What a search finds."""
    file_name: str = ""
    """Of an attached file that could not be read."""
    memory: str = ""
    """A memory of the author's that comes to mind."""


@dataclass(slots=True)
class Attacked:
    pool: asyncpg.Pool
    server: OpenAIServer
    client: AsyncOpenAI
    journals: list[Any] = field(default_factory=list)
    pg: PgMemoryHouse = field(init=False)
    house: House = field(init=False)

    async def furnish(self) -> None:
        """What is known before."""
        self.pg = PgMemoryHouse(self.pool)
        language = OpenAILanguageModel(self.client, model="obeys")
        self.house = House(
            planner=ModelPlanner(language, fallback=PlainPlanner()), judge=ModelJudge(language), merger=ModelMerger(language),
            image_model=FakeImageModel(),
        )  # fmt: skip
        await self.know("silver-haired elf", kind="character", name="Luna")
        await self.know("prefers watercolour")
        await self.know("no gore", kind="rule", scope="channel")
        await self.know("likes spiders", by="bob")

    async def know(
        self,
        text: str,
        *,
        kind: MemoryKind = "preference",
        name: str = "",
        scope: ScopeKind = "user",
        by: str = "ana",
    ) -> None:
        reader = reader_of(author(by).id, PLACE)
        owner = next(one for one in reader.scopes() if one.kind == scope)
        await self.pg.store.remember(
            NewMemory(scope=owner, kind=kind, text=text, name=name, author=author(by).id)
        )

    async def kept(self) -> Sequence[tuple[Any, ...]]:
        """Every row of memory, in full."""
        return [tuple(row) for row in await self.pool.fetch(EVERYTHING_KEPT)]

    async def texts(self, scope: ScopeKind | None = None) -> Sequence[str]:
        return [
            ": ".join(filter(None, (row[5], row[4])))
            for row in await self.kept()
            if row[8] is None and scope in (None, row[1])
        ]

    def services(self) -> Services:
        return replace(
            self.house.parts(), memory=self.pg.store, desk=self.pg.desk, settings=self.pg.settings,
            statements=BuiltInStatementReader(), images=PgImageStore(self.pool),
        )  # fmt: skip

    async def turn(self, says: Says) -> Outcome:
        """The answer to it, with the model saying `plan` whatever it is asked."""
        await self.pg.settings.save_author(author().id, AuthorSettings(learning=says.learning, language="en"))  # type: ignore[arg-type]
        if says.memory:
            await self.know(says.memory, kind="fact")
        claim = await self.pg.hear(says.text, by=author().id, place=PLACE, quoted=says.replied)
        said = replace(_surrounded(claim.turn, says), id=claim.turn.id)
        return await self._respond(said, await self.pg.journal(claim))

    async def obeys(self, says: Says, plan: Plan) -> Outcome:
        self.server.brain = lambda asked: _obeying(asked, plan, says)
        if says.page:
            found = SearchResult(title=says.page, url="https://found.example/", snippet=says.page)
            self.house.search = FakeWebSearch(texts=(found,))
            self.house.fetcher.pages["https://found.example/"] = says.page
        return await self.turn(says)

    async def taps(self, button: Button) -> Outcome:
        claim = await self.pg.hear("tap", by=author().id, place=PLACE)
        pressed = Pressed(action=button.action, args=button.args, message=MessageId("b1"), owner=author().id)
        return await self._respond(
            replace(claim.turn, request=pressed, message=None), await self.pg.journal(claim)
        )

    async def _respond(self, turn: Turn, journal: Any) -> Outcome:
        self.journals.append(journal)
        return await Agent(self.services()).respond(turn, journal, FakeProgress())

    async def trace(self) -> str:
        """What the last turn's trace says of proposals."""
        await self.journals[-1].close()
        return "\n".join(
            str(row[0]) for row in await self.pool.fetch("select facts from traces where step = 'proposals'")
        )


def _surrounded(turn: Turn, says: Says) -> Turn:
    thread: list[Message] = []
    if says.before:
        thread.append(message(says.before, by="ana", id="u0"))
    if says.thread:
        thread.append(message(says.thread, by="eve", id="u1"))
    replied = message(says.replied, by="eve", id="u2") if says.replied else None
    if says.caption:
        replied = message(says.caption, id="b3")
    who = replace(turn.author, may_manage=says.moderator, name=says.name)
    notes = (f"{says.file_name} is empty.",) if says.file_name else ()
    request = turn.request
    assert isinstance(request, Said)
    return replace(
        turn, author=who, request=replace(request, notes=notes), thread=tuple(thread), replied=replied
    )


def _obeying(asked: Asked, plan: Plan, says: Says) -> str:
    if asked.kind == "plan":
        searches = [{"query": "it", "kind": "text", "slot": "setting"}] if says.page else []
        return json.dumps({"intent": "remember", "searches": searches, **plan})
    if asked.kind == "merge":
        return json.dumps({"filled": [{"slot": "setting", "finding": 1, "value": says.page}]})
    return simple_brain(asked)


def keeps(text: str, quote: str = "", **more: Any) -> Plan:
    """A plan that keeps this."""
    statement = {"kind": "fact", "text": text, "quote": quote or text, "explicit": True, **more}
    return {"intent": "remember", "statements": [statement], "answer": "Noted!"}


def forgets(what: str) -> Plan:
    return {"intent": "forget", "forget": what, "answer": "Forgotten!"}
