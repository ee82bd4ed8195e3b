"""Lines of a turn's trace, as they are written: counted in the metrics, and told to the log."""

import logging
from collections.abc import Mapping
from typing import Any

from bot.instruments import noted

_TOLD = ("model", "seconds", "input_tokens", "output_tokens", "cost_usd", "failed")
"""Of a line of the trace, what the log tells."""

log = logging.getLogger(__name__)


def traced(step: str, facts: Mapping[str, Any]) -> None:
    noted(step, facts)
    told = {name: facts[name] for name in _TOLD if facts.get(name)}
    if told:
        log.info(step, extra={"action": "step", "step": step, **told})
