"""Messages whose only copy is ours (web, console), as a viewer may see them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from agent.domain.conversation import (
    Author,
    AuthorId,
    ImageId,
    MessageId,
    Place,
    PlatformName,
    Reply,
    TurnId,
)
from agent.domain.generation import ImageData
from agent.errors import NotFound
from agent.ports import BoardMessage
from agent.translation.catalogue import _
from db.codec import load
from db.errors import guarded
from db.memory.recall.periods import periods_in, without_periods
from db.memory.recall.picture_search import looked_for
from db.objects.pixels import Pixels, Placed
from db.picture_store import is_uuid
from db.pool import Pool
from db.turns.claims import row_id

PAGE_MAX = 200
CHANNELS_MAX = 100
SEARCH_CHARS_MAX = 200
SEARCHED_MAX = 5_000
"""Messages with the words, the newest, of which those are kept that the viewer may see."""


class PgBoard:
    """The `Board` and the `ChannelList` in Postgres."""

    def __init__(self, pool: Pool, pixels: Pixels | None = None) -> None:
        """`pixels`: where the bytes of pictures are, None: in Postgres."""
        self._pool = pool
        self._pixels = pixels or Pixels()

    @guarded
    async def page(
        self, place: Place, *, viewer: AuthorId, before: MessageId | None = None, limit: int = 50
    ) -> Sequence[BoardMessage]:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                _PAGE,
                place.channel_key,
                viewer,
                row_id(before) if before else None,
                min(limit, PAGE_MAX),
                place.thread,
            )
        return [_message(row) for row in reversed(rows)]

    @guarded
    async def message(self, message: str, *, viewer: AuthorId) -> BoardMessage:
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(_MESSAGE, row_id(message), viewer)
        if row is None:
            raise NotFound(_("that message is not there any more"))
        return _message(row)

    @guarded
    async def search(
        self, place: Place, words: str, *, viewer: AuthorId, now: datetime, limit: int = 50
    ) -> Sequence[BoardMessage]:
        words = words[:SEARCH_CHARS_MAX]
        periods, terms = periods_in(words, now=now), looked_for(without_periods(words))
        if not periods and not terms:
            return []
        patterns = [f"%{_escaped(term)}%" for term in terms]
        starts, ends = [period.start for period in periods], [period.end for period in periods]
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                _SEARCH, place.channel_key, viewer, patterns, starts, ends, min(limit, PAGE_MAX)
            )
        return [_message(row) for row in rows]

    @guarded
    async def others(self, place: Place, author: AuthorId, since: datetime) -> bool:
        async with self._pool.acquire() as connection:
            return await connection.fetchval(_OTHERS, place.channel_key, author, since, place.thread)

    @guarded
    async def image(self, image: str, *, viewer: AuthorId) -> ImageData:
        row = await self._seen(image, viewer, whole=True)
        data = await self._pixels.read(Placed(data=row["data"], object=row["object"]))
        return ImageData(data=data, media_type=row["media_type"], width=row["width"], height=row["height"])

    @guarded
    async def may_see(self, image: str, *, viewer: AuthorId) -> None:
        await self._seen(image, viewer, whole=False)

    async def _seen(self, image: str, viewer: AuthorId, *, whole: bool) -> Any:
        """Its row; `whole`: with the bytes that are there. Raises NotFound."""
        if not is_uuid(image):
            raise NotFound(_("there is no such picture"))
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(_IMAGE, image, viewer, whole)
        if row is None:
            raise NotFound(_("there is no such picture"))
        return row

    @guarded
    async def channels(self, platform: PlatformName, community: str) -> Sequence[str]:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_CHANNELS, platform, community, CHANNELS_MAX)
        return [row["channel"] for row in rows]

    @guarded
    async def still_posted(
        self, pictures: Collection[tuple[MessageId, int]]
    ) -> Collection[tuple[MessageId, int]]:
        """Those of some pictures (the bot's message, and the position in it, from 0) that were not forgotten or deleted."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_STILL_POSTED, [row_id(message) for message, _ in pictures])
        return {(MessageId(f"b{row['message_id']}"), row["position"]) for row in rows} & set(pictures)

    @guarded
    async def people(self, platform: PlatformName) -> Sequence[Author]:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                "select id, name from people where platform = $1 order by seen_at desc limit 50", platform
            )
        return [Author(id=AuthorId(row["id"]), name=row["name"]) for row in rows]


