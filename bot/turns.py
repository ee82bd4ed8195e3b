"""The life cycle of a turn: claimed, worked on, answered, delivered. The only place where every error becomes kind words."""

import asyncio
import logging
import time
from collections.abc import Callable

from agent.answers import Answer, declined
from agent.conversation import Pressed, Said, TurnId
from agent.errors import (
    AtelierError,
    BadInput,
    Cancelled,
    ModelUnavailable,
    Refused,
    RenderRefused,
    Superseded,
    Unavailable,
    UnknownOutcome,
)
from agent.loop import Agent
from agent.ports import Address, BoardEvent, Bus
from bot.intake import LOOKING, LOOKING_ACTIONS
from bot.log import within_turn
from bot.outbox import Outbox
from bot.progress import WorkingMessage
from db.journal import PgJournal
from db.pool import Pool
from db.replies import OpenQuestion, PostedPicture, ReplyStore
from db.seats import InLine
from db.turns import Claim, TurnStore

TRIES_MAX = 5
"""Claims of one turn; after that it is answered with an apology instead of being tried again."""
AGAIN_SECONDS = (2.0, 10.0, 30.0, 60.0)
"""Wait before the next try when something outside is down."""
SEAT_SECONDS = 1.0
"""A turn without a seat looks again after this long for each one ahead of it; usually it is woken before."""
SEAT_SECONDS_MAX = 60.0

log = logging.getLogger(__name__)


