"""Learning in passing, whole: the real intake, core and stores, the built-in planner and distiller; only the pixels are painted flat."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.builtin.distiller import BuiltInDistiller
from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.rules_planner import BuiltInPlanner
from adapters.builtin.statement_reader import BuiltInStatementReader
from adapters.media import PillowGate
from agent.domain.conversation import IncomingMessage, IncomingPress, Place, Reply, TurnId
from agent.domain.generation import RenderedImage, RenderRequest
from agent.domain.memory import AuthorSettings, ChannelSettings, MemoryScope
from agent.domain.taste_signals import TURNS_PER_BATCH_MIN
from agent.errors import ModelUnavailable
from agent.learning.passive_learning import QUESTION, distil_noticed
from agent.limits import DayLimits
from agent.loop import Agent
from agent.outcomes import PostedPicture
from agent.ports import Distiller
from agent.turn_context import Services, reader_of
from bot.turns.blocked_people import BlockedPeople
from bot.turns.event_keys import EventKeys
from bot.turns.intake import TurnIntake
from db.delivery.reply_store import ReplyStore
from db.memory.memory_desk import PgMemoryDesk
from db.memory.memory_store import PgMemoryStore
from db.memory.noticed_turns import TAKEN_FOR, PgNoticedTurns
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
from tests.db.memory.database_dump import dump, quoting
from tests.fakes.board import FakeBus
from tests.fakes.builders import author
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.images import png
from tests.fakes.moderation import FakeBlocks, FakeModerationHouse
from tests.fakes.passive_learning import FakeDistiller
from tests.fakes.web_search import FakeWebSearch
from tests.fakes.withdrawals import FakeWithdrawals
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
            moderation=FakeModerationHouse().ports(),
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
                event_id=f"e{self._events}", message=f"m{self._events}", place=at, author=_web(by), text=text,
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
                event_id=f"e{self._events}", place=at, author=_web(by), message=on or self.last_message,
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
        return [memory.text for memory in await self.desk.list(reader_of(_web(by).id, at))]

    async def draw_in_ink(self, scenes: Sequence[str] = SCENES[:5], **more: object) -> list[Reply]:
        return [await self.say(f"draw {scene} in ink", **more) for scene in scenes]  # type: ignore[arg-type]


def _web(name: str):
    return replace(author(name), id=f"web:{name}")


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


@pytest.fixture
def parlour(pool: Pool) -> Parlour:
    return Parlour(pool)


# --- consent -----------------------------------------------------------------------------------------------------


async def test_one_yes_keeps_what_was_said_and_undo_takes_it_back(parlour: Parlour) -> None:
    asking = await parlour.say(PASSING)
    assert asking.images
    assert asking.text.endswith(QUESTION)
    assert await parlour.known() == []

    thanks = await parlour.press(asking, "Yes, learn")

    assert thanks.text.endswith("\nNoted in passing: prefers gouache")
    assert thanks.only_for_author
    assert await parlour.known() == ["prefers gouache"]
    assert (await parlour.settings.author(_web("ana").id)).learning == "yes"
    later = await parlour.say("draw a cat. I adore sunsets")
    assert QUESTION not in later.text

    await parlour.press(thanks, "Undo", on=parlour.last_message)

    assert "prefers gouache" not in await parlour.known()
    assert quoting(await dump(parlour.pool), "prefers gouache", "love gouache") == []


async def test_after_a_no_it_is_never_asked_again_and_nothing_is_kept(parlour: Parlour) -> None:
    await parlour.press(await parlour.say(PASSING), "No")
    parlour.clock.move(days=30)

    later = await parlour.say(PASSING)

    assert QUESTION not in later.text
    assert await parlour.known() == []
    assert await parlour.pool.fetchval("select count(*) from noticed_turns") == 0


async def test_without_an_answer_it_is_asked_once_a_week(parlour: Parlour) -> None:
    asked = []
    for days in (0, 1, 5, 1):
        parlour.clock.move(days=days)
        asked.append(QUESTION in (await parlour.say(PASSING)).text)

    assert asked == [True, False, False, True]
    assert QUESTION in (await parlour.say(PASSING, by="bob")).text


async def test_a_turn_that_is_taken_up_again_asks_again(parlour: Parlour) -> None:
    accepted = await parlour.intake.message(
        IncomingMessage(event_id="x", message="x", place=ART, author=_web("ana"), text=PASSING)
    )
    assert accepted.turn
    for worker in ("one", "two"):
        claim = await parlour.turns.claim(accepted.turn, worker)
        assert isinstance(claim, Claim)
        assert QUESTION in (await parlour.respond(claim, store=False)).text


async def test_somebody_elses_yes_is_none(parlour: Parlour) -> None:
    asking = await parlour.say(PASSING)
    (yes,) = [button for button in asking.buttons if button.action == "consent_yes"]

    accepted = await parlour.intake.press(
        IncomingPress(
            event_id="b", place=ART, author=_web("bob"), message=parlour.last_message, button=yes.id
        )
    )

    assert accepted.turn is None
    assert await parlour.known() == []


@pytest.mark.parametrize("how", ["nothing in passing", "incognito", "memory off", "channel off", "explicit"])
async def test_it_is_not_asked_where_nothing_could_be_kept(parlour: Parlour, how: str) -> None:
    if how == "memory off":
        await parlour.say("/memory off")
    if how == "channel off":
        await switch_off(parlour)
    text = {"nothing in passing": "draw a fox", "explicit": "Remember that I love gouache"}.get(how, PASSING)

    reply = await parlour.say(text, incognito=how == "incognito")

    assert QUESTION not in reply.text


async def switch_off(parlour: Parlour, at: Place = ART) -> None:
    scope = MemoryScope(kind="channel", key=at.channel_key)
    await parlour.settings.save_channel(scope, ChannelSettings(memory=False))


# --- distilling --------------------------------------------------------------------------------------------------


async def test_a_style_said_again_and_again_is_told_once_and_used_then(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink()

    assert await parlour.distil() == 1

    told = await parlour.say("draw a lighthouse")
    assert told.text.endswith("\nNoted in passing: prefers ink")
    assert "Undo" in labels(told)
    assert told.context is not None
    assert told.context.slots["style"].method == "recall"
    assert "Noted" not in (await parlour.say("draw a horse")).text
    assert await parlour.distil() == 0


async def test_the_same_refinement_twice_is_proposed(parlour: Parlour) -> None:
    await parlour.agree()
    for scene in SCENES[:2]:
        drawn = await parlour.say(f"draw {scene}")
        await parlour.press(drawn, "Refine", text="less dark")
    await parlour.say("draw a horse")

    assert await parlour.distil() == 1

    assert await parlour.known() == ["prefers less dark"]


async def test_undo_forgets_it_and_the_same_turns_do_not_bring_it_back(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink()
    await parlour.distil()
    told = await parlour.say("draw a lighthouse")

    undone = await parlour.press(told, "Undo")

    assert undone.text == "Undone: I have forgotten it."
    parlour.clock.move(days=1)
    for scene in SCENES[:3]:
        await parlour.say(f"draw {scene}")
    assert await parlour.distil() == 0
    assert await parlour.known() == []
    assert quoting(await dump(parlour.pool), "prefers ink") == []


async def test_forgetting_before_it_was_told_takes_the_notice_too(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink()
    await parlour.distil()

    await parlour.say("/forget ink")

    assert "Noted" not in (await parlour.say("draw a horse")).text
    assert await parlour.known() == []
    assert quoting(await dump(parlour.pool), "prefers ink") == []


async def test_what_is_private_is_learnt_apart_and_told_in_private_only(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink(at=DIRECT)
    await parlour.distil()

    assert "Noted" not in (await parlour.say("draw a horse")).text
    assert await parlour.known() == []

    assert "Noted in passing: prefers ink" in (await parlour.say("draw a horse", at=DIRECT)).text


async def test_nothing_is_told_in_an_incognito_turn_nor_by_a_command(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink()
    await parlour.distil()

    assert "Noted" not in (await parlour.say("draw a horse", incognito=True)).text
    assert "Noted" not in (await parlour.say("/help")).text

    assert "Noted" in (await parlour.say("draw a horse")).text


async def test_several_turns_cost_one_call_and_fewer_none(parlour: Parlour) -> None:
    await parlour.agree()
    distiller = FakeDistiller()
    await parlour.draw_in_ink(SCENES[: TURNS_PER_BATCH_MIN - 1])
    await parlour.distil(distiller)
    assert distiller.asked == []

    await parlour.draw_in_ink(SCENES[:1])
    await parlour.distil(distiller)
    await parlour.distil(distiller)

    assert len(distiller.asked) == 1
    cost = await parlour.pool.fetchval(
        "select sum((facts->>'cost_usd')::float) from traces where step = 'distil'"
    )
    assert cost == pytest.approx(distiller.cost_usd)


async def test_a_model_that_is_away_is_asked_again_later(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.draw_in_ink()
    assert await parlour.distil(FakeDistiller(away=ModelUnavailable("away"))) == 0
    assert await parlour.distil() == 0

    parlour.clock.move(seconds=TAKEN_FOR.total_seconds() + 1)

    assert await parlour.distil() == 1


# --- never -------------------------------------------------------------------------------------------------------


async def heard(parlour: Parlour) -> str:
    """All that a distiller gets to hear."""
    distiller = FakeDistiller()
    await parlour.distil(distiller)
    return "\n".join(line for lines in distiller.asked for line in lines)


async def test_not_from_what_was_said_before_the_yes(parlour: Parlour) -> None:
    await parlour.draw_in_ink()
    await parlour.agree()
    await parlour.say("draw a horse")

    assert await heard(parlour) == ""


async def test_not_from_other_peoples_words(parlour: Parlour) -> None:
    """Neither quoted in a reply, nor on quoting lines, nor in the picture that is built upon, nor of someone who never said yes."""
    await parlour.agree()
    bobs = await parlour.say("draw a fox in woodcut style", by="bob")
    on = parlour.last_message
    await parlour.say("make it night", reply_to=on)
    for _ in range(2):
        await parlour.press(await parlour.press(bobs, "Vary", on=on), "Again")
    for _ in range(TURNS_PER_BATCH_MIN):
        await parlour.say("> in woodcut please\ndraw a horse", quoted="always woodcut, I am bob")

    said = await heard(parlour)

    assert "make it night" in said
    assert said.count("draw a horse") == TURNS_PER_BATCH_MIN
    assert "woodcut" not in said.casefold()
    assert "bob" not in said


async def test_not_from_what_memory_gave(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.say("/remember I prefer watercolour")
    for scene in SCENES[:3]:
        drawn = await parlour.say(f"draw {scene}")
        assert drawn.context is not None
        assert drawn.context.slots["style"].method == "recall"
        await parlour.press(drawn, "Again")

    assert "watercolour" not in await heard(parlour)


async def test_not_from_incognito_turns_nor_where_memory_is_off_nor_after_a_switch_off(
    parlour: Parlour,
) -> None:
    await parlour.agree()
    await parlour.draw_in_ink(incognito=True)
    assert await heard(parlour) == ""

    await parlour.draw_in_ink()
    await parlour.say("/settings learning off")
    assert await heard(parlour) == ""
    await parlour.draw_in_ink()
    await parlour.agree()
    assert await heard(parlour) == ""

    await switch_off(parlour)
    await parlour.draw_in_ink()
    assert await heard(parlour) == ""
    assert (await parlour.settings.author(_web("ana").id)) == AuthorSettings(learning="yes")


async def test_not_from_what_was_forgotten_meanwhile(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.say(PASSING)
    assert await parlour.known() == ["prefers gouache"]
    for scene in SCENES[:5]:
        await parlour.say(f"draw {scene}")

    await parlour.say("/forget gouache")

    said = await heard(parlour)
    assert said.count("draw") == 5
    assert "gouache" not in said
    assert "[forgotten]" not in said