def _escaped(term: str) -> str:
    """As a pattern that means itself."""
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _message(row: Any) -> BoardMessage:
    bot = row["author"] is None
    reply = None if row["reply"] is None else load(Reply, row["reply"])
    return BoardMessage(
        id=MessageId(f"{'b' if bot else 'u'}{row['id']}"),
        place=load(Place, row["place"]),
        author=None if bot else Author(id=AuthorId(row["author"]), name=row["author_name"]),
        text=row["body"],
        images=tuple(ImageId(str(image)) for image in row["images"]),
        reply_to=_reply_to(row),
        at=row["created_at"],
        turn=TurnId(str(row["turn_id"])) if row["turn_id"] else None,
        reply=reply,
        working=row["working"] if row["state"] == "working" else "",
        pressed=tuple(row["pressed"]),
        asker=AuthorId(row["asker"]) if bot and row["asker"] else None,
    )


def _reply_to(row: Any) -> MessageId | None:
    if row["reply_to_id"] is None:
        return None
    return MessageId(f"{'b' if row['reply_to_bot'] else 'u'}{row['reply_to_id']}")


_COLUMNS = """
select m.*, r.author is null as reply_to_bot, asked.author as asker,
       array(select i.image_id from message_images i where i.message_id = m.id order by i.position) as images,
       array(select b.id from buttons b where b.message_id = m.id and b.used_at is not null) as pressed
from messages m left join messages r on r.id = m.reply_to_id left join turns asked on asked.id = m.turn_id
"""
# Who is on a platform may see its channels, whatever else the store holds, but for what is for one person alone. A private place is its
# author's: its channel key
# holds the author, and `private` rows are shown to who wrote them, or whom the turn was for, only.
_VISIBLE = """
  m.state <> 'removed' and m.platform = split_part($2, ':', 1) and (m.only_for is null or m.only_for = $2)
  and (not m.private or m.author = $2 or exists (select 1 from turns t where t.id = m.turn_id and t.author = $2))
"""
_PAGE = f"""
{_COLUMNS} where m.channel = $1 and {_VISIBLE} and ($3::bigint is null or m.id < $3)
  and ($5::text is null or m.place->>'thread' = $5)
order by m.id desc limit $4
"""
_SEARCH = f"""
{_COLUMNS} where m.id in (
  select id from messages where channel = $1 and body ilike all($3::text[]) and state not in ('removed', 'working')
  order by id desc limit {SEARCHED_MAX}
) and {_VISIBLE} and (cardinality($4::timestamptz[]) = 0 or exists (
  select 1 from unnest($4::timestamptz[], $5::timestamptz[]) w(start, stop) where m.created_at >= w.start and m.created_at < w.stop
))
order by m.id desc limit $6
"""
_OTHERS = """
select exists (
  select from messages
  where channel = $1 and author <> $2 and created_at > $3 and only_for is null and state <> 'removed'
    and ($4::text is null or place->>'thread' = $4 or 'u' || id = $4)
)
"""
_CHANNELS = """
select place->>'channel' as channel from messages
where platform = $1 and place->>'community' = $2 and not private
group by 1 order by min(id) limit $3
"""
_MESSAGE = f"{_COLUMNS} where m.id = $1 and {_VISIBLE}"
_STILL_POSTED = """
select i.message_id, i.position from message_images i join messages m on m.id = i.message_id
where i.message_id = any($1::bigint[]) and m.state <> 'removed'
"""
_IMAGE = f"""
select case when $3 then i.data end as data, i.object, i.media_type, i.width, i.height from images i
where i.id = $1::uuid and (
  i.owner = $2
  or i.owner in (select o.author from linked_accounts l join linked_accounts o on o.person = l.person where l.author = $2)
  or exists (select 1 from message_images mi join messages m on m.id = mi.message_id
             where mi.image_id = i.id and {_VISIBLE})
  -- What shows the viewer, whoever had it drawn.
  or exists (select 1 from likeness_uses u where u.image_id = i.id and (u.owner = $2 or u.owner in
             (select o.author from linked_accounts l join linked_accounts o on o.person = l.person where l.author = $2)))
  -- A house style of one of the page's channels, all of which all its people see.
  or exists (select 1 from memory_images h join memories b on b.id = h.memory_id
             where h.image_id = i.id and b.slot = 'board' and b.valid_to is null and not b.said_in_private
               and split_part($2, ':', 1) = 'web'
               and (b.scope_kind, split_part(b.scope_key, '/', 1)) in (('channel', 'web:atelier'), ('community', 'web:atelier')))
)
"""