class Again(Exception):
    """This turn should run again in `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class TurnRunner:
    """Runs turns of one worker."""

    def __init__(
        self,
        *,
        pool: Pool,
        turns: TurnStore,
        replies: ReplyStore,
        outbox: Outbox,
        bus: Bus,
        agent: Agent,
        worker: str,
        question_seconds: float,
        crash: Callable[[str], None] = lambda point: None,
    ) -> None:
        self._pool = pool
        self._turns = turns
        self._replies = replies
        self._outbox = outbox
        self._bus = bus
        self._agent = agent
        self._worker = worker
        self._question_seconds = question_seconds
        self._crash = crash

    async def run(self, turn: TurnId) -> None:
        """From claim to delivery. Raises Again when something outside is down, CancelledError when the process stops."""
        with within_turn(turn):
            claim = await self._turns.claim(turn, self._worker)
            if claim is None:
                await self._deliver_leftover(turn)
                return
            if isinstance(claim, InLine):
                raise Again(min(SEAT_SECONDS_MAX, SEAT_SECONDS * (1 + claim.ahead)))
            self._crash("claimed")
            answer = await self._answer(claim)
            if answer is not None:
                await self._post(claim, answer)

    async def _answer(self, claim: Claim) -> Answer | None:
        """The answer; None when there is nothing to post (superseded)."""
        if claim.cancelled:
            return declined("Cancelled.")
        if claim.tries > TRIES_MAX:
            return declined(_apology(claim))
        started = time.monotonic()
        try:
            answer = await self._respond(claim)
        except Superseded:
            log.info("taken over by another worker", extra={"action": "superseded"})
            return None
        except Cancelled:
            return declined("Cancelled.")
        except asyncio.CancelledError:
            if await self._was_cancelled(claim):
                return declined("Cancelled.")
            raise
        except AtelierError as error:
            return self._kindly(claim, error)
        except Exception:
            # The one broad catch: a defect of ours must not leave a person without an answer.
            log.exception("turn failed", extra={"action": "turn_failed"})
            return declined(_apology(claim))
        log.info(
            "turn answered", extra={"action": "answered", "seconds": round(time.monotonic() - started, 3)}
        )
        return answer

    async def _respond(self, claim: Claim) -> Answer:
        turn = claim.turn
        outbound = self._outbox.outbound(turn.place.platform)
        if outbound is None:
            raise Again(AGAIN_SECONDS[0])
        journal = await PgJournal.open(self._pool, turn=turn.id, fence=claim.fence, author=turn.author.id)
        progress = WorkingMessage(
            self._replies, self._bus, outbound, _address(claim), claim.posted, quiet=_is_quick(claim)
        )
        await progress.open()
        return await self._agent.respond(turn, journal, progress)

    async def _was_cancelled(self, claim: Claim) -> bool:
        """The queue aborts a job when its author cancels, and when the process stops: only the first is an answer."""
        task = asyncio.current_task()
        cancelled = await asyncio.shield(self._turns.cancel_requested(claim.turn.id))
        if cancelled and task is not None:
            task.uncancel()
        return cancelled

    def _kindly(self, claim: Claim, error: AtelierError) -> Answer:
        """Words for the author; what may come back is tried again first."""
        match error:
            case UnknownOutcome():
                return declined(
                    "The picture may have been drawn, but it never reached me, and I do not pay for it twice on my own. "
                    "Press Again or ask once more if you want another try."
                )
            case RenderRefused():
                return declined(
                    str(error) or "The image service refused to draw that. Try it in other words."
                )
            case Unavailable():
                if claim.tries <= len(AGAIN_SECONDS):
                    wait = error.retry_after_seconds or AGAIN_SECONDS[claim.tries - 1]
                    raise Again(min(wait, 300.0)) from error
                what = "The model" if isinstance(error, ModelUnavailable) else "Something I need"
                return declined(f"{what} does not answer at the moment. Please try again in a few minutes.")
            case Refused() | BadInput():
                return declined(str(error))
            case _:
                log.error("turn failed", extra={"action": "turn_failed", "why": str(error)})
                return declined(_apology(claim))

    async def _post(self, claim: Claim, answer: Answer) -> None:
        self._crash("before_store")
        question = answer.question and OpenQuestion(
            text=answer.question.request, plan=answer.question.plan, ask=answer.question.ask,
            wait_seconds=self._question_seconds,
        )  # fmt: skip
        pictures = [
            PostedPicture(image=p.image, context=p.context, caption=p.caption) for p in answer.pictures
        ]
        try:
            await self._replies.store(
                claim, answer.reply, end=answer.end, pictures=pictures, question=question
            )
        except Superseded:
            if not await self._turns.cancel_requested(claim.turn.id):
                return
            await self._replies.store(claim, declined("Cancelled.").reply, end="cancelled")
        self._crash("stored")
        await self._bus.publish(
            BoardEvent(channel=claim.turn.place.channel_key, kind="reply", message=claim.reply)
        )
        if not await self._outbox.deliver(claim.reply):
            log.warning("reply waits for the sweep", extra={"action": "delivery_waits"})
        self._crash("delivered")

    async def _deliver_leftover(self, turn: TurnId) -> None:
        """The turn is over; was its reply sent before the worker died?"""
        message = await self._turns.undelivered_reply(turn)
        if message is not None:
            await self._outbox.deliver(message)


def _address(claim: Claim) -> Address:
    turn = claim.turn
    return Address(
        turn=turn.id, place=turn.place, author=turn.author, reply_to=claim.reply_to, handle=turn.handle,
        nonce=nonce_of(turn.id), message=claim.reply,
    )  # fmt: skip


def nonce_of(turn: TurnId) -> str:
    """The same for every try at posting a turn's message; 22 chars."""
    return f"{turn.replace('-', '')[:20]}-0"


def _is_quick(claim: Claim) -> bool:
    """Answered at once, so that a working message would only flicker."""
    match claim.turn.request:
        case Said(command=command) if command is not None:
            return command.name in LOOKING or command.name != "draw"
        case Pressed(action=action):
            return action in LOOKING_ACTIONS or action not in (
                "again",
                "vary",
                "refine",
                "answer",
                "surprise",
                "pick",
            )
        case _:
            return False


def _apology(claim: Claim) -> str:
    return f"Something went wrong on my side, and I am sorry. If it happens again, tell the operator this number: {claim.turn.id[:13]}"
