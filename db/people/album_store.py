"""Albums: memories that are pictures with words."""

from collections.abc import Sequence
from typing import Any

import asyncpg

from agent.domain.memory import (
    ALBUM_NAME_CHARS_MAX,
    LABEL_CHARS_MAX,
    Album,
    AlbumChange,
    AlbumKind,
    LabelledPicture,
    MemoryId,
    MemoryKind,
    MemoryScope,
    NewMemory,
    Reader,
)
from agent.errors import BadInput, NotAllowed, NotFound
from agent.limits import BOARDS_PER_SCOPE_MAX, MEMORY_CHARS_MAX, REFERENCE_IMAGES_MAX
from agent.ports import Clock
from db.audit_log import note_reader
from db.errors import guarded
from db.memory.forgetting.forget import MEMORY_OF, forget_in_scope
from db.memory.memory_rows import content_hash, name_key
from db.memory.memory_store import MAY_WRITE
from db.memory.memory_writes import Writing, add_source, insert_memory
from db.memory.reading_rights import READER, VISIBLE, reader_arguments
from db.picture_store import is_uuid
from db.pool import Connection, Pool

_KIND_OF: dict[AlbumKind, MemoryKind] = {"me": "character", "board": "preference"}


class PgAlbums:
    """The `Albums` in Postgres."""

    def __init__(self, pool: Pool, clock: Clock, *, model: str) -> None:
        """`model`: of the embedder, whose vectors albums have none of."""
        self._pool = pool
        self._clock = clock
        self._model = model

    @guarded
    async def list(self, reader: Reader, kind: AlbumKind) -> Sequence[Album]:
        async with self._pool.acquire() as connection:
            return [_album(row) for row in await connection.fetch(_LIST, *reader_arguments(reader), kind)]

    @guarded
    async def save(
        self,
        reader: Reader,
        scope: MemoryScope,
        change: AlbumChange,
        *,
        may_manage: bool = False,
        turn: str | None = None,
    ) -> Album:
        _check(change)
        if scope not in reader.scopes():
            raise NotFound("That is not kept for this place.")
        try:
            return await self._saved(reader, scope, change, may_manage=may_manage, turn=turn)
        except asyncpg.UniqueViolationError as error:
            raise BadInput("You have something else of that name.") from error

    async def _saved(
        self, reader: Reader, scope: MemoryScope, change: AlbumChange, *, may_manage: bool, turn: str | None
    ) -> Album:
        async with self._pool.acquire() as connection, connection.transaction():
            if (scope.kind != "user" and not may_manage) or not await connection.fetchval(
                MAY_WRITE, reader.author, scope.kind, scope.key
            ):
                raise NotAllowed(
                    "Memory is switched off, or only moderators may change what is kept for everyone here."
                )
            writing = await Writing.open(connection, scope, at=self._clock.now(), model=self._model)
            await _check_pictures(connection, reader, change)
            known = await connection.fetchval(
                _NAMED, scope.kind, scope.key, change.kind, name_key(change.name)
            )
            memory = str(known) if known else await self._new(writing, reader, change)
            await _grown(writing, reader, memory, change, turn)
            if scope.kind != "user":
                await note_reader(connection, reader, "changed", MEMORY_OF[scope.kind])
            return await _loaded(connection, memory)

    async def _new(self, writing: Writing, reader: Reader, change: AlbumChange) -> str:
        if (
            await writing.connection.fetchval(_COUNT, writing.scope.kind, writing.scope.key, change.kind)
            >= BOARDS_PER_SCOPE_MAX
        ):
            raise BadInput(
                f"{BOARDS_PER_SCOPE_MAX} of these are the most I keep in one place. Delete one first."
            )
        new = NewMemory(
            scope=writing.scope, kind=_KIND_OF[change.kind], text="", author=reader.author, name=change.name, slot=change.kind,
            said_in_private=reader.private,
        )  # fmt: skip
        return await insert_memory(writing, new, None)

    @guarded
    async def label(
        self, reader: Reader, album: str, picture: str, label: str, *, may_manage: bool = False
    ) -> Album:
        if len(label) > LABEL_CHARS_MAX:
            raise BadInput(f"A label has at most {LABEL_CHARS_MAX} characters.")
        async with self._pool.acquire() as connection, connection.transaction():
            await _own(connection, reader, album, may_manage=may_manage)
            done = await connection.fetchval(
                _LABEL, album, picture if is_uuid(picture) else None, label.strip()
            )
            if done is None:
                raise NotFound("That picture is not in it.")
            return await _loaded(connection, album)

    @guarded
    async def take_out(
        self, reader: Reader, album: str, picture: str, *, may_manage: bool = False
    ) -> Album | None:
        async with self._pool.acquire() as connection, connection.transaction():
            known = await _own(connection, reader, album, may_manage=may_manage)
            left = [one for one in known.pictures if one.image != picture]
            if len(left) == len(known.pictures):
                raise NotFound("That picture is not in it.")
            if not left and not known.words:
                await forget_in_scope(connection, known.scope, [known.memory])
                return None
            writing = await Writing.open(connection, known.scope, at=self._clock.now(), model=self._model)
            await connection.execute(_TAKE_OUT, album, picture)
            await connection.execute(_PIXELS, [picture], known.scope.key if known.kind == "me" else None)
            await _touched(writing, album)
            return await _loaded(connection, album)

    @guarded
    async def forget(self, reader: Reader, album: str, *, may_manage: bool = False) -> bool:
        async with self._pool.acquire() as connection, connection.transaction():
            try:
                known = await _own(connection, reader, album, may_manage=may_manage)
            except NotFound:
                return False
            await forget_in_scope(connection, known.scope, [known.memory])
            await note_reader(connection, reader, "forgot", MEMORY_OF[known.scope.kind])
            return True


