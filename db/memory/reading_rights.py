"""What a reader may see, as SQL: the one place where scopes, other accounts of the same person and what was said in private are opened.

Statements start with `READER` and take `reader_arguments` as $1 to $4; further arguments are from $5 on. What a person told different
accounts of theirs differently holds as the newest word says; rows stay where they were told.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from agent.domain.memory import Memory, MemoryId, Reader
from db.memory.memory_rows import content_hash
from db.memory.reconciliation import takes_the_place

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
), mine as materialized (
  select $1::text as author, me.remembers, me.hears_private, 1::float8 as n from me
  union all
  select o.author, me.remembers and coalesce((s.settings->>'memory')::boolean, true),
         $4::boolean or (me.hears_private and coalesce((s.settings->>'private_in_public')::boolean, false)),
         1 + (row_number() over (order by o.linked_at, o.author)) / 1000.0
  from me, linked_accounts l join linked_accounts o on o.person = l.person and o.author <> l.author
  left join author_settings s on s.author = o.author
  where l.author = $1
), reach as materialized (
  select k.kind, k.key, k.n::float8 as n, me.hears_private, me.is_on_here and (k.kind <> 'user' or me.remembers) as is_used, $1 as whose
  from me, unnest($2::text[], $3::text[]) with ordinality k(kind, key, n)
  union all
  select 'user', a.author, a.n, a.hears_private, me.is_on_here and a.remembers, a.author from me, mine a where a.author <> $1
)
"""
"""`me`: what the reader chose. `mine`: the accounts of the reader's person, their own first. `reach`: the reader's scopes, narrowest first
(of a person's own: the account that reads, then the others), whose words said in private each may show, and whether memory is switched on
for each. What was said in private to another account is read in private; in a shared place only where both accounts chose so."""

VISIBLE = "(not m.said_in_private or (r.hears_private and m.author = r.whose))"
"""Of a memory `m` in a scope `r` of `reach`."""


def reader_arguments(reader: Reader) -> tuple[str, list[str], list[str], bool]:
    scopes = reader.scopes()
    return reader.author, [s.kind for s in scopes], [s.key for s in scopes], reader.private


def outdated(memories: Iterable[Memory]) -> frozenset[MemoryId]:
    """Preferences in one account's scope that another account's later one takes the place of, or says again."""
    by_slot: defaultdict[str, list[Memory]] = defaultdict(list)
    by_words: defaultdict[bytes, list[Memory]] = defaultdict(list)
    for memory in memories:
        if memory.scope.kind == "user" and memory.kind == "preference":
            by_words[content_hash(memory.name, memory.text)].append(memory)
            if memory.slot:
                by_slot[memory.slot].append(memory)
    repeated = (old.id for told in by_words.values() for _, old in _later_elsewhere(told))
    replaced = (
        old.id
        for told in by_slot.values()
        for new, old in _later_elsewhere(told)
        if takes_the_place(new, old)
    )
    return frozenset((*repeated, *replaced))


def _later_elsewhere(told: Sequence[Memory]) -> Iterable[tuple[Memory, Memory]]:
    """Pairs of a later memory and an earlier one of another account."""
    if len({memory.scope for memory in told}) < 2:
        return
    ordered = sorted(told, key=lambda memory: (memory.valid_from, memory.id))
    for place, old in enumerate(ordered):
        for new in ordered[place + 1 :]:
            if new.scope != old.scope:
                yield new, old
