"""Everything that is kept about a person, as a zip: JSON for what is said, files for pictures."""

import asyncio
import io
import json
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from agent.errors import NotFound
from agent.translation.catalogue import N_, _, ngettext
from db.objects.pixels import Pixels, Placed
from db.pool import Pool

EXPORT_IMAGES_BYTES_MAX = 150_000_000
"""Pictures in one export, newest first; the zip says how many did not fit."""
READ_AT_ONCE = 8

_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}
_README = N_("""What is in here
memories.json   what I remember for you, with what was superseded, and what you had me remember for a channel or community
pictures.json   the pictures I drew for you, and what each was made from
messages.json   what you wrote to me, and what I answered
settings.json   what you chose
schedules.json  the pictures I draw for you by the clock
costs.json      how many pictures you were drawn each day, and what the models cost
person.json     under which name I know you, and when I asked whether I may learn in passing
reports.json    the pictures you reported
record.json     what the record of moderators says of you
browsers.json   the browsers that hold your name on the web chat, and when each came last
images/         the pictures: those you brought and those I drew, named as in the JSON files""")


async def export_person(pool: Pool, author: str, pixels: Pixels) -> bytes:
    """The zip of one person. Raises StoreUnavailable."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        documents = {
            name: [dict(row) for row in await connection.fetch(statement, author)]
            for name, statement in _DOCUMENTS.items()
        }
        rows = await connection.fetch(_IMAGES, author, EXPORT_IMAGES_BYTES_MAX)
        left_out = await connection.fetchval(_IMAGE_COUNT, author) - len(rows)
    images = await _files(pixels, rows)
    return await asyncio.to_thread(_zipped, documents, images, left_out + len(rows) - len(images))


async def _files(pixels: Pixels, rows: Sequence[Any]) -> Sequence[tuple[str, bytes]]:
    """Name and bytes of each, some read at a time; without what went meanwhile."""
    places = asyncio.Semaphore(READ_AT_ONCE)

    async def file(row: Any) -> tuple[str, bytes] | None:
        async with places:
            with suppress(NotFound):
                data = await pixels.read(Placed(data=row["data"], object=row["object"]))
                return f"{row['id']}.{_SUFFIXES.get(row['media_type'], 'bin')}", data
        return None

    return [found for found in await asyncio.gather(*map(file, rows)) if found is not None]


def _zipped(
    documents: dict[str, list[dict[str, Any]]], images: Sequence[tuple[str, bytes]], left_out: int
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        missing = ngettext(
            "{n} picture did not fit, or is not there any more, and is left out.",
            "{n} pictures did not fit, or are not there any more, and are left out.",
            left_out,
        )
        note = f"\n{missing}\n" if left_out else ""
        archive.writestr("README.txt", f"{_(_README)}\n{note}")
        for name, rows in documents.items():
            archive.writestr(f"{name}.json", json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        for name, data in images:
            archive.writestr(f"images/{name}", data, zipfile.ZIP_STORED)
    return buffer.getvalue()


_DOCUMENTS = {
    "memories": """
select m.id::text, m.scope_kind as scope, m.scope_key as of, m.kind, m.name, m.aliases, m.body as text, m.former, m.slot,
       m.said_in_private, m.origin, m.valid_from, m.valid_to, m.superseded_by::text, coalesce(u.uses, 0) as uses,
       array(select i.image_id::text from memory_images i where i.memory_id = m.id order by i.position) as images
from memories m left join memory_uses u on u.memory_id = m.id
where (m.scope_kind = 'user' and m.scope_key = $1) or m.author = $1
order by m.valid_from, m.id""",
    "pictures": """
select image_id::text as image, caption, context, channel, private, created_at as at
from pictures where author = $1 order by created_at""",
    "messages": """
select m.id, m.created_at as at, m.channel, case when m.author is null then 'bot' else 'you' end as by, m.body as text,
       array(select i.image_id::text from message_images i where i.message_id = m.id order by i.position) as images
from messages m left join turns t on t.id = m.turn_id
where (m.author = $1 or (m.author is null and t.author = $1)) and m.state <> 'removed'
order by m.id""",
    "settings": "select settings from author_settings where author = $1",
    "schedules": """
select request_text as text, recurrence as "when", next_at, paused, channel, created_at as at
from schedules where author = $1 order by created_at""",
    "costs": """
select day, sum(pictures)::int as pictures, sum(usd) as usd from spending where author = $1 group by day order by day""",
    "person": """
select p.id, p.platform, p.name, p.seen_at, c.asked_at as asked_to_learn_at
from people p left join consent_asked c on c.author = p.id where p.id = $1""",
    "reports": """
select created_at as at, reason, decision from reports where reporter = $1 order by created_at""",
    "record": """
select at, act, detail, case when actor = $1 then 'you' else 'a moderator' end as by from audit_log
where actor = $1 or whom = $1 order by id""",
    "browsers": """
select n.name, n.claimed_at, s.seen_at from web_names n left join web_sessions s on s.author = n.author
where n.author = $1 order by s.seen_at""",
}
_HELD = """
images i where i.media_type like 'image/%' and (
  i.owner = $1 or exists (
    select 1 from memory_images mi join memories m on m.id = mi.memory_id
    where mi.image_id = i.id and m.scope_kind = 'user' and m.scope_key = $1))
"""
_IMAGES = f"""
select id, media_type, data, object from (
  select i.id, i.media_type, i.data, i.object,
         sum(coalesce(i.bytes, octet_length(i.data))) over (order by i.created_at desc, i.id) as total from {_HELD}
) held where total <= $2
"""
_IMAGE_COUNT = f"select count(*) from {_HELD}"