def _check(change: AlbumChange) -> None:
    if len(change.name) > ALBUM_NAME_CHARS_MAX or not name_key(change.name):
        raise BadInput(f"A name has letters or digits, and at most {ALBUM_NAME_CHARS_MAX} characters.")
    if change.words is not None and len(change.words) > MEMORY_CHARS_MAX:
        raise BadInput(f"That is too long to remember: {MEMORY_CHARS_MAX} characters at most.")
    if any(len(one.label) > LABEL_CHARS_MAX for one in change.pictures):
        raise BadInput(f"A label has at most {LABEL_CHARS_MAX} characters.")


async def _check_pictures(connection: Connection, reader: Reader, change: AlbumChange) -> None:
    """Of oneself only what one brought, or had drawn; of a style also what the bot posted openly in this place."""
    for one in change.pictures:
        if not is_uuid(one.image) or not await connection.fetchval(
            _USABLE, *reader_arguments(reader), one.image, change.kind == "me"
        ):
            raise NotFound("That picture is not there, or not yours to use for this.")


async def _grown(
    writing: Writing, reader: Reader, memory: str, change: AlbumChange, turn: str | None
) -> None:
    """The album with what is added."""
    connection = writing.connection
    known = await _loaded(connection, memory)
    words = known.words if change.words is None else change.words.strip()
    there = {one.image: one for one in known.pictures}
    there |= {one.image: one for one in change.pictures}
    if len(there) > REFERENCE_IMAGES_MAX:
        raise BadInput(f"{REFERENCE_IMAGES_MAX} pictures are the most; take one out first.")
    if not there and not words:
        raise BadInput("Attach a picture, or say it in words.")
    await connection.execute(_WORDS, memory, words, content_hash(change.name, words), known.words)
    await connection.execute("delete from memory_images where memory_id = $1::uuid", memory)
    shown = list(there.values())
    await connection.execute(
        _PICTURES, memory, [one.image for one in shown], [one.label.strip() for one in shown]
    )
    await _touched(writing, memory)
    said = NewMemory(
        scope=writing.scope, kind=_KIND_OF[change.kind], text=words or change.name, author=reader.author, turn=turn
    )  # fmt: skip
    await add_source(connection, memory, said)


async def _touched(writing: Writing, memory: str) -> None:
    await writing.connection.execute(
        "update memories set version = $2, unembedded = false where id = $1::uuid", memory, writing.version
    )


