"""The whole way of learning in passing: what is said, drawn, pressed, and distilled."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.distiller import BuiltInDistiller
from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from adapters.builtin.statement_reader import BuiltInStatementReader
from adapters.media import PillowGate
from agent.domain.conversation import Place, Reply, TurnId
from agent.domain.generation import RenderedImage, RenderRequest
from agent.domain.incoming import IncomingMessage, IncomingPress
from agent.domain.memory import ChannelSettings, MemoryScope
from agent.learning.passive_learning import distil_noticed
from agent.limits import DayLimits
from agent.loop import Agent
from agent.outcomes import PostedPicture
from agent.ports import Distiller
from agent.turn_context import Services, reader_of
from bot.turns.incoming_events import BlockedPeople, EventKeys
from bot.turns.intake import TurnIntake
from db.delivery.reply_store import ReplyStore
from db.memory.memory_desk import PgMemoryDesk
from db.memory.memory_store import PgMemoryStore
from db.memory.noticed_turns import PgNoticedTurns
from db.memory.passive_learning import PgPassiveLearning
from db.picture_store import PgImageStore
from db.pool import Pool
from db.settings_store import PgSettingsStore
from db.turns.intake_store import IntakeStore
from db.turns.journal import PgJournal
from db.turns.schedules import PgScheduleStore
from db.turns.spending import PgSpending
from db.turns.thread_store import PgThreadStore
from db.turns.turn_store import Claim, TurnStore
from tests.fakes.board import FakeBus
from tests.fakes.builders import author
from tests.fakes.clock import FakeClock
from tests.fakes.models.embedder import FakeEmbedder
from tests.fakes.models.images import png
from tests.fakes.models.withdrawals import FakeWithdrawals
from tests.fakes.stores.accounts import FakeAccounts
from tests.fakes.stores.moderation import FakeBlocks, FakeModerationHouse
from tests.fakes.web_search import FakeWebSearch
from tests.worlds.house import FakeFetcher, FakeProgress

ART = Place(platform="web", community="guild", channel="art")
DIRECT = Place(platform="web", channel="dm@ana", private=True)
PASSING = "draw a fox. I love gouache"
SCENES = ("a fox", "a cat", "an owl", "a boat", "a lighthouse", "a horse")


class Specks:
    """The `ImageModel`, of pictures that cost no time: what is drawn is not what is looked at here."""

    async def render(self, request: RenderRequest, **_: object) -> RenderedImage:
        return RenderedImage(image=png(8, 8), model="specks", seed=request.context.seed)


class Parlour:
    """People talk to the bot, and what is posted comes back."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.clock = pool, FakeClock()
        embedder = FakeEmbedder()
        self.settings, self.images = PgSettingsStore(pool), PgImageStore(pool)
        self.desk = PgMemoryDesk(pool, embedder, self.clock)
        self.parts = Services(
            planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=Specks(),
            memory=PgMemoryStore(pool, embedder, self.clock), desk=self.desk, settings=self.settings,
            threads=PgThreadStore(pool), images=self.images, gate=PillowGate(), search=FakeWebSearch(),
            fetcher=FakeFetcher(), clock=self.clock, spending=PgSpending(pool, DayLimits()), schedules=PgScheduleStore(pool),
            passive_learning=PgPassiveLearning(pool, self.clock), statements=BuiltInStatementReader(),
            moderation=FakeModerationHouse().ports(), accounts=FakeAccounts(),
            free_models=True, free_pictures=True, series_by_reference=False,
        )  # fmt: skip
        self.noticed = PgNoticedTurns(pool, embedder, self.clock)
        self.turns, self.replies = TurnStore(pool), ReplyStore(pool)
        self.intake = TurnIntake(
            IntakeStore(pool),
            PillowGate(),
            FakeBus(),
            keys=EventKeys(secret=b"k"),
            withdrawals=FakeWithdrawals(),
            blocked=BlockedPeople(FakeBlocks()),
        )
        self._events = 0
        self.last_message = ""

    async def say(self, text: str, *, by: str = "ana", at: Place = ART, **more: object) -> Reply:
        self._events += 1
        accepted = await self.intake.message(
            IncomingMessage(
                event_id=f"e{self._events}", message=f"m{self._events}", place=at, author=web_author(by), text=text,
                **more,  # type: ignore[arg-type]
            )
        )  # fmt: skip
        return await self._answered(accepted.turn)

    async def press(
        self, reply: Reply, label: str, *, on: str = "", by: str = "ana", at: Place = ART, text: str = ""
    ) -> Reply:
        """The button of a reply; `on` is its message, the last one posted if not said. Nobody here presses twice at once."""
        self._events += 1
        await self.pool.execute("update turns set created_at = created_at - interval '1 second'")
        (pressed,) = [button for button in reply.buttons if button.label == label]
        accepted = await self.intake.press(
            IncomingPress(
                event_id=f"e{self._events}", place=at, author=web_author(by), message=on or self.last_message,
                button=pressed.id, text=text,
            )
        )  # fmt: skip
        assert accepted.turn is not None, accepted.note
        return await self._answered(accepted.turn)

    async def _answered(self, turn: TurnId | None) -> Reply:
        assert turn is not None
        claim = await self.turns.claim(turn, "worker")
        assert isinstance(claim, Claim)
        reply = await self.respond(claim)
        await self.replies.posted(claim.reply, claim.reply)
        await self.replies.delivered(claim.reply, claim.reply)
        self.last_message = claim.reply
        self.clock.move(seconds=1)
        return reply

    async def respond(self, claim: Claim, *, store: bool = True) -> Reply:
        turn = claim.turn
        journal = await PgJournal.open(self.pool, turn=turn.id, fence=claim.fence, author=turn.author.id)
        answer = await Agent(self.parts).respond(turn, journal, FakeProgress())
        await journal.close()
        pictures = [
            PostedPicture(image=p.image, context=p.context, caption=p.caption) for p in answer.pictures
        ]
        if store:
            await self.replies.store(claim, answer.reply, end=answer.end, pictures=pictures)
        return answer.reply

    async def agree(self, by: str = "ana") -> None:
        await self.say("/settings learning on", by=by)

    async def distil(self, distiller: Distiller | None = None) -> int:
        return await distil_noticed(self.noticed, distiller or BuiltInDistiller())

    async def known(self, by: str = "ana", at: Place = ART) -> list[str]:
        return [memory.text for memory in await self.desk.list(reader_of(web_author(by).id, at))]

    async def draw_in_ink(self, scenes: Sequence[str] = SCENES[:5], **more: object) -> list[Reply]:
        return [await self.say(f"draw {scene} in ink", **more) for scene in scenes]  # type: ignore[arg-type]


def web_author(name: str):
    return replace(author(name), id=f"web:{name}")


async def switch_off(parlour: Parlour, at: Place = ART) -> None:
    scope = MemoryScope(kind="channel", key=at.channel_key)
    await parlour.settings.save_channel(scope, ChannelSettings(memory=False))
