"""Likenesses: what people look like, and who may have that. Everything that leaves here was allowed by the statement that read it."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from agent.domain.conversation import MessageId, Turn, TurnId
from agent.domain.images import ImageData
from agent.domain.memory import Reader
from agent.domain.people import (
    Allowance,
    Allowances,
    Answered,
    Consent,
    Likeness,
    LikenessUse,
    PersonKey,
    Standing,
)
from agent.errors import BadInput
from agent.limits import LIKENESS_NO_DAYS, LIKENESS_QUESTIONS_OPEN_MAX
from agent.translation.catalogue import N_
from db.audit_log import note_reader
from db.errors import guarded
from db.moderation.withdrawal import withdraw_pictures
from db.objects.pixels import Pixels, Placed
from db.people.album_store import pictures_of
from db.people.likeness_statements import (
    ALL_SAID,
    ALLOWANCES,
    ALWAYS,
    ANSWER,
    ASK,
    GRANT,
    LEND,
    LOAD,
    NOW,
    OWNER,
    SHOWN_IN,
    STANDING,
    TAKE_BACK,
    THEIRS,
    USED,
    USES,
    WAITS,
)
from db.picture_store import is_uuid
from db.pool import Connection, Pool
from db.turns.queue import enqueue

_KEY = re.compile(r"[0-9a-f]{64}")
TAKEN_DOWN = N_("Somebody who is shown in this picture had it taken down.")


class PgLikenesses:
    """The `Likenesses` in Postgres."""

    def __init__(self, pool: Pool, *, upkeep_queue: str, pixels: Pixels | None = None) -> None:
        """`upkeep_queue`: where the job goes that takes up what waited for an answer. `pixels`: where the bytes are, beside Postgres."""
        self._pool = pool
        self._pixels = pixels or Pixels()
        self._upkeep_queue = upkeep_queue

    @guarded
    async def key_of(self, author: str) -> PersonKey:
        return PersonKey(await self._pool.fetchval("select encode(atelier_person_key($1), 'hex')", author))

    @guarded
    async def standing(
        self, turn: Turn, people: Collection[PersonKey], *, asked_in: TurnId | None = None
    ) -> Mapping[PersonKey, Standing]:
        rows = await self._rows(STANDING, turn, people, asked_in)
        found: dict[PersonKey, Standing] = {PersonKey(row["key"]): row["standing"] for row in rows}
        return {key: found.get(key, "none") for key in people}

    @guarded
    async def lend(
        self, turn: Turn, people: Collection[PersonKey], *, asked_in: TurnId | None = None
    ) -> Mapping[PersonKey, Likeness]:
        rows = await self._rows(LEND, turn, people, asked_in)
        return {PersonKey(row["key"]): Likeness(words=row["body"], pictures=pictures_of(row)) for row in rows}

    @guarded
    async def load(
        self, turn: Turn, person: PersonKey, image: str, *, asked_in: TurnId | None = None
    ) -> ImageData | None:
        if not is_uuid(image):
            return None
        row = next(iter(await self._rows(LOAD, turn, [person], asked_in, image)), None)
        if row is None:
            return None
        data = await self._pixels.read(Placed(data=row["data"], object=row["object"]))
        return ImageData(data=data, media_type=row["media_type"], width=row["width"], height=row["height"])

    async def _rows(
        self, query: str, turn: Turn, people: Collection[PersonKey], asked_in: TurnId | None, *more: Any
    ) -> Sequence[Any]:
        keys = [key for key in people if _KEY.fullmatch(key)]
        place = turn.place
        if not keys or turn.incognito:
            return ()
        return await self._pool.fetch(
            query, turn.author.id, keys, place.channel_key, place.community_key, place.private,
            [turn.id, *([asked_in] if asked_in else [])], place.jurisdiction, LIKENESS_NO_DAYS, LIKENESS_QUESTIONS_OPEN_MAX, *more,
        )  # fmt: skip

    @guarded
    async def ask(self, turn: Turn, people: Collection[PersonKey]) -> None:
        keys = [key for key in people if _KEY.fullmatch(key)]
        await self._pool.execute(ASK, turn.id, keys)

    @guarded
    async def answer(self, turn: Turn, question_of: TurnId, consent: Consent) -> Answered:
        if not is_uuid(question_of):
            return "gone"
        async with self._pool.acquire() as connection, connection.transaction():
            if await connection.fetchval(ANSWER, question_of, turn.author.id, consent) is None:
                return "gone"
            if consent == "always":
                await connection.execute(ALWAYS, question_of, turn.author.id)
            if not await connection.fetchval(WAITS, question_of):
                return "late"
            if await connection.fetchval(ALL_SAID, question_of):
                await connection.execute(NOW, question_of)
                await enqueue(
                    connection, queue=self._upkeep_queue, task="upkeep", arguments={"what": "questions"},
                    once="upkeep:questions",
                )  # fmt: skip
        return "noted"

    @guarded
    async def allow(self, reader: Reader, allowance: Allowance) -> None:
        if allowance == "channel" and reader.private:
            raise BadInput("This is a private chat. Say that in the channel itself.")
        if allowance == "community" and reader.community is None:
            raise BadInput("There is no community here. Say that in one of its channels.")
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(OWNER, reader.author)
            await _allow(connection, reader, allowance)

    @guarded
    async def allowances(self, reader: Reader) -> Allowances:
        row: Any = await self._pool.fetchrow(ALLOWANCES, reader.author, reader.channel, reader.community)
        here: Allowance = "nobody"
        if row["community"]:
            here = "community"
        elif row["channel"]:
            here = "channel"
        elif row["asks"]:
            here = "ask"
        return Allowances(here=here, elsewhere=row["elsewhere"], shown=row["shown"])

    @guarded
    async def used(self, turn: Turn, people: Collection[PersonKey], image: str) -> None:
        keys = [key for key in people if _KEY.fullmatch(key)]
        if keys and is_uuid(image):
            await self._pool.execute(USED, image, keys, turn.id, turn.author.id)

    @guarded
    async def uses(self, reader: Reader, *, limit: int) -> Sequence[LikenessUse]:
        return [
            LikenessUse(
                image=str(row["image_id"]), caption=row["caption"], drawn_for=row["name"] or "somebody", at=row["at"],
            )
            for row in await self._pool.fetch(USES, reader.author, limit)
        ]  # fmt: skip

    @guarded
    async def take_down(self, reader: Reader, image: str) -> Sequence[MessageId] | None:
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(SHOWN_IN, reader.author, image) if is_uuid(image) else None
            if row is None:
                return None
            changed = await withdraw_pictures(
                connection, row["message_id"], row["jurisdiction"], words=TAKEN_DOWN
            )
            await note_reader(connection, reader, "removed", "a picture that shows them")
            return changed


async def _allow(connection: Connection, reader: Reader, allowance: Allowance) -> None:
    """Within the caller's transaction; the owner has a row."""
    author = reader.author
    match allowance:
        case "nobody":
            for statement in TAKE_BACK:
                await connection.execute(statement, author)
        case "ask":
            await connection.execute("update likeness_owners set asks = true where owner = $1", author)
            await connection.execute(
                f"delete from likeness_grants where {THEIRS} and key in ($2, $3)",
                author,
                reader.channel,
                reader.community,
            )
        case "channel" | "community":
            key = reader.channel if allowance == "channel" else reader.community
            # The narrower one takes the wider one's place.
            await connection.execute(
                f"delete from likeness_grants where {THEIRS} and kind = 'community' and key = $2",
                author,
                reader.community,
            )
            await connection.execute(GRANT, author, allowance, key)
