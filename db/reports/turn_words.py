"""What was asked in a turn and what the image model was told: for an operator who may see contents, and nobody else."""

from collections.abc import Sequence

from db.errors import guarded
from db.pool import Pool

CHARS_MAX = 4_000


@guarded
async def turn_words(pool: Pool, turn: str) -> Sequence[str]:
    """A line for the request and one for each picture; nothing of what was said incognito, or is forgotten by now."""
    rows = await pool.fetch(_WORDS, turn, CHARS_MAX)
    return [f"{row['kind']}: {' '.join(row['words'].split())}" for row in rows]


_WORDS = """
select 'asked' as kind, left(m.body, $2) as words
from turns t join messages m on m.id = t.message_id
where t.id = $1::uuid and not t.incognito and m.state <> 'removed' and m.body <> ''
union all
(select 'prompt', left(p.context->>'prompt', $2)
from pictures p where p.turn_id = $1::uuid and not p.incognito and p.context->>'prompt' <> '' order by p.created_at, p.image_id)
"""
