"""/metrics for Prometheus: what waits, what is under way, and which provider does not answer. Read from the database when it is asked, so
that every process tells the same of the whole fleet; the breakers are this process's own."""

import hmac
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.http.circuit_breaker import CircuitBreaker
from db.chores import chore_ages
from db.pool import Pool
from db.turns.queue_figures import figures

LOOPBACK = ("127.0.0.1", "::1")
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics_routes(pool: Pool, breakers: Sequence[CircuitBreaker], *, password: str) -> Sequence[Route]:
    """For this machine, and for who knows the web chat's password (as a bearer token)."""

    async def metrics(request: Request) -> Response:
        if not _may_ask(request, password):
            return PlainTextResponse("not found\n", status_code=404)
        registry = CollectorRegistry()
        for name, (what, value) in (await figures(pool)).items():
            Gauge(f"atelier_{name}", what, registry=registry).set(value)
        ages = Gauge(
            "atelier_chore_age_seconds", "since a chore last did all it had to", ["chore"], registry=registry
        )
        for chore, seconds in (await chore_ages(pool)).items():
            ages.labels(chore).set(seconds)
        state = Gauge(
            "atelier_breaker_open", "1 while a provider is left alone", ["provider"], registry=registry
        )
        for breaker in breakers:
            state.labels(breaker.name).set(breaker.state != "closed")
        return Response(generate_latest(registry), media_type=MEDIA_TYPE)

    return [Route("/metrics", metrics, methods=["GET"])]


def _may_ask(request: Request, password: str) -> bool:
    """A proxy on this machine stands for strangers: where there is a password, it is needed."""
    if password:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), password.encode())
    return request.client is not None and request.client.host in LOOPBACK
