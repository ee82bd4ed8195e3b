"""What this process counts and times, for `/metrics`: each name, what it means and where its values come from.

Figures of the whole fleet are read from the database instead (`bot.worker.metrics`); these add up over the processes."""

import logging
from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram

PROCESS = CollectorRegistry()

_ABOUT_A_TURN = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320)
_ABOUT_AN_ANSWER = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8)
_ABOUT_A_MOMENT = (0.001, 0.005, 0.02, 0.1, 0.5, 2)

TURN_SECONDS = Histogram(
    "atelier_turn_seconds",
    "from taken in to answered",
    ["platform", "end"],
    buckets=_ABOUT_A_TURN,
    registry=PROCESS,
)
ACKNOWLEDGEMENT_SECONDS = Histogram(
    "atelier_acknowledgement_seconds", "from taken in to a visible working message", ["platform"], buckets=_ABOUT_AN_ANSWER,
    registry=PROCESS,
)  # fmt: skip
STEP_SECONDS = Histogram(
    "atelier_step_seconds", "of one step of a turn that was done and recorded", ["step"], buckets=_ABOUT_A_TURN,
    registry=PROCESS,
)  # fmt: skip
LOOP_LAG_SECONDS = Histogram(
    "atelier_event_loop_lag_seconds", "how late the event loop was", buckets=_ABOUT_A_MOMENT, registry=PROCESS
)
REFUSALS = Counter(
    "atelier_refusals", "turns that ended in an error, by its kind", ["error"], registry=PROCESS
)
WAITS = Counter("atelier_turn_waits", "tries of turns that were put off, by why", ["error"], registry=PROCESS)
MODEL_CALLS = Counter(
    "atelier_model_calls",
    "of models that answered, or failed",
    ["step", "model", "outcome"],
    registry=PROCESS,
)
TOKENS = Counter("atelier_tokens", "of language models", ["model", "kind"], registry=PROCESS)
USD = Counter("atelier_usd", "US dollars that steps cost", ["step", "model"], registry=PROCESS)
DELIVERY_FAILURES = Counter(
    "atelier_delivery_failures", "replies that a platform did not take, by whether it is tried again", ["platform", "end"],
    registry=PROCESS,
)  # fmt: skip
RESCUES = Counter("atelier_rescued_jobs", "jobs of dead workers that were put back", registry=PROCESS)

_TOKEN_KINDS = ("input_tokens", "cached_tokens", "output_tokens")


_TOLD = ("model", "seconds", "input_tokens", "output_tokens", "cost_usd", "failed")
"""Of a line of the trace, what the log tells."""
log = logging.getLogger(__name__)


def kind_of(step: str) -> str:
    """
    >>> kind_of("render-0-revision-1")
    'render'
    """
    return step.partition("-")[0]


def noted(step: str, facts: Mapping[str, Any]) -> None:
    """A line of a turn's trace, as `Journal.note` has it."""
    model, kind = str(facts.get("model", "")), kind_of(step)
    if "failed" in facts:
        MODEL_CALLS.labels(kind, model, str(facts["failed"])).inc()
    elif model:
        MODEL_CALLS.labels(kind, model, "answered").inc()
    for tokens in _TOKEN_KINDS:
        if facts.get(tokens):
            TOKENS.labels(model, tokens.removesuffix("_tokens")).inc(facts[tokens])
    if facts.get("cost_usd"):
        USD.labels(kind, model).inc(facts["cost_usd"])


def traced(step: str, facts: Mapping[str, Any]) -> None:
    """A line of a turn's trace, as it is written: counted here, and told to the log."""
    noted(step, facts)
    told = {name: facts[name] for name in _TOLD if facts.get(name)}
    if told:
        log.info(step, extra={"action": "step", "step": step, **told})
