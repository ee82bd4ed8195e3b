"""The life cycle of a turn: claimed, worked on, answered, delivered. The only place where an error ends a turn."""

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from agent.actions import draws
from agent.domain.conversation import Reply, Said, TurnId
from agent.domain.memory import AuthorSettings, ChannelSettings
from agent.errors import AtelierError, NotAllowed, StoreUnavailable, Superseded, Unavailable
from agent.loop import Agent
from agent.outcomes import Outcome, declined
from agent.planning.spoken_language import language_of
from agent.ports import Address, Introductions
from agent.translation.catalogue import N_, _, language, speak, speaking
from agent.translation.languages import ENGLISH
from agent.wording.waiting import in_line
from bot.instruments import ACKNOWLEDGEMENT_SECONDS, REFUSALS, TURN_SECONDS, WAITS
from bot.log import within_turn
from bot.turns.delivery import Delivery, introduced
from bot.turns.error_messages import apology, waiting, words_for
from bot.turns.turn_spans import NoSpans, TraceLines, TurnSpans
from bot.turns.working_message import WorkingMessage
from db.delivery.reply_store import ReplyStore, TurnEnd, Undelivered, nonce_of
from db.objects.pixels import Pixels
from db.pool import Pool
from db.turns.claims import Claim
from db.turns.concurrency_limits import InLine
from db.turns.journal import PgJournal
from db.turns.turn_store import StepRecords, TurnStore

TRIES_MAX = 5
"""Claims of one turn that ended with the process; after that it is answered with an apology instead of being tried again."""
WAIT_SECONDS = (2.0, 10.0, 30.0, 60.0)
"""Wait before the next try when something outside is down; the last one repeats."""
WAIT_SECONDS_MAX = 300.0
"""Longest that a provider's Retry-After is heeded."""
WAITS_MAX = 18
"""About 15 minutes in all."""
SEAT_SECONDS = 1.0
"""A turn without a seat looks again after this long for each one ahead of it; usually it is woken before."""
SEAT_SECONDS_MAX = 60.0

