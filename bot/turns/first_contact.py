"""The first reply to a person says that they talk to an AI."""

import logging
from dataclasses import replace

from agent.errors import AtelierError
from agent.outcomes import Outcome, answering
from agent.ports import Introductions
from agent.wording.privacy import with_introduction
from db.turns.claims import Claim

log = logging.getLogger(__name__)


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
