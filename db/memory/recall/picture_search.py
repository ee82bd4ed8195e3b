"""Pictures the bot posted, found by what they showed and when: part of the one statement of a recall.

Whose pictures: the reader's own, those of their other accounts, and everybody's open ones of the channel. What was drawn in private stays
with the reader in private; what was drawn incognito is found by nobody.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agent.domain.generation import GenerationContext
from agent.domain.memory import RecalledPicture
from db.memory.recall.ranking import Asked
from db.memory.terms import all_terms

PICTURES_RECALLED_MAX = 6
PICTURES_SEARCHED_MAX = 2_000
"""Latest pictures of a reader that are looked at."""
TERMS_MAX = 40
ZONES_HOURS = 14
"""How far a person's day may lie from ours."""
JUST_NOW_HOURS = 6
"""What was made so lately belongs to no time that is over, whatever the person's zone."""
_CALLING = frozenset(
    all_terms(
        "picture image drawing photo one last time week month day yesterday again same like make draw did drew "
        "imagen dibujo foto ayer semana mes bild zeichnung gestern woche monat dessin semaine mois imagem desenho ontem"
    )
)
"""Words of calling a picture up, not of what it shows."""


def looked_for(text: str) -> list[str]:
    """The terms of a query that tell what a picture shows, at most TERMS_MAX."""
    return [term for term in dict.fromkeys(all_terms(text)) if term not in _CALLING][:TERMS_MAX]


def picture_arguments(asked: Asked) -> tuple[Any, ...]:
    """$10 the query's vector, $11 its terms, $12 and $13 the periods' starts and ends, $14 how many, $15 now."""
    starts, ends = [p.start for p in asked.periods], [p.end for p in asked.periods]
    return (
        asked.vector, looked_for(asked.text), starts, ends, PICTURES_RECALLED_MAX, asked.now,
    )  # fmt: skip


def picture_terms(caption: str, context: GenerationContext) -> list[str]:
    """What a picture is found by: the terms of its caption and of what its slots say."""
    said = [caption, *(e.value for e in context.slots.values()), *(r.label for r in context.references)]
    return list(dict.fromkeys(term for text in said for term in all_terms(text)))


def to_recalled(data: Mapping[str, Any]) -> RecalledPicture:
    return RecalledPicture(
        image=data["image_id"], caption=data["caption"], turn=data["turn_id"],
        at=datetime.fromisoformat(data["created_at"]), score=round(data["score"], 4),
    )  # fmt: skip


def cosine(*, model: str, vector: str) -> str:
    """How near a picture `p` is to a query's vector; null where one of them has none of that model."""
    return f"""
case when p.caption_model = {model} and {vector}::vector is not null and vector_dims(p.caption_embedding) = vector_dims({vector}::vector)
     then 1 - (p.caption_embedding <=> {vector}::vector) end"""


def measured(*, terms: str) -> str:
    """Of the pictures `seen` (image_id, terms, cosine): how rare each of the query's terms is among them, and how near the others are."""
    return f"""
rarity as materialized (
  select t.term, ln(1 + ((select count(*) from seen) - count(s.image_id) + 0.5) / (count(s.image_id) + 0.5)) as weight
  from unnest({terms}::text[]) t(term) left join seen s on t.term = any(s.terms) group by t.term
), spread as materialized (
  select avg(cosine) as middle, greatest(coalesce(stddev_pop(cosine), 0), 0.01) as width from seen
)"""


MEANT = "coalesce((s.cosine - spread.middle) / spread.width, 0)"
"""Standard deviations that a picture `s` of `seen` is nearer than the others."""
NAMED = "coalesce((select sum(r.weight) from rarity r where r.term = any(s.terms)), 0)"
"""What the words of a query say for a picture `s` of `seen`."""


def _latest(whose: str, there: str) -> str:
    """The latest pictures of each of `whose` that the reader may see, and whether each is the reader's own."""
    return f"""
  select l.image_id, l.created_at, l.is_own
  {whose} cross join me cross join lateral (
    select p.image_id, p.created_at, a.author is not null as is_own
    from pictures p
    cross join lateral (select state, only_for from messages where id = p.message_id offset 0) m
    left join lateral (select * from mine where mine.author = p.author limit 1) a on true
    where {there} and me.is_on_here and (a.author is not null or (not p.private and m.only_for is null))
      and coalesce(a.remembers, true) and not p.incognito and m.state <> 'removed' and (not p.private or a.hears_private)
    order by p.created_at desc limit {PICTURES_SEARCHED_MAX}
  ) l"""


# Who names a time and nothing else means that time: a picture of another day is none of "the picture from yesterday".
# Scores as for memories: standard deviations of the cosine, words by how rare they are, and time; one's own, then the latest
# win ties.
# Each account's and each channel's latest are walked through in the order of an index, and no further than that many: a channel may have
# had a million pictures.
PICTURES = f"""
candidates as materialized (
  {_latest("from mine w", "p.author = w.author")}
  union
  {_latest("from unnest($3::text[]) w(channel)", "p.channel = w.channel")}
), seen as materialized (
  select p.image_id, p.caption, p.turn_id, p.created_at, p.terms, c.is_own, {cosine(model="$5", vector="$10")} as cosine
  from candidates c cross join lateral (select * from pictures where image_id = c.image_id offset 0) p
  order by p.created_at desc limit {PICTURES_SEARCHED_MAX}
), {measured(terms="$11")}, scored as (
  select s.image_id, s.caption, s.turn_id, s.created_at,
         {MEANT} + {NAMED}
         + coalesce((select max(case when s.created_at >= w.start and s.created_at < w.stop then 4.0
                                     when s.created_at >= w.start - interval '1 day' and s.created_at < w.stop + interval '1 day'
                                     then 2.0 else 0.0 end)
                     from unnest($12::timestamptz[], $13::timestamptz[]) w(start, stop)), 0)
         + case when s.is_own then 1.0 else 0.0 end
         + 0.5 * exp(-greatest(extract(epoch from $15::timestamptz - s.created_at), 0)::float8 / 7776000) as score
  from seen s, spread
  where cardinality($11::text[]) > 0 or cardinality($12::timestamptz[]) = 0 or exists (
    select 1 from unnest($12::timestamptz[], $13::timestamptz[]) w(start, stop)
    where s.created_at >= w.start - interval '{ZONES_HOURS} hours' and s.created_at < w.stop + interval '{ZONES_HOURS} hours'
      and (w.stop > $15 or s.created_at < $15 - interval '{JUST_NOW_HOURS} hours'))
), ranked as (
  select image_id, caption, turn_id, created_at, score::float8 as score from scored
  order by score desc, created_at desc limit $14
)
"""