NOT_THERE = N_("I may not write where you asked, so I did not begin. Ask me in another place, or here.")

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
        delivery: Delivery,
        agent: Agent,
        introductions: Introductions,
        worker: str,
        question_seconds: float,
        join_seconds: float = 0.0,
        pixels: Pixels | None = None,
        spans: TurnSpans | None = None,
        crash: Callable[[str], None] = lambda point: None,
    ) -> None:
        self._pool = pool
        self._pixels = pixels
        self._lines = TraceLines(spans or NoSpans())
        self._records = StepRecords(pool)
        self._turns = turns
        self._replies = replies
        self._delivery = delivery
        self._agent = agent
        self._introductions = introductions
        self._worker = worker
        self._question_seconds = question_seconds
        self._join_seconds = join_seconds
        self._crash = crash

    async def run(self, turn: TurnId) -> None:
        """From claim to delivery. Raises Again when something outside is down, CancelledError when the process stops."""
        with within_turn(turn), speaking(ENGLISH):
            try:
                claim = await self._turns.claim(turn, self._worker)
            except Unavailable:
                raise
            except Exception:
                await self._give_up(turn)
                return
            if claim is None:
                await self._deliver_leftover(turn)
                return
            if isinstance(claim, InLine):
                await self._show_line(turn, claim)
                raise Again(min(SEAT_SECONDS_MAX, SEAT_SECONDS * (1 + claim.ahead)))
            speak(language_of(claim.turn, AuthorSettings(), ChannelSettings()))
            self._crash("claimed")
            quick = not draws(claim.turn.request)  # answered at once: a working message would only flicker
            progress = self._delivery.working_message(
                _address(claim), claim.posted, quiet=quick, on_step=self._crash
            )
            if progress is None:
                await self._leave_to_others(claim)
                return
            with self._lines.spans.of_try(claim.turn.place.platform, claim.tries, waited=_age(claim)):
                outcome = await self._outcome(claim, progress)
                if outcome is not None:
                    await self._post(claim, await introduced(self._introductions, claim, outcome), progress)

    async def _give_up(self, turn: TurnId) -> None:
        """A turn that cannot be read, by a defect of ours, must not leave a person without an outcome either."""
        log.exception("turn cannot be read", extra={"action": "turn_failed"})
        message = await self._replies.give_up(turn, declined(apology(turn[:13])).reply)
        if message is not None:
            await self._delivery.deliver(message)

    async def _leave_to_others(self, claim: Claim) -> None:
        """This worker cannot post there, another one may. Where none can (the platform's token was taken away), the turn ends after
        WAITS_MAX looks, for the operator to see. Raises Again before that."""
        turn, platform = claim.turn, claim.turn.place.platform
        if claim.waits >= WAITS_MAX:
            log.error("no worker can post there", extra={"action": "no_platform", "platform": platform})
            await self._turns.finish(turn.id, claim.fence, "failed")
            return
        await self._turns.waited(turn.id, claim.fence)
        raise Again(WAIT_SECONDS[min(claim.waits, len(WAIT_SECONDS) - 1)])

    async def _show_line(self, turn: TurnId, line: InLine) -> None:
        """Every wait is visible: the working message says how many come first."""
        found = await self._replies.working_address(turn)
        progress = found and self._delivery.working_message(*found, quiet=False)
        if progress is None:
            return
        with suppress(NotAllowed):  # said when its turn comes
            await progress.open()
        await progress.say("wait", in_line(line.ahead))

    async def _outcome(self, claim: Claim, progress: WorkingMessage) -> Outcome | None:
        """The outcome; None when there is nothing to post (superseded)."""
        if claim.cancelled:
            return declined(_("Cancelled."))
        if claim.tries - claim.waits > TRIES_MAX:
            return declined(apology(claim.turn.id[:13]))
        try:
            return await self._respond(claim, progress)
        except Superseded:
            log.info("another claim has this turn", extra={"action": "superseded"})
            return None
        except asyncio.CancelledError:
            if await self._was_cancelled(claim):
                return declined(_("Cancelled."))
            raise
        except Unavailable as error:
            return await self._wait(claim, error, progress)
        except AtelierError as error:
            return _kindly(claim, error)
        except Exception:
            # The one broad catch: a defect of ours must not leave a person without an outcome.
            log.exception("turn failed", extra={"action": "turn_failed"})
            REFUSALS.labels("defect").inc()
            return declined(apology(claim.turn.id[:13]))

    async def _respond(self, claim: Claim, progress: WorkingMessage) -> Outcome:
        turn = claim.turn
        journal = await PgJournal.open(
            self._pool, turn=turn.id, fence=claim.fence, author=turn.author.id, records=self._records,
            is_first=claim.tries == 1, reached=self._crash, whole_in=self._whole_in(claim),
            noted=self._lines.line, timed=self._lines.step, pixels=self._pixels,
        )  # fmt: skip
        try:
            await progress.open()
            if progress.posted is not None and claim.tries == 1:
                ACKNOWLEDGEMENT_SECONDS.labels(turn.place.platform).observe(_age(claim))
        except NotAllowed as error:
            log.warning("nothing can be shown there", extra={"action": "place_refused", "why": str(error)})
            return declined(_(NOT_THERE))
        try:
            return await self._agent.respond(turn, journal, progress)
        finally:
            with suppress(StoreUnavailable):  # a trace is not worth a turn
                await journal.close()

    def _whole_in(self, claim: Claim) -> float:
        """Seconds until the author is taken to have said all of it. A command or a button is whole."""
        request = claim.turn.request
        if not isinstance(request, Said) or request.command is not None:
            return 0.0
        return min(self._join_seconds, self._join_seconds - claim.quiet_seconds)

    async def _wait(self, claim: Claim, error: Unavailable, progress: WorkingMessage) -> Outcome:
        """Something outside is down: the turn waits, visibly, and runs again; after WAITS_MAX, or when
        only the operator can mend it, it says so. Raises Again."""
        if error.lasting:
            log.error("the operator is needed", extra={"action": "operator_needed", "why": str(error)})
        if error.lasting or claim.waits >= WAITS_MAX:
            return _kindly(claim, error)
        planned = WAIT_SECONDS[min(claim.waits, len(WAIT_SECONDS) - 1)]
        seconds = min(error.retry_after_seconds or planned, WAIT_SECONDS_MAX)
        log.warning("turn waits", extra={"action": "turn_waits", "why": str(error), "seconds": seconds})
        WAITS.labels(type(error).__name__).inc()
        await progress.say("wait", waiting(error, seconds))
        with suppress(StoreUnavailable):  # then this wait goes uncounted
            await self._turns.waited(claim.turn.id, claim.fence)
        # Spread out, so that the end of an outage is no stampede.
        raise Again(seconds * random.uniform(1.0, 1.3)) from error

    async def _was_cancelled(self, claim: Claim) -> bool:
        """The queue aborts a job when its author cancels, and when the process stops: only the first is an outcome."""
        task = asyncio.current_task()
        cancelled = await asyncio.shield(self._turns.cancel_requested(claim.turn.id))
        if cancelled and task is not None:
            task.uncancel()
        return cancelled

    async def _post(self, claim: Claim, outcome: Outcome, progress: WorkingMessage) -> None:
        self._crash("before_store")
        outcome = replace(outcome, reply=replace(outcome.reply, language=language()))
        if (reply := await self._stored(claim, outcome)) is None:
            return
        self._crash("stored")
        self._answered(claim, outcome)
        stored = Undelivered(address=_address(claim), posted=progress.posted, reply=reply, tries=0)
        if not await self._delivery.post(claim.reply, stored):
            log.warning("reply waits for the sweep", extra={"action": "delivery_waits"})
        self._crash("delivered")

    def _answered(self, claim: Claim, outcome: Outcome) -> None:
        seconds, end = _age(claim), outcome.end
        TURN_SECONDS.labels(claim.turn.place.platform, end).observe(seconds)
        self._lines.spans.answered(end)
        log.info("turn answered", extra={"action": "answered", "seconds": round(seconds, 3), "end": end})

    async def _stored(self, claim: Claim, outcome: Outcome) -> Reply | None:
        """What is to be delivered; None when another worker has the turn."""
        try:
            await self._store(claim, outcome)
            return outcome.reply
        except Superseded:
            if not await self._turns.cancel_requested(claim.turn.id):
                return None
            return await self._store_instead(claim, declined(_("Cancelled.")).reply, "cancelled")
        except Unavailable:
            raise  # the turn is taken up again, with all its steps done
        except Exception:
            # As in `_outcome`: what cannot be stored would otherwise run for ever.
            log.exception("reply cannot be stored", extra={"action": "turn_failed"})
            return await self._store_instead(claim, declined(apology(claim.turn.id[:13])).reply, "failed")

    async def _store_instead(self, claim: Claim, reply: Reply, end: TurnEnd) -> Reply:
        await self._replies.store(claim, reply, end=end)
        return reply

    async def _store(self, claim: Claim, outcome: Outcome) -> None:
        await self._replies.store(
            claim, outcome.reply, end=outcome.end, pictures=outcome.pictures, question=outcome.question,
            question_seconds=self._question_seconds,
        )  # fmt: skip

    async def _deliver_leftover(self, turn: TurnId) -> None:
        """The turn is over; was its reply sent before the worker died?"""
        message = await self._turns.undelivered_reply(turn)
        if message is not None:
            await self._delivery.take_up(message)


def _address(claim: Claim) -> Address:
    turn = claim.turn
    return Address(
        turn=turn.id, place=turn.place, author=turn.author, reply_to=claim.reply_to, handle=turn.handle,
        nonce=nonce_of(turn.id), message=claim.reply,
    )  # fmt: skip


def _age(claim: Claim) -> float:
    """Seconds since the turn was taken in, by the clocks of two machines at the most."""
    return max(0.0, (datetime.now(UTC) - claim.turn.received_at).total_seconds())


def _kindly(claim: Claim, error: AtelierError) -> Outcome:
    REFUSALS.labels(type(error).__name__).inc()
    if (words := words_for(error)) is None:
        log.error("turn failed", extra={"action": "turn_failed", "why": str(error)})
    return declined(words or apology(claim.turn.id[:13]))
