"""A planner that needs no key and no network: reads what is written, adds what memory says, asks where neither tells.

Deterministic: the same request gives the same plan. The reading is in `planning/`, the words are in `data/`.
"""

import asyncio
from threading import Thread

from adapters.builtin.language import lexicon
from adapters.builtin.planner_rules import grammar
from adapters.builtin.planner_rules.deciding import plan_of
from agent.domain.generation import Plan
from agent.ports import PlanRequest, Usage


class BuiltInPlanner:
    """Port `agent.ports.Planner`. Its words (names of things in fourteen languages) take about half a second to load: that
    begins when the planner is made, beside whatever else the process starts."""

    def __init__(self) -> None:
        self._loading = Thread(target=_load, name="words", daemon=True)
        self._loading.start()

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        """The plan, in a few milliseconds; `timeout_seconds` is met by not waiting for anything but the words. Raises
        nothing."""
        if self._loading.is_alive():
            await asyncio.to_thread(self._loading.join, timeout_seconds)
        return plan_of(request), Usage(model="offline")


def _load() -> None:
    """Everything that is kept for the life of the process and costs more than a moment."""
    grammar.things()
    for language in lexicon.LANGUAGES:
        grammar.settings(language)
    grammar.things_named("en")
