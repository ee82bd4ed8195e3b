"""Finds out which size of plan the language model fills in, once for each model: remembered, else tried beside the first turns, which are
planned in a size that cannot go wrong meanwhile."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from agent.domain.plan_sizes import PlanTrial
from agent.errors import AtelierError, Unavailable

WAIT_SECONDS = 60.0
"""Between two tries while the server, or the database, is away."""

log = logging.getLogger(__name__)


class Trials(Protocol):
    """Where trials are kept."""

    async def load(self, model: str) -> PlanTrial | None: ...

    async def save(self, trial: PlanTrial) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSizing:
    """Of the configured model."""

    name: Callable[[], Awaitable[str]]
    """The model's server and name; raises ModelUnavailable."""
    measure: Callable[[str], Awaitable[PlanTrial]]
    """Tries the model of that name; raises ModelUnavailable."""
    take: Callable[[PlanTrial], None]
    """Plans by it from now on."""


async def settle(
    sizing: PlanSizing, trials: Trials, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Until the size is known. What only the operator can mend is left to `check`."""
    while True:
        try:
            sizing.take(await _known(sizing, trials))
            return
        except Unavailable as error:
            if error.lasting:
                return
            log.info("the language model cannot be tried yet", extra={"action": "plan_trial"})
        except AtelierError:
            log.exception("the language model cannot be tried", extra={"action": "plan_trial"})
            return
        await sleep(WAIT_SECONDS)


async def _known(sizing: PlanSizing, trials: Trials) -> PlanTrial:
    name = await sizing.name()
    return await trials.load(name) or await tried(sizing, trials, name)


async def tried(sizing: PlanSizing, trials: Trials, name: str) -> PlanTrial:
    """A new trial, kept. One that did not finish is not: the machine may have been busy."""
    trial = await sizing.measure(name)
    if trial.finished:
        await trials.save(trial)
    facts = {"action": "plan_trial", "size": trial.size, "seconds": trial.seconds, "finished": trial.finished}
    log.info("the language model was tried", extra=facts)
    return trial
