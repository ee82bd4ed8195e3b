"""The one way to the bytes of pictures, wherever they are; the ones that this process has just stored are still in its hands."""

import hashlib
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from agent.errors import Misconfigured, NotFound, StoreUnavailable
from agent.ports import ObjectStore
from db.errors import guarded
from db.pool import Connection, Pool

RECENT_BYTES_MAX = 64_000_000
REST_SECONDS = 10.0
"""After a failure pictures stay in Postgres for so long without another try: one outage does not slow down every picture."""

log = logging.getLogger(__name__)


class RecentPixels:
    """Bytes by key, the latest of them. Whether somebody may still have them is looked up in Postgres, each time."""

    def __init__(self, bytes_max: int = RECENT_BYTES_MAX) -> None:
        self._bytes_max = bytes_max
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    def keep(self, key: str, data: bytes) -> None:
        self.take(key)
        self._kept[key] = data
        self._bytes += len(data)
        while self._bytes > self._bytes_max:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= len(dropped)

    def take(self, key: str) -> bytes | None:
        """Once: whoever sends a picture sends it once."""
        data = self._kept.pop(key, None)
        if data is not None:
            self._bytes -= len(data)
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where the bytes of one picture are: one of both; neither where there are none."""

    data: bytes | None = None
    object: str | None = None


class Pixels:
    """With an object store: there. What it does not take just now stays in Postgres, and the chore `objects` brings it over later.
    Without one: in Postgres."""

    def __init__(
        self,
        objects: ObjectStore | None = None,
        *,
        home: str = "",
        key: bytes = b"",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`home`: the folder of this database. `key`: the secret of the installation."""
        self.objects = objects
        self.home = home
        self.recent = RecentPixels()
        self._key = key
        self._monotonic = monotonic
        self._rests_until = 0.0

    async def place(self, data: bytes, *, owner: str, media_type: str) -> Placed:
        """Before the transaction that names it. Where the transaction is not committed the object is a stray, which the sweep finds."""
        if self.objects is None or self._monotonic() < self._rests_until:
            return Placed(data=data)
        key = self.new_key(owner)
        try:
            await self.objects.put(key, data, media_type=media_type)
        except (StoreUnavailable, Misconfigured) as error:
            self._rests_until = self._monotonic() + REST_SECONDS
            log.warning(
                "a picture stays in the database for now", extra={"action": "object_waits", "why": str(error)}
            )
            return Placed(data=data)
        return Placed(object=key)

    async def read(self, placed: Placed) -> bytes:
        """Raises NotFound, StoreUnavailable."""
        if placed.data is not None:
            return placed.data
        if self.objects is None or placed.object is None:
            raise NotFound("that picture is not kept any more")
        try:
            return await self.objects.get(placed.object)
        except NotFound as error:
            log.error("an object is missing", extra={"action": "object_missing"})
            raise NotFound("that picture is not kept any more") from error

    def new_key(self, owner: str) -> str:
        """Never given before: what deletes the old bytes of a picture cannot meet its new ones. The time in it tells a stray from what
        is just being stored."""
        return f"{self.folder_of(owner)}/{int(time.time() * 1000):012x}{secrets.token_hex(10)}"

    def folder_of(self, owner: str) -> str:
        """All that one person brought or had drawn. Their id is not in it, but what `forgotten` keeps of them is."""
        return person_folder(self.home, hashlib.sha256(self._key + owner.encode()).digest())


def person_folder(home: str, person: bytes) -> str:
    """`person` as in the table `forgotten`. In 256 folders, so that they can be compared with the rows one after the other.

    >>> person_folder("h", bytes(range(32)))
    'h/00/000102030405060708090a0b0c0d0e0f'
    """
    return f"{home}/{person[:1].hex()}/{person[:16].hex()}"


def key_time(key: str) -> float:
    """Unix seconds at which the key was made; 0 where it is none of ours.

    >>> key_time("h/00/0001/0000000003e8" + "0" * 20)
    1.0
    """
    name = key.rpartition("/")[2]
    try:
        return int(name[:12], 16) / 1000
    except ValueError:
        return 0.0


@guarded
async def pixels_of(pool: Pool, objects: ObjectStore | None, key: bytes) -> Pixels:
    """Of this database. Raises Misconfigured where pictures are in an object store and none is named."""
    home = await pool.fetchval("select home::text from object_home")
    if objects is None and await pool.fetchval(_ANY_OBJECT):
        raise Misconfigured(
            "ATELIER_OBJECTS", "this installation's pictures are in an object store: name it, as it was named before"
        )  # fmt: skip
    return Pixels(objects, home=home, key=key)


async def give_up(connection: Connection | Pool, placed: Placed) -> None:
    """The object of a picture whose row was not written after all."""
    if placed.object is not None:
        await connection.execute(_GIVE_UP, placed.object)


_ANY_OBJECT = """
select exists (select from images where object is not null) or exists (select from image_views where object is not null)
  or exists (select from objects_gone)
"""
_GIVE_UP = """
insert into objects_gone (key) select $1::text
where not exists (select from images where object = $1) and not exists (select from image_views where object = $1)
on conflict do nothing
"""
