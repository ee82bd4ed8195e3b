"""Control over memory: what /memory, the panel and the buttons do. Works also while memory is switched off."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

import asyncpg

from agent.domain.conversation import ImageId
from agent.domain.memory import Memory, Reader, ScopeKind
from agent.errors import BadInput, NotFound
from agent.limits import MEMORY_CHARS_MAX, REFERENCE_IMAGES_MAX
from agent.ports import Clock, Embedder
from agent.translation.catalogue import _, ngettext
from db.audit_log import note_reader
from db.errors import guarded
from db.memory.export import export_person
from db.memory.forgetting.erase_person import erase_person
from db.memory.forgetting.forget import MEMORY_OF, forget_memories
from db.memory.memory_rows import COLUMNS, FROM, load_memory, name_key, refresh_profile, to_memory
from db.memory.memory_writes import Writing, embedded, save_images, update_memory
from db.memory.reading_rights import READER, VISIBLE, reader_arguments
from db.memory.recall.memory_search import matching
from db.memory.reconciliation import further_names
from db.objects.pixels import Pixels
from db.picture_store import is_uuid
from db.pool import Connection, Pool

SEARCHED_MAX = 10_000
"""Memories of a reader that one search looks through, the newest first."""


class PgMemoryDesk:
    """The `MemoryDesk` in Postgres."""

    def __init__(self, pool: Pool, embedder: Embedder, clock: Clock, pixels: Pixels | None = None) -> None:
        """`pixels`: where the bytes of pictures are, None: in Postgres."""
        self._pool = pool
        self._pixels = pixels or Pixels()
        self._embedder = embedder
        self._clock = clock

    @guarded
    async def list(
        self, reader: Reader, *, search: str = "", history: bool = False, limit: int = 200
    ) -> Sequence[Memory]:
        searched = bool(search.strip())
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                _LIST, *reader_arguments(reader), history, SEARCHED_MAX if searched else limit
            )
        memories = [to_memory(row) for row in rows]
        if searched:
            memories = await asyncio.to_thread(matching, search, memories)
        return memories[:limit]

    @guarded
    async def made_room(self, reader: Reader) -> Mapping[ScopeKind, int]:
        _, kinds, keys, _ = reader_arguments(reader)
        return {
            row["scope_kind"]: row["made_room"] for row in await self._pool.fetch(_MADE_ROOM, kinds, keys)
        }

    @guarded
    async def edit(
        self,
        reader: Reader,
        memory: str,
        *,
        text: str | None = None,
        name: str | None = None,
        aliases: Sequence[str] | None = None,
        may_manage: bool = False,
    ) -> Memory:
        _check(text)
        async with self._pool.acquire() as connection:
            known = await self._own(connection, reader, memory, may_manage=may_manage)
        changed = replace(
            known,
            text=known.text if text is None else text.strip(),
            name=known.name if name is None else name.strip(),
        )
        changed = replace(
            changed, aliases=further_names(changed.name, known.aliases if aliases is None else aliases)
        )
        if changed == known:
            return known
        vector = (await embedded(self._embedder, [changed.sentence()]))[0]
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                writing = await Writing.open(
                    connection, known.scope, at=self._clock.now(), model=self._embedder.model
                )
                # Again under the lock: it may have been forgotten meanwhile, or have got another picture.
                known = await self._own(connection, reader, memory, may_manage=may_manage)
                changed = replace(known, text=changed.text, name=changed.name, aliases=changed.aliases)
                await _check_names(connection, changed)
                await update_memory(writing, changed, vector)
                await connection.execute(_FORMER, memory, _given_up(known, changed))
                await refresh_profile(connection, known.scope)
                if known.scope.kind != "user":
                    await note_reader(connection, reader, "changed", MEMORY_OF[known.scope.kind])
                return await load_memory(connection, memory)
        except asyncpg.UniqueViolationError as error:
            raise BadInput(_("I remember that already, or something of that name.")) from error

    async def _own(self, connection: Connection, reader: Reader, memory: str, *, may_manage: bool) -> Memory:
        """A live memory that the reader may change. Raises NotFound."""
        row = None
        if is_uuid(memory):
            row = await connection.fetchrow(_OWN, *reader_arguments(reader), memory, may_manage)
        if row is None:
            raise NotFound(_("I have no such memory of yours."))
        return to_memory(row)

    @guarded
    async def forget(
        self,
        reader: Reader,
        memories: Sequence[str],
        *,
        may_manage: bool = False,
        revive: bool = False,
    ) -> int:
        return await forget_memories(self._pool, reader, memories, may_manage=may_manage, revive=revive)

    @guarded
    async def forget_everything(self, reader: Reader) -> int:
        return await erase_person(self._pool, reader)

    @guarded
    async def export(self, reader: Reader) -> bytes:
        found = await export_person(self._pool, reader.author, self._pixels)
        async with self._pool.acquire() as connection:
            await note_reader(connection, reader, "exported")
        return found

    @guarded
    async def add_image(
        self, reader: Reader, memory: str, image: ImageId, *, may_manage: bool = False
    ) -> Memory:
        async with self._pool.acquire() as connection, connection.transaction():
            known = await self._own(connection, reader, memory, may_manage=may_manage)
            if not is_uuid(image) or not await connection.fetchval(
                _USABLE_IMAGE, *reader_arguments(reader), image
            ):
                raise NotFound(_("That picture is not there, or not yours to use."))
            if len(known.images) >= REFERENCE_IMAGES_MAX and image not in known.images:
                raise BadInput(
                    ngettext(
                        "A character has at most {n} reference picture.",
                        "A character has at most {n} reference pictures.",
                        REFERENCE_IMAGES_MAX,
                    )
                )
            writing = await Writing.open(
                connection, known.scope, at=self._clock.now(), model=self._embedder.model
            )
            known = await self._own(connection, reader, memory, may_manage=may_manage)
            await save_images(connection, memory, (*known.images, image))
            await connection.execute(
                "update memories set version = $2 where id = $1::uuid", memory, writing.version
            )
            return await load_memory(connection, memory)


def _given_up(known: Memory, changed: Memory) -> Sequence[str]:
    """Names and words that the memory has no more."""
    kept = (changed.name, changed.text, *changed.aliases)
    return [said for said in (known.name, known.text, *known.aliases) if said and said not in kept]


async def _check_names(connection: Connection, changed: Memory) -> None:
    """Raises BadInput where a further name is another character's. The scope is locked."""
    if not changed.aliases:
        return
    scope = changed.scope
    for row in await connection.fetch(_NAMED, scope.kind, scope.key, changed.id):
        held = {name_key(name) for name in (row["name"], *row["aliases"]) if name}
        for alias in changed.aliases:
            if name_key(alias) in held:
                raise BadInput(
                    _("“{alias}” is somebody else already: {name}.", alias=alias, name=row["name"])
                )


