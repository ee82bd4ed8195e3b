"""The turns that wait to be distilled: taken in batches, and let go in the transaction that stores what was learnt from them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from agent.domain.conversation import AuthorId, TurnId
from agent.domain.generation import GenerationContext
from agent.domain.memory import MemoryScope, NewMemory, Remembered
from agent.domain.taste_signals import (
    BATCHES_PER_RUN_MAX,
    FORGOTTEN,
    TURNS_PER_BATCH_MAX,
    TURNS_PER_BATCH_MIN,
    Batch,
    NoticedTurn,
)
from agent.errors import NotAllowed
from agent.ports import Clock, Embedder, Usage
from db.codec import load, load_request
from db.errors import guarded
from db.memory.memory_store import write_memory
from db.memory.memory_writes import embedded
from db.memory.recall.scope_index import Floats
from db.memory.reconciliation import with_slot
from db.pool import Connection, Pool

TAKEN_FOR = timedelta(minutes=10)
"""How long a batch is one worker's; after that it died, or its call failed, and the batch is taken up again."""
TRIES_MAX = 5
"""Distillings of one turn that failed, before it is given up."""
OWN_TURNS_MAX = 30
"""Earlier turns of the conversation whose words tell what in a picture is the person's own."""


class PgNoticedTurns:
    """The `NoticedTurns` in Postgres."""

    def __init__(self, pool: Pool, embedder: Embedder, clock: Clock) -> None:
        self._pool = pool
        self._embedder = embedder
        self._clock = clock

    @guarded
    async def take(self) -> Sequence[Batch]:
        now = self._clock.now()
        async with self._pool.acquire() as connection:
            await connection.execute(_DROP, now - TAKEN_FOR, TRIES_MAX)
            rows = await connection.fetch(
                _TAKE, now, now - TAKEN_FOR, TURNS_PER_BATCH_MIN, BATCHES_PER_RUN_MAX, TURNS_PER_BATCH_MAX
            )
            turns = await connection.fetch(_TURNS, [row["turn_id"] for row in rows], OWN_TURNS_MAX)
        batches: dict[tuple[str, bool], list[NoticedTurn]] = {}
        for row in turns:
            batches.setdefault((row["author"], row["private"]), []).append(_noticed(row))
        return [
            Batch(author=AuthorId(author), private=private, turns=tuple(turns))
            for (author, private), turns in batches.items()
        ]

    @guarded
    async def learnt(self, batch: Batch, preferences: Sequence[str], usage: Usage) -> int:
        news = [_new(batch, text) for text in preferences if FORGOTTEN not in text]
        vectors = await embedded(self._embedder, [new.text for new in news])
        async with self._pool.acquire() as connection, connection.transaction():
            left = await connection.fetch(_LET_GO, [turn.turn for turn in batch.turns], batch.author)
            may_learn = len(left) == len(batch.turns) and await connection.fetchval(_STILL_YES, batch.author)
            fresh = await self._store(connection, news, vectors) if may_learn else 0
            facts = {
                "model": usage.model, "seconds": round(usage.seconds, 3), "input_tokens": usage.input_tokens,
                "cached_tokens": usage.cached_tokens, "output_tokens": usage.output_tokens, "cost_usd": usage.cost_usd,
                "turns": len(batch.turns), "learnt": fresh,
            }  # fmt: skip
            await _trace(connection, batch, facts)
        return fresh

    @guarded
    async def failed(self, batch: Batch, *, cost_usd: float) -> None:
        async with self._pool.acquire() as connection:
            await _trace(connection, batch, {"failed": "ModelUnavailable", "cost_usd": cost_usd})

    async def _store(
        self, connection: Connection, news: Sequence[NewMemory], vectors: Sequence[Floats | None]
    ) -> int:
        """How many of them are new, each with the notice that is to be told."""
        fresh = 0
        for new, vector in zip(news, vectors, strict=True):
            now = self._clock.now()
            try:
                async with connection.transaction():  # a savepoint: what may not stand leaves no mark
                    remembered = await write_memory(
                        connection, new, vector, at=now, model=self._embedder.model
                    )
                    _check(remembered)
                    await connection.execute(_TO_TELL, remembered.memory.id, new.author, now)
            except (_Known, NotAllowed):
                continue
            fresh += 1
        return fresh


