"""Lines of a turn's trace and its steps, as they come: counted in the metrics, told to the log, and to OpenTelemetry where that is asked
for."""

import logging
from collections.abc import Mapping
from typing import Any

from bot.instruments import STEP_SECONDS, kind_of, noted
from bot.turns.turn_spans import TurnSpans

_TOLD = ("model", "seconds", "input_tokens", "output_tokens", "cost_usd", "failed")
"""Of a line of the trace, what the log tells."""

log = logging.getLogger(__name__)


class TraceLines:
    def __init__(self, spans: TurnSpans) -> None:
        self.spans = spans

    def line(self, step: str, facts: Mapping[str, Any]) -> None:
        noted(step, facts)
        self.spans.line(step, facts)
        told = {name: facts[name] for name in _TOLD if facts.get(name)}
        if told:
            log.info(step, extra={"action": "step", "step": step, **told})

    def step(self, name: str, seconds: float) -> None:
        """A step that was done and recorded."""
        STEP_SECONDS.labels(kind_of(name)).observe(seconds)
        self.spans.step(name, seconds)
