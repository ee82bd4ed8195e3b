"""Partial pictures of working messages, for every process that shows the page: a worker elsewhere draws them."""

from agent.ports import PREVIEW_BYTES_MAX
from db.errors import guarded
from db.pool import Pool


class PgPreviews:
    """The `Previews` in Postgres. They go with their message."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def put(self, message: str, data: bytes) -> None:
        if len(data) <= PREVIEW_BYTES_MAX:
            await self._pool.execute(_PUT, _number(message), data)

    @guarded
    async def number(self, message: str) -> int:
        number = await self._pool.fetchval(
            "select number from previews where message_id = $1", _number(message)
        )
        return number or 0

    @guarded
    async def data(self, message: str) -> bytes | None:
        return await self._pool.fetchval("select data from previews where message_id = $1", _number(message))

    @guarded
    async def drop(self, message: str) -> None:
        await self._pool.execute("delete from previews where message_id = $1", _number(message))


def _number(message: str) -> int:
    """Of a message of the bot's, "b17"."""
    digits = message.removeprefix("b")
    if not (digits.isdecimal() and digits.isascii() and len(digits) < 19):
        return 0  # no message has it
    return int(digits)


_PUT = """
insert into previews (message_id, data) select id, $2 from messages where id = $1
on conflict (message_id) do update set number = previews.number + 1, data = excluded.data
"""
