"""What a reader may see, as SQL: the one place where scopes and what was said in private are opened.

Statements start with `READER` and take `reader_arguments` as $1 to $4; further arguments are from $5 on.
"""

from agent.domain.memory import Reader

READER = """
with me as materialized (
  select
    coalesce((select (s.settings->>'memory')::boolean from author_settings s where s.author = $1), true) as remembers,
    $4::boolean or coalesce(
      (select (s.settings->>'private_in_public')::boolean from author_settings s where s.author = $1), false) as hears_private,
    coalesce(
      (select (s.settings->>'memory')::boolean
       from channel_settings s join unnest($2::text[], $3::text[]) with ordinality k(kind, key, n)
         on k.kind <> 'user' and s.scope = k.kind || ':' || k.key
       order by k.n limit 1), true) as is_on_here
), reach as materialized (
  select k.kind, k.key, k.n, me.hears_private, me.is_on_here and (k.kind <> 'user' or me.remembers) as is_used
  from me, unnest($2::text[], $3::text[]) with ordinality k(kind, key, n)
)
"""
"""`me`: what the reader chose. `reach`: the reader's scopes, narrowest first, and whether memory is switched on for each."""

VISIBLE = "(not m.said_in_private or (r.hears_private and m.author = $1))"
"""Of a memory `m` in a scope `r` of `reach`."""


def reader_arguments(reader: Reader) -> tuple[str, list[str], list[str], bool]:
    scopes = reader.scopes()
    return reader.author, [s.kind for s in scopes], [s.key for s in scopes], reader.private
