"""What holds and what was spent in one community: the `CommunityDesk` in Postgres."""

from agent.domain.memory import ChannelSettings
from agent.ports import CommunityOverview, DayInChannel, ModelUse
from db.codec import load
from db.errors import guarded
from db.pool import Pool

RULES_MAX = 200
MODELS_MAX = 20


class PgCommunityDesk:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def overview(self, community: str, *, days: int) -> CommunityOverview:
        inside = f"{community}/"
        async with self._pool.acquire() as connection:
            settings = await connection.fetch(_SETTINGS, community, inside)
            rules = await connection.fetch(_RULES, community, inside, RULES_MAX)
            spent = await connection.fetch(_SPENT, community, days)
            models = await connection.fetch(_MODELS, community, days, MODELS_MAX)
            scheduled = await connection.fetch(_SCHEDULED, inside)
        return CommunityOverview(
            settings={row["channel"]: load(ChannelSettings, row["settings"]) for row in settings},
            rules={row["channel"]: tuple(row["rules"]) for row in rules},
            spending=[DayInChannel(**dict(row)) for row in spent],
            models=[ModelUse(**dict(row)) for row in models],
            scheduled={row["channel"]: row["n"] for row in scheduled},
        )


_SETTINGS = """
select case when scope = 'community:' || $1 then '' else substr(scope, length('channel:') + 1) end as channel, settings
from channel_settings where scope = 'community:' || $1 or starts_with(scope, 'channel:' || $2) order by 1
"""
# A style board has a name, and may have no words.
_RULES = """
select case when scope_kind = 'community' then '' else scope_key end as channel,
  array_agg(case when name in ('', body) then body when body = '' then name else name || ': ' || body end order by valid_from) as rules
from (select * from memories where kind in ('rule', 'preference') and valid_to is null and not said_in_private
        and ((scope_kind = 'community' and scope_key = $1) or (scope_kind = 'channel' and starts_with(scope_key, $2)))
      order by valid_from desc limit $3) m
group by 1 order by 1
"""
_SPENT = """
select day, channel, sum(pictures)::int as pictures, sum(usd)::float8 as usd from spending
where community = $1 and day > (now() at time zone 'utc')::date - $2::int group by 1, 2 order by 1 desc, 4 desc, 2
"""
_MODELS = """
select coalesce(x.facts ->> 'name', '') as name, count(*)::int as pictures, coalesce(sum((x.facts ->> 'usd')::float8), 0)::float8 as usd
from traces x join turns t on t.id = x.turn_id
where x.step = 'drawn' and t.community = $1 and x.created_at > now() - make_interval(days => $2)
group by 1 order by 2 desc, 1 limit $3
"""
_SCHEDULED = "select channel, count(*)::int as n from schedules where starts_with(channel, $1) and not paused group by 1 order by 1"