class _Known(Exception):
    """A guess says nothing new, or something else than the person said in so many words."""


def _check(remembered: Remembered) -> None:
    """A guess neither rewords what is known nor takes the place of what the person said. Raises _Known."""
    if remembered.state == "known" or any(old.origin != "distilled" for old in remembered.superseded):
        raise _Known


def _new(batch: Batch, text: str) -> NewMemory:
    """No one turn told it, so none is named as its source."""
    return with_slot(
        NewMemory(
            scope=MemoryScope(kind="user", key=batch.author), kind="preference", text=text, author=batch.author,
            said_in_private=batch.private, origin="distilled",
        )
    )  # fmt: skip


def _noticed(row: Any) -> NoticedTurn:
    return NoticedTurn(
        turn=TurnId(str(row["turn_id"])),
        request=load_request(row["request"]),
        chosen=None if row["chosen"] is None else load(GenerationContext, row["chosen"]),
        own=row["own"] or "",
    )


async def _trace(connection: Connection, batch: Batch, facts: dict[str, Any]) -> None:
    """In the trace of the batch's last turn."""
    await connection.execute(_TRACE, batch.turns[-1].turn, facts)


_SAYS_YES = """
coalesce((select s.settings->>'learning' = 'yes' and coalesce((s.settings->>'memory')::boolean, true)
          from author_settings s where s.author = {author}), false)
"""
_REMEMBERS_HERE = """
coalesce((select (s.settings->>'memory')::boolean from channel_settings s
          where s.scope in ('channel:' || t.channel, 'community:' || t.community)
          order by s.scope = 'channel:' || t.channel desc limit 1), true)
"""
_DROP = f"""
delete from noticed_turns n using turns t
where t.id = n.turn_id and (
  t.state in ('failed', 'cancelled', 'declined')
  or (n.tries >= $2 and n.taken_at < $1)
  or not {_SAYS_YES.format(author="n.author")} or not {_REMEMBERS_HERE})
"""
_FREE = "(n.taken_at is null or n.taken_at < $2)"
_TAKE = f"""
with waiting as (
  select n.turn_id, n.author, n.private, n.tries, n.noticed_at,
         row_number() over (partition by n.author, n.private order by n.noticed_at, n.turn_id) as place
  from noticed_turns n join turns t on t.id = n.turn_id
  where {_FREE} and t.state in ('done', 'waiting')
), ripe as (
  select author, private from waiting group by author, private having count(*) >= $3
  order by max(tries), min(noticed_at), author limit $4
), chosen as (
  select w.turn_id from waiting w join ripe using (author, private) where w.place <= $5 order by w.turn_id
)
update noticed_turns n set taken_at = $1, tries = n.tries + 1 from chosen
where n.turn_id = chosen.turn_id and {_FREE} returning n.turn_id
"""
# The picture whose button was pressed: the one the button names, else the message's first; and only one drawn for the presser.
_TURNS = """
select n.turn_id, n.author, n.private, t.request, chosen.context as chosen, own.said as own
from noticed_turns n join turns t on t.id = n.turn_id
left join lateral (
  select p.context, p.author from pictures p join message_images mi using (image_id, message_id)
  where t.request->>'kind' = 'pressed' and p.message_id = t.reply_to_id and not p.incognito
  order by p.image_id::text = t.request->'args'->>'image' desc nulls last, mi.position limit 1
) chosen on chosen.author = t.author
left join lateral (
  select string_agg(o.said, E'\\n') as said from (
    select concat_ws(E'\\n', e.request_text, e.request->'args'->>'value') as said from turns e
    where e.author = t.author and e.conversation = t.conversation and e.created_at <= t.created_at and not e.incognito
    order by e.created_at desc limit $2
  ) o
) own on true
where n.turn_id = any($1::uuid[]) order by n.noticed_at, n.turn_id
"""
_LET_GO = "delete from noticed_turns where turn_id = any($1::uuid[]) and author = $2 returning turn_id"
_STILL_YES = f"select {_SAYS_YES.format(author='$1')}"
_TO_TELL = "insert into learnt_notices (memory_id, author, learnt_at) values ($1::uuid, $2, $3)"
# Of a turn that is being forgotten just now none is written.
_TRACE = """
insert into traces (turn_id, step, facts) select t.id, 'distil', $2 from turns t where t.id = $1::uuid for key share
"""
