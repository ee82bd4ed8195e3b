"""Keeps out whom moderators blocked, before anything of theirs is decoded, stored, planned or drawn."""

import time
from collections import OrderedDict
from collections.abc import Callable

from agent.domain.conversation import AuthorId, Place
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from agent.ports import Blocks
from agent.wording.moderation import blocked

TOLD_EVERY_SECONDS = 3_600.0
"""Where saying it takes a message of its own, it is said this often to one person in one community."""
TOLD_MAX = 10_000


class BlockedPeople:
    def __init__(self, blocks: Blocks, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._blocks = blocks
        self._monotonic = monotonic
        self._told: OrderedDict[tuple[str, AuthorId], float] = OrderedDict()

    async def refusal(self, event: IncomingMessage | IncomingPress, *, owed: bool) -> Accepted | None:
        """What its author is told at once; None when they are not blocked there, or it is `owed` to everybody or said to others. Raises
        StoreUnavailable."""
        author, place = event.author.id, event.place
        if owed or not await self._blocks.is_blocked(author, place):
            return None
        silent = isinstance(event, IncomingMessage) and (
            event.only_joins or not (_costs_no_message(event) or self._is_due(author, place))
        )
        return Accepted(turn=None, note="" if silent else blocked(place), is_error=True, alone=True)

    def _is_due(self, author: AuthorId, place: Place) -> bool:
        key, now = (place.jurisdiction, author), self._monotonic()
        told = self._told.get(key)
        if told is not None and now - told < TOLD_EVERY_SECONDS:
            return False
        self._told[key] = now
        self._told.move_to_end(key)
        if len(self._told) > TOLD_MAX:
            self._told.popitem(last=False)
        return True


def _costs_no_message(event: IncomingMessage) -> bool:
    """The answer to a command of Discord's, which waits for one, or to a request of the page; not one that the platform counts."""
    return event.waits or event.place.platform in ("web", "console")
