"""The object store that the settings name."""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from adapters.objects.locations import store_at
from adapters.objects.object_store import Objects
from agent.errors import StoreUnavailable
from bot.settings import Settings

log = logging.getLogger(__name__)


@asynccontextmanager
async def open_objects(settings: Settings) -> AsyncGenerator[Objects | None]:
    """None where pictures are in Postgres. One that does not answer just now keeps nobody from starting: what it does not take stays in
    Postgres until it is back. Raises Misconfigured."""
    objects = objects_of(settings)
    if objects is None:
        yield None
        return
    try:
        await objects.prove()
    except StoreUnavailable as error:
        log.warning("the object store is away", extra={"action": "objects_away", "why": str(error)})
    try:
        yield objects
    finally:
        objects.close()


def objects_of(settings: Settings) -> Objects | None:
    """Not tried yet, and to be closed. Raises Misconfigured."""
    if not settings.objects:
        return None
    key, secret = (
        held.get_secret_value() if held else "" for held in (settings.objects_key, settings.objects_secret)
    )
    return Objects(store_at(settings.objects, key_id=key, secret=secret))