async def _own(connection: Connection, reader: Reader, album: str, *, may_manage: bool) -> Album:
    """An album that the reader may change. Raises NotFound."""
    row = await connection.fetchrow(
        _OWN, *reader_arguments(reader), album if is_uuid(album) else None, may_manage
    )
    if row is None:
        raise NotFound("That is not there, or not yours to change.")
    return _album(row)


async def _loaded(connection: Connection, memory: str) -> Album:
    row = await connection.fetchrow(f"select {ALBUM_COLUMNS} from memories m where m.id = $1::uuid", memory)
    assert row is not None
    return _album(row)


def _album(row: Any) -> Album:
    return Album(
        memory=MemoryId(str(row["id"])), scope=MemoryScope(kind=row["scope_kind"], key=row["scope_key"]), kind=row["slot"],
        name=row["name"], words=row["body"], pictures=pictures_of(row), author=row["author"],
    )  # fmt: skip


def pictures_of(row: Any) -> tuple[LabelledPicture, ...]:
    return tuple(
        LabelledPicture(image=image, label=label)
        for image, label in zip(row["images"], row["labels"], strict=True)
    )


PICTURES = """
array(select i.image_id::text from memory_images i where i.memory_id = m.id order by i.position) as images,
array(select i.label from memory_images i where i.memory_id = m.id order by i.position) as labels
"""
ALBUM_COLUMNS = f"m.id, m.scope_kind, m.scope_key, m.slot, m.name, m.body, m.author, {PICTURES}"
_LIST = f"""
{READER}
select {ALBUM_COLUMNS}
from reach r join memories m on m.scope_kind = r.kind and m.scope_key = r.key
where m.slot = $5 and m.valid_to is null and r.is_used
  and ((m.slot = 'me' and r.kind = 'user') or (m.slot = 'board' and {VISIBLE}))
order by r.n, m.name_key
"""
_OWN = f"""
{READER}
select {ALBUM_COLUMNS}
from reach r join memories m on m.scope_kind = r.kind and m.scope_key = r.key
where m.id = $5::uuid and m.slot in ('me', 'board') and m.valid_to is null
  and (r.kind = 'user' or ($6::boolean and {VISIBLE}))
for update of m
"""
_NAMED = """
select id from memories
where scope_kind = $1 and scope_key = $2 and slot = $3 and valid_to is null and (slot = 'me' or name_key = $4)
"""
_COUNT = """
select count(*) from memories where scope_kind = $1 and scope_key = $2 and slot = $3 and valid_to is null
"""
_USABLE = f"""
{READER}
select exists (
  select 1 from images i where i.id = $5::uuid and i.media_type like 'image/%' and (
    i.owner = $1
    or (not $6::boolean and exists (select 1 from pictures p join reach r on r.kind = 'channel' and p.channel = r.key
                                    where p.image_id = i.id and not p.private and not p.incognito)))
) from me
"""
_WORDS = """
update memories set body = $2, content_hash = $3,
  former = case when $4 in ('', $2) then former else array(select distinct unnest(former || array[$4])) end
where id = $1::uuid
"""
_PICTURES = """
insert into memory_images (memory_id, position, image_id, label)
select $1::uuid, w.n, i.id, w.label from unnest($2::uuid[], $3::text[]) with ordinality as w(id, label, n) join images i on i.id = w.id
"""
_LABEL = """
update memory_images set label = $3 where memory_id = $1::uuid and image_id = $2::uuid returning 1
"""
_TAKE_OUT = "delete from memory_images where memory_id = $1::uuid and image_id = $2::uuid"
# What was posted as a picture of the bot's own stays where it stands; a photograph of oneself goes from the message it came with, too.
_PIXELS = """
delete from images i where i.id = any($1::uuid[])
  and not exists (select 1 from memory_images u where u.image_id = i.id)
  and not exists (select 1 from pictures u where u.image_id = i.id)
  and (i.owner = $2 or not exists (select 1 from message_images u where u.image_id = i.id))
"""
