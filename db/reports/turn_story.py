"""All that is known of a turn but its words: what it did when, what that cost, and how it ended."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import hexdigits
from typing import Any
from uuid import UUID

from agent.errors import NotFound
from db.errors import guarded
from db.pool import Pool

START_CHARS_MIN = 6
ID_CHARS = 32
FOUND_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStory:
    id: str
    platform: str
    state: str
    tries: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    steps: Sequence[tuple[datetime, str, Mapping[str, Any]]]
    """When, which, and the facts that were noted, the oldest first."""
    spent_usd: float
    pictures: int
    replies: Sequence[tuple[str, datetime | None]]
    """Of each of its messages: state, and when a platform took it."""


@guarded
async def turn_story(pool: Pool, start: str) -> TurnStory:
    """Of the one turn whose id begins so: an apology in the chat names the first characters. Raises NotFound."""
    wanted = start.lower().replace("-", "")
    if not START_CHARS_MIN <= len(wanted) <= ID_CHARS or not set(wanted) <= set(hexdigits):
        raise NotFound(
            f"give the first characters of a turn's id, at least {START_CHARS_MIN}: 0 to 9 and a to f"
        )
    first, last = (UUID(wanted.ljust(ID_CHARS, filler)) for filler in "0f")
    turns = await pool.fetch(_TURNS, first, last, FOUND_MAX)
    if len(turns) != 1:
        found = ", ".join(str(turn["id"]) for turn in turns)
        raise NotFound(f"several turns begin so: {found}" if turns else f"no turn begins with {wanted}")
    turn = turns[0]
    async with pool.acquire() as connection:
        traces = await connection.fetch(_TRACES, turn["id"])
        replies = await connection.fetch(_REPLIES, turn["id"])
        spent = await connection.fetchrow(_SPENT, turn["id"])
    assert spent is not None
    return TurnStory(
        **{
            name: turn[name]
            for name in ("platform", "state", "tries", "created_at", "started_at", "finished_at")
        },
        id=str(turn["id"]),
        steps=[(row["created_at"], row["step"], row["facts"]) for row in traces],
        spent_usd=spent["usd"],
        pictures=spent["pictures"],
        replies=[(row["state"], row["delivered_at"]) for row in replies],
    )


def story_lines(story: TurnStory) -> Sequence[str]:
    """As a person reads it: one line a step, each with the seconds since the turn was taken in."""

    def after(at: datetime | None) -> str:
        return f"{(at - story.created_at).total_seconds():8.2f} s" if at is not None else "         -"

    return [
        f"turn {story.id} on {story.platform}: {story.state}, {story.tries} tries",
        f"{after(story.created_at)}  taken in ({story.created_at:%Y-%m-%d %H:%M:%S} UTC)",
        f"{after(story.started_at)}  begun by a worker",
        *(f"{after(at)}  {step}  {_facts(facts)}" for at, step, facts in story.steps),
        f"{after(story.finished_at)}  over",
        *(f"{after(at)}  reply {state}" for state, at in story.replies),
        f"spent: {story.spent_usd:.4f} US dollars, {story.pictures} pictures",
    ]


def _facts(facts: Mapping[str, Any]) -> str:
    return "  ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in facts.items())


_TURNS = """
select id, platform, state, tries, created_at, started_at, finished_at from turns where id between $1 and $2 order by id desc limit $3
"""
_TRACES = "select created_at, step, facts from traces where turn_id = $1 order by n"
_REPLIES = "select state, delivered_at from messages where turn_id = $1 and author is null order by id"
_SPENT = "select coalesce(sum(usd), 0)::float8 as usd, coalesce(sum(pictures), 0)::int as pictures from spending where turn_id = $1"