def _check(text: str | None) -> None:
    if text is not None and not text.strip():
        raise BadInput(_("A memory cannot be empty. To remove it, forget it."))
    if text is not None and len(text) > MEMORY_CHARS_MAX:
        raise BadInput(
            _(
                "That is too long to remember: {most} characters at most.",
                most=MEMORY_CHARS_MAX,
            )
        )


_MADE_ROOM = """
select s.scope_kind, s.made_room from unnest($1::text[], $2::text[]) k(kind, key)
join memory_scopes s on s.scope_kind = k.kind and s.scope_key = k.key where s.made_room > 0
"""
_LIST = f"""
{READER}
select {COLUMNS}
from reach r join {FROM} on m.scope_kind = r.kind and m.scope_key = r.key
where {VISIBLE} and ($5::boolean or m.valid_to is null)
order by m.valid_from desc, m.id desc limit $6
"""
_FORMER = """
update memories set former = array(select distinct unnest(former || $2::text[])) where id = $1::uuid
"""
_NAMED = """
select name, aliases from memories
where scope_kind = $1 and scope_key = $2 and kind = 'character' and valid_to is null and id <> $3::uuid
"""
# The reader's own, wherever it was said (naming it by its id is not showing it); what is shared, for moderators.
_OWN = f"""
{READER}
select {COLUMNS}
from reach r join {FROM} on m.scope_kind = r.kind and m.scope_key = r.key
where m.id = $5::uuid and m.valid_to is null and (r.kind = 'user' or ($6::boolean and {VISIBLE}))
"""
# One's own, or one that the bot posted openly in this place.
_USABLE_IMAGE = f"""
{READER}
select exists (
  select 1 from images i where i.id = $5::uuid and i.media_type like 'image/%' and (
    i.owner = $1
    or exists (select 1 from pictures p join reach r on r.kind = 'channel' and p.channel = r.key
               where p.image_id = i.id and not p.private and not p.incognito))
) from me
"""
