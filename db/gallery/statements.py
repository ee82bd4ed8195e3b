"""What is asked of the pictures of some people. $1 the owners, $2 platform, $3 channel, $4 character, $5 style, $6 and $7 the starts and
ends of the times named."""

from db.memory.forgetting.text_scrubbing import GONE
from db.memory.recall.picture_search import MEANT, NAMED, ZONES_HOURS, cosine, measured

FOUND_MAX = 200
"""Pictures that a search by words brings, the best."""
SEARCHED_MAX = 20_000
"""Latest pictures of a person that a search by words looks at."""
MEANT_FROM = 2.0
"""Standard deviations from which on a picture that no word names is taken to be meant."""
FACETS_MAX = 50

_OWN = f"""
from pictures p
cross join lateral (select state, place, platform from messages where id = p.message_id offset 0) m
where p.author = any($1::text[]) and not p.incognito and m.state <> 'removed'
  and ($2::text is null or m.platform = $2) and ($3::text is null or p.channel = $3)
  and ($4::text is null or p.characters ? $4) and ($5::text is null or p.style = $5)
  and (cardinality($6::timestamptz[]) = 0 or exists (
    select 1 from unnest($6::timestamptz[], $7::timestamptz[]) w(start, stop)
    where p.created_at >= w.start - interval '{ZONES_HOURS} hours' and p.created_at < w.stop + interval '{ZONES_HOURS} hours'))
"""
_POSITION = """
coalesce((select i.position from message_images i where i.message_id = p.message_id and i.image_id = p.image_id limit 1), 0) as position
"""
LISTED = f"""
select p.image_id, p.caption, p.created_at, m.place, p.message_id, {_POSITION}
{_OWN} and ($8::timestamptz is null or (p.created_at, p.image_id) < ($8::timestamptz, $9::uuid))
order by p.created_at desc, p.image_id desc limit $10
"""
# $8 the embedder's model, $9 the query's vector, $10 its terms, $11 how many.
SEARCHED = f"""
with seen as materialized (
  select p.image_id, p.created_at, p.terms, {cosine(model="$8", vector="$9")} as cosine
  {_OWN} order by p.created_at desc limit {SEARCHED_MAX}
), {measured(terms="$10")}, scored as (
  select s.image_id, {NAMED} as named, {MEANT} as meant from seen s, spread
), best as (
  select image_id, named + meant as score from scored where named > 0 or meant >= {MEANT_FROM}
  order by score desc limit $11
)
select p.image_id, p.caption, p.created_at, m.place, p.message_id, {_POSITION}
from best b join pictures p on p.image_id = b.image_id join messages m on m.id = p.message_id
order by b.score desc, p.created_at desc
"""
FACETS = f"""
with own as materialized (
  select p.style, p.characters, p.channel, m.place
  from pictures p cross join lateral (select state, place from messages where id = p.message_id offset 0) m
  where p.author = any($1::text[]) and not p.incognito and m.state <> 'removed'
)
select 'all' as kind, null as value, null::jsonb as place, count(*) as n from own
union all
(select 'place', channel, (array_agg(place))[1] - 'thread', count(*) from own group by channel order by 4 desc limit {FACETS_MAX})
union all
(select 'style', style, null, count(*) from own where style <> '' and style not like '%{GONE}%'
 group by style order by 4 desc, 2 limit {FACETS_MAX})
union all
(select 'character', c.name, null, count(*) from own cross join lateral jsonb_array_elements_text(own.characters) c(name)
 where c.name <> '' and c.name not like '%{GONE}%' group by c.name order by 4 desc, 2 limit {FACETS_MAX})
"""
PROMPT = """
select coalesce(p.context->>'prompt', '') from pictures p join messages m on m.id = p.message_id
where p.author = any($1::text[]) and p.image_id = $2::uuid and m.state <> 'removed'
"""
