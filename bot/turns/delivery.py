"""Sends stored replies: once, by editing the working message, again only when the platform did not take it. The first to a person says that
they talk to an AI."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from agent.domain.conversation import MessageId, PlatformName, Reply
from agent.errors import AtelierError, NotAllowed, NotFound, PlatformUnavailable
from agent.outcomes import Outcome, answering
from agent.ports import Address, Bus, ImageStore, Introductions, Outbound, PixelGate
from agent.translation.catalogue import speaking
from agent.wording.privacy import with_introduction
from bot.instruments import DELIVERY_FAILURES
from bot.turns.reply_files import with_files
from bot.turns.working_message import PageEvents, WorkingMessage
from db.delivery.reply_store import ReplyStore, Undelivered
from db.turns.claims import Claim

TRIES_MAX = 240
"""Tries at delivering one reply, over four hours; then it is given up and stays in the store."""
RETRY_SECONDS_MAX = 60.0
"""Longest wait between two tries, unless the platform asks for more."""
WAITING_MAX = 10_000
"""Replies whose next try is remembered; one beyond is tried at the next sweep."""
SEND_SECONDS = 60.0
"""Deadline of one send."""
SWEEP_SECONDS = 5.0
SWEPT_AT_ONCE = 32
"""Deliveries of one sweep that are under way together: one chat that must wait holds up no other."""

NOT_POSTED = "0"
"""What a message is called that no platform has."""

log = logging.getLogger(__name__)


class Delivery:
    """All that people see of a turn: its working message, its stored reply, and what open pages are told, through each platform's
    outbound."""

    def __init__(
        self,
        replies: ReplyStore,
        images: ImageStore,
        gate: PixelGate,
        bus: Bus,
        outbounds: Mapping[PlatformName, Outbound],
        *,
        worker: str = "",
        monotonic: Callable[[], float] = time.monotonic,
        crash: Callable[[str], None] = lambda point: None,
    ) -> None:
        self._replies = replies
        self._images = images
        self._gate = gate
        self._pages = PageEvents(bus)
        self._outbounds = outbounds
        self._worker = worker
        self._monotonic = monotonic
        self._crash = crash
        self._under_way: set[MessageId] = set()
        self._due: dict[MessageId, float] = {}
        self._sweeping = asyncio.Semaphore(SWEPT_AT_ONCE)

    def working_message(
        self,
        address: Address,
        posted: str | None,
        *,
        quiet: bool,
        on_step: Callable[[str], None] = lambda step: None,
    ) -> WorkingMessage | None:
        """None where this process cannot post."""
        outbound = self._outbounds.get(address.place.platform)
        if outbound is None:
            return None
        return WorkingMessage(
            self._replies, self._pages, outbound, address, posted, quiet=quiet, on_step=on_step
        )

    async def post(self, message: MessageId, stored: Undelivered) -> bool:
        """A reply that was stored just now: open pages see it at once, and it is sent. As `deliver`."""
        await self._pages.tell(stored.address.place, "reply", message)
        return await self.deliver(message, stored)

    async def deliver(self, message: MessageId, stored: Undelivered | None = None) -> bool:
        """Sends a stored reply; False when it must be tried again later. Safe to repeat, and to call from two places. `stored`: as it
        was stored just now, where the caller knows."""
        if message in self._under_way:
            return True
        self._under_way.add(message)
        try:
            return await self._deliver(message, stored or await self._replies.load(message))
        finally:
            self._under_way.discard(message)

    async def take_up(self, message: MessageId) -> bool:
        """As `deliver`, for a reply that another worker may have in hand: left to it while it lives, and while it is not yet
        time for the next try."""
        if self._due.get(message, 0.0) > self._monotonic():
            return False
        if not await self._replies.take_over(message, self._worker):
            return True
        return await self.deliver(message)

    async def _deliver(self, message: MessageId, stored: Undelivered) -> bool:
        outbound = self._outbounds.get(stored.address.place.platform)
        if outbound is None:
            return False
        try:
            async with asyncio.timeout(SEND_SECONDS):
                platform_id = await self._send(outbound, stored.address, stored.posted, stored.reply)
        except (NotAllowed, NotFound) as error:
            log.warning("reply cannot be delivered", extra={"action": "undeliverable", "why": str(error)})
            self._due.pop(message, None)
            DELIVERY_FAILURES.labels(stored.address.place.platform, "given up").inc()
            await self._replies.undeliverable(message)
            return True
        except (PlatformUnavailable, TimeoutError) as error:
            DELIVERY_FAILURES.labels(stored.address.place.platform, "again").inc()
            tries = await self._replies.tried(message)
            log.warning(
                "reply not taken", extra={"action": "delivery_failed", "tries": tries, "why": str(error)}
            )
            self._wait(message, tries, getattr(error, "retry_after_seconds", None))
            if tries >= TRIES_MAX:
                await self._replies.undeliverable(message)
            return tries >= TRIES_MAX
        self._crash("sent")
        log.info("delivered", extra={"action": "delivered", "platform": stored.address.place.platform})
        self._due.pop(message, None)
        await self._replies.delivered(message, platform_id)
        await self._pages.tell(stored.address.place, "reply", message)
        for changed in stored.reply.changes:
            await self._change(changed)
        return True

    def _wait(self, message: MessageId, tries: int, asked_seconds: float | None) -> None:
        """Until the next try: longer each time, and never shorter than the platform asks."""
        backoff = min(SWEEP_SECONDS * 2 ** min(tries - 1, 10), RETRY_SECONDS_MAX)
        if len(self._due) < WAITING_MAX:
            self._due[message] = self._monotonic() + max(backoff, asked_seconds or 0.0)

    async def _send(self, outbound: Outbound, address: Address, posted: str | None, reply: Reply) -> str:
        platform_id = NOT_POSTED
        if not reply.silent:
            shown, files = await with_files(self._images, self._gate, reply)
            shown = replace(shown, text=f"{shown.text}\n{shown.once}") if shown.once else shown
            with speaking(reply.language):
                platform_id = await outbound.deliver(address, posted, shown, files)
        if reply.removes is not None:
            await self._remove(outbound, address, reply.removes)
        return platform_id

    async def _remove(self, outbound: Outbound, address: Address, message: MessageId) -> None:
        """Where that message stands: what asks for it may have been pressed elsewhere."""
        found = await self._replies.posted_at(message)
        if found is None:
            return
        place, removed = found
        there = replace(address, place=place)
        if removed is not None:
            await outbound.remove(there, removed)
        await self._pages.tell(there.place, "removed", message)

    async def _change(self, message: MessageId) -> None:
        """What cannot be shown now the sweep shows later: it must not hold up the reply."""
        try:
            await self._in_turn(message)
        except AtelierError as error:
            log.warning("a change waits", extra={"action": "delivery_waits", "why": str(error)})

    async def sweep(self) -> None:
        """Replies that a dead or refused worker left behind, until cancelled."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                await self.sweep_once(older_than_seconds=SWEEP_SECONDS)
            except AtelierError as error:  # the store is away: the next sweep finds it back
                log.warning("sweep waits", extra={"action": "sweep_failed", "why": str(error)})

    async def sweep_once(self, *, older_than_seconds: float) -> None:
        for platform in self._outbounds:
            left = await self._replies.undelivered(
                platform, older_than_seconds=older_than_seconds, worker=self._worker
            )
            await asyncio.gather(*(self._in_turn(message) for message in left))

    async def _in_turn(self, message: MessageId) -> None:
        async with self._sweeping:
            try:
                await self.take_up(message)
            except AtelierError:
                raise
            except Exception:
                # A defect in one reply must not end the sweep for all.
                log.exception("reply cannot be sent", extra={"action": "delivery_failed"})
                tries = await self._replies.tried(message)
                self._wait(message, tries, None)
                if tries >= TRIES_MAX:
                    await self._replies.undeliverable(message)


async def introduced(introductions: Introductions, claim: Claim, outcome: Outcome) -> Outcome:
    """The outcome as it is said to its author, with that sentence where it is the first that is shown to them. What keeps it from being
    said must not keep the reply."""
    outcome = answering(claim.turn.request, outcome)
    if (
        outcome.reply.silent
        or outcome.reply.removes is not None
        or not outcome.reply.text.strip()
        or claim.cancelled
    ):
        return outcome
    try:
        first = await introductions.first(claim.turn)
    except AtelierError as error:
        log.warning("not introduced", extra={"action": "introduction_missed", "why": str(error)})
        return outcome
    return replace(outcome, reply=with_introduction(outcome.reply)) if first else outcome
