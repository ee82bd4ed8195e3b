"""/metrics for Prometheus: what waits, what is under way, how much is kept, and which provider does not answer. Read from the database when
it is asked, so that every process tells the same of the whole fleet; breakers, counters and histograms are this process's own."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.http.circuit_breaker import CircuitBreaker
from adapters.web.api.entrance import is_same
from adapters.web.error_responses import TooMany
from adapters.web.identity.login_attempts import Tries
from adapters.web.requests import address_of
from agent.ports import Clock
from bot.instruments import PROCESS
from db.chores import chore_ages
from db.objects.object_sizes import object_sizes
from db.pool import Pool
from db.reports.table_sizes import table_sizes
from db.turns.queue_figures import FIGURES, figures

LOOPBACK = ("127.0.0.1", "::1")
OF_THE_FLEET = {
    *(f"atelier_{name}" for name in FIGURES), "atelier_chore_age_seconds", "atelier_breaker_open", "atelier_table_bytes",
    "atelier_objects", "atelier_object_bytes",
}  # fmt: skip
"""What every process tells, beside its own counters."""
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics_routes(
    pool: Pool, breakers: Sequence[CircuitBreaker], *, clock: Clock, token: str, open_here: bool
) -> Sequence[Route]:
    """For who knows the token (as a bearer). Without one: for this machine where it is `open_here`, else for nobody."""
    tries = Tries(clock, wrong="wrong tokens")

    async def metrics(request: Request) -> Response:
        try:
            known = _knows(request, token, tries) if token else open_here and address_of(request) in LOOPBACK
        except TooMany as error:
            wait = f"{max(1, round(error.retry_after_seconds))}"
            return PlainTextResponse(f"{error}\n", status_code=429, headers={"Retry-After": wait})
        if not known:
            return PlainTextResponse("not found\n", status_code=404)
        return Response(await _told(pool, breakers), media_type=MEDIA_TYPE)

    return [Route("/metrics", metrics, methods=["GET"])]


async def _told(pool: Pool, breakers: Sequence[CircuitBreaker]) -> bytes:
    registry = CollectorRegistry()
    for name, (what, value) in (await figures(pool)).items():
        Gauge(f"atelier_{name}", what, registry=registry).set(value)
    ages = Gauge(
        "atelier_chore_age_seconds", "since a chore last did all it had to", ["chore"], registry=registry
    )
    for chore, seconds in (await chore_ages(pool)).items():
        ages.labels(chore).set(seconds)
    state = Gauge("atelier_breaker_open", "1 while a provider is left alone", ["provider"], registry=registry)
    for breaker in breakers:
        state.labels(breaker.name).set(breaker.state != "closed")
    sizes = Gauge("atelier_table_bytes", "of a table with its indexes", ["table"], registry=registry)
    for table, size in (await table_sizes(pool)).items():
        sizes.labels(table).set(size)
    stored = await object_sizes(pool)
    Gauge("atelier_objects", "in the object store, at the last sweep", registry=registry).set(stored.objects)
    Gauge("atelier_object_bytes", "of them", registry=registry).set(stored.bytes)
    return generate_latest(registry) + generate_latest(PROCESS)


def _knows(request: Request, token: str, tries: Tries) -> bool:
    """Raises TooMany."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    with tries.one(address_of(request)) as made:
        made.right = scheme.lower() == "bearer" and is_same(given.strip(), token)
    return made.right
