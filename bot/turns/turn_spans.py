"""What a turn did as OpenTelemetry spans: each try of a turn, its steps and its calls of models, in one trace that has the turn's own id.

The library is the extra `otel`; it is read in where `ATELIER_OTLP_ENDPOINT` names a collector, and nowhere else."""

import time
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from agent.errors import Misconfigured
from bot.instruments import STEP_SECONDS, kind_of, traced
from bot.log import turn_id

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter

EXTRA = '"opentelemetry-sdk==1.45.2" "opentelemetry-exporter-otlp-proto-http==1.45.2"'
EXPORT_SECONDS = 5.0
"""How long the collector may take for what it is sent at once; then that is lost, and no turn has waited for it."""
SPANS_WAITING_MAX = 2_048
"""Not sent yet; beyond, spans are dropped."""
CALL_FACTS: Mapping[str, str] = {
    "model": "gen_ai.request.model",
    "input_tokens": "gen_ai.usage.input_tokens",
    "output_tokens": "gen_ai.usage.output_tokens",
    "cost_usd": "atelier.cost_usd",
    "failed": "error.type",
}
"""Of a line of the trace, what a span tells, by OpenTelemetry's names: no words of anybody."""


class TurnSpans(Protocol):
    def of_try(self, platform: str, number: int, *, waited: float) -> AbstractContextManager[None]:
        """One try of the turn that the log is about (bot.log), `waited` seconds after it was taken in. What is noted inside is its part."""
        ...

    def step(self, name: str, seconds: float) -> None:
        """A step of the journal that just ended."""
        ...

    def line(self, step: str, facts: Mapping[str, Any]) -> None:
        """A line of the turn's trace, as the journal has it."""
        ...

    def answered(self, end: str) -> None: ...


class NoSpans:
    """Where no collector is named."""

    def of_try(self, platform: str, number: int, *, waited: float) -> AbstractContextManager[None]:
        return nullcontext()

    def step(self, name: str, seconds: float) -> None:
        return

    def line(self, step: str, facts: Mapping[str, Any]) -> None:
        return

    def answered(self, end: str) -> None:
        return


class OtelSpans:
    """Sent by a thread of the library, over HTTP."""

    def __init__(self, exporter: "SpanExporter") -> None:
        from opentelemetry import trace

        self._trace = trace
        self._provider = _provider(exporter)
        self._tracer = self._provider.get_tracer("atelier")

    def close(self) -> None:
        """Sends what waits, for EXPORT_SECONDS at most. Blocks."""
        self._provider.shutdown()

    @contextmanager
    def of_try(self, platform: str, number: int, *, waited: float) -> Generator[None]:
        facts = {
            "atelier.turn": turn_id.get(),
            "atelier.platform": platform,
            "atelier.try": number,
            "atelier.waited_seconds": waited,
        }
        with self._tracer.start_as_current_span("turn", attributes=facts, record_exception=False):
            yield

    def step(self, name: str, seconds: float) -> None:
        self._past(kind_of(name), seconds, {"atelier.step": name})

    def line(self, step: str, facts: Mapping[str, Any]) -> None:
        told = {named: facts[name] for name, named in CALL_FACTS.items() if facts.get(name)}
        if told:
            self._past(f"{kind_of(step)} call", float(facts.get("seconds") or 0.0), told)

    def answered(self, end: str) -> None:
        self._trace.get_current_span().set_attribute("atelier.end", end)

    def _past(self, name: str, seconds: float, facts: Mapping[str, Any]) -> None:
        """A span of what is over."""
        now = time.time_ns()
        span = self._tracer.start_span(name, start_time=now - int(seconds * 1e9), attributes=dict(facts))
        if "error.type" in facts:
            span.set_status(self._trace.StatusCode.ERROR)
        span.end(now)


class TraceLines:
    """Lines of a turn's trace and its steps, as they come: counted, told to the log, and to OpenTelemetry where that is asked for."""

    def __init__(self, spans: TurnSpans) -> None:
        self.spans = spans

    def line(self, step: str, facts: Mapping[str, Any]) -> None:
        traced(step, facts)
        self.spans.line(step, facts)

    def step(self, name: str, seconds: float) -> None:
        """A step that was done and recorded."""
        STEP_SECONDS.labels(kind_of(name)).observe(seconds)
        self.spans.step(name, seconds)


@contextmanager
def open_spans(endpoint: str) -> Generator[TurnSpans]:
    """To a collector's address (`http://collector:4318`); NoSpans where none is named. Raises Misconfigured where the extra is missing."""
    if not endpoint:
        yield NoSpans()
        return
    spans = OtelSpans(_exporter(endpoint))
    try:
        yield spans
    finally:
        spans.close()


def _exporter(endpoint: str) -> "SpanExporter":
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError as error:
        raise Misconfigured(
            "ATELIER_OTLP_ENDPOINT", f"OpenTelemetry was not installed here: pip install {EXTRA}"
        ) from error
    return OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", timeout=EXPORT_SECONDS)


def _provider(exporter: "SpanExporter") -> "TracerProvider":
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class OfTurns(RandomIdGenerator):
        """A trace has its turn's id, so that the number in an apology finds it, and all processes write into one."""

        def generate_trace_id(self) -> int:
            turn = turn_id.get()
            return UUID(turn).int if turn else super().generate_trace_id()

    provider = TracerProvider(
        resource=Resource.create({"service.name": "atelier"}), id_generator=OfTurns(), shutdown_on_exit=False
    )
    provider.add_span_processor(
        BatchSpanProcessor(
            exporter, max_queue_size=SPANS_WAITING_MAX, export_timeout_millis=EXPORT_SECONDS * 1_000
        )
    )
    return provider
