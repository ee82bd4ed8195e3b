"""Everything that is kept about a person, as a zip: JSON for what is said, files for pictures."""

import asyncio
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from agent.errors import NotFound
from agent.translation.catalogue import N_, _, ngettext
from db.accounts.linked_accounts import accounts_of
from db.objects.pixels import Pixels, Placed
from db.pool import Connection, Pool

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
likeness.json   whom you allowed to have you drawn, who asked, and which pictures show you (how you look is in memories.json, as "me")
browsers.json   the browsers that hold your name on the web chat, how each came in, and when last
accounts.json   the accounts that are one person with this one, and the services that vouch for you on the web chat
images/         the pictures: those you brought and those I drew, named as in the JSON files""")


async def export_person(pool: Pool, author: str, pixels: Pixels, *, everywhere: bool = False) -> bytes:
    """The zip of one account, or of all accounts of its person, each in a folder of its own. Raises StoreUnavailable."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        others = await accounts_of(connection, author) if everywhere else ()
        accounts = [account.id for account in others] or [author]
        most = EXPORT_IMAGES_BYTES_MAX // len(accounts)
        kept = {
            _folder(each) if len(accounts) > 1 else "": await _kept(connection, each, most)
            for each in accounts
        }
    parts = {folder: await _with_files(pixels, part) for folder, part in kept.items()}
    return await asyncio.to_thread(_zipped, parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """All that is kept of one account."""

    documents: Mapping[str, Sequence[dict[str, Any]]]
    rows: Sequence[Any]
    """Where its pictures are."""
    left_out: int
    images: Sequence[tuple[str, bytes]] = ()
    """Name and bytes of each."""


async def _kept(connection: Connection, author: str, bytes_max: int) -> _Kept:
    documents = {
        name: [dict(row) for row in await connection.fetch(statement, author)]
        for name, statement in _DOCUMENTS.items()
    }
    rows = await connection.fetch(_IMAGES, author, bytes_max)
    left_out = await connection.fetchval(_IMAGE_COUNT, author) - len(rows)
    return _Kept(documents=documents, rows=rows, left_out=left_out)


async def _with_files(pixels: Pixels, kept: _Kept) -> _Kept:
    images = await _files(pixels, kept.rows)
    return replace(kept, images=images, left_out=kept.left_out + len(kept.rows) - len(images))


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


def _folder(author: str) -> str:
    """
    >>> _folder("discord:123")
    'discord-123/'
    """
    return re.sub(r"[^\w-]", "-", author) + "/"


def _zipped(parts: Mapping[str, _Kept]) -> bytes:
    buffer = io.BytesIO()
    left_out = sum(kept.left_out for kept in parts.values())
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        missing = ngettext(
            "{n} picture did not fit, or is not there any more, and is left out.",
            "{n} pictures did not fit, or are not there any more, and are left out.",
            left_out,
        )
        apart = _("In a folder for each of your accounts.")
        folders = "" if "" in parts else f"\n{apart}\n"
        note = f"\n{missing}\n" if left_out else ""
        archive.writestr("README.txt", "".join((_(_README), "\n", folders, note)))
        for folder, kept in parts.items():
            for name, rows in kept.documents.items():
                archive.writestr(
                    f"{folder}{name}.json", json.dumps(rows, ensure_ascii=False, indent=2, default=str)
                )
            for name, data in kept.images:
                archive.writestr(f"{folder}images/{name}", data, zipfile.ZIP_STORED)
    return buffer.getvalue()


_DOCUMENTS = {
    "memories": """
select m.id::text, m.scope_kind as scope, m.scope_key as of, m.kind, m.name, m.aliases, m.body as text, m.former, m.slot,
       m.said_in_private, m.origin, m.valid_from, m.valid_to, m.superseded_by::text, coalesce(u.uses, 0) as uses,
       array(select i.image_id::text from memory_images i where i.memory_id = m.id order by i.position) as images,
       array(select i.label from memory_images i where i.memory_id = m.id order by i.position) as labels
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
select at, act, detail, case when actor = $1 or act in ('linked', 'unlinked') then 'you' else 'a moderator' end as by from audit_log
where actor = $1 or whom = $1 order by id""",
    "likeness": """
select 'may be asked' as what, '' as place, null as image, null as answer, null::timestamptz as at
from likeness_owners where owner = $1 and asks
union all select 'allowed in a ' || kind, key, null, null, at from likeness_grants where owner = $1
union all select 'asked', coalesce(t.channel, ''), null, q.answer, q.asked_at
from likeness_questions q left join turns t on t.id = q.turn_id where q.owner = $1
union all select 'shown in a picture', '', image_id::text, null, at from likeness_uses where owner = $1
order by at nulls first""",
    "browsers": """
select n.name, n.claimed_at, s.browser, s.way, s.opened_at, s.seen_at
from web_names n left join web_sessions s on s.author = n.author
where n.author = $1 order by s.seen_at""",
    "accounts": """
select o.author as id, o.name, o.linked_at as at from linked_accounts l join linked_accounts o on o.person = l.person
where l.author = $1
union all select service, 'signs in to the page', opened_at from web_identities where author = $1
order by 3""",
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
