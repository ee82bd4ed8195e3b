"""Everything in the house that quotes a memory: messages, requests, steps, questions, pictures' records, buttons, exports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from agent.domain.generation import GenerationContext
from agent.domain.memory import Memory, MemoryScope
from db.codec import load
from db.memory.forgetting.quoting_turns import (
    TABLES,
    Leaving,
    Quoting,
    QuotingTurns,
    in_batches,
    look_ahead,
    quoting_turns,
    replies_to,
    staying,
)
from db.memory.forgetting.text_scrubbing import (
    GONE,
    WORDS_ONLY_CHARS_MAX,
    Forgotten,
    scrubbed,
    scrubbed_text,
    values_resting_on,
)
from db.memory.recall.picture_search import picture_terms
from db.memory.terms import all_terms
from db.pool import Connection


async def look_for_traces_of(
    connection: Connection, scope: MemoryScope, memories: Sequence[Memory], *, leaving: Leaving | None
) -> QuotingTurns:
    """Where `scrub_traces_of` will find them, before anything is locked: that goes through all that a place ever had."""
    forgotten, sources = await _what_is_known_of(connection, memories)
    return await look_ahead(connection, scope, sources, _likes(forgotten), leaving=leaving)


async def scrub_traces_of(
    connection: Connection,
    scope: MemoryScope,
    memories: Sequence[Memory],
    known: QuotingTurns,
    *,
    leaving: Leaving | None = None,
) -> None:
    """Within the caller's transaction, before the memories' rows go. Only in turns that could know them: their person's, or the
    shared place's, and what replied to those. No statement looks at more than takes a moment. `known`: by a look ahead. `leaving`: a
    person whose finished turns are about to go, and are looked at only for what replies took along."""
    ids = [memory.id for memory in memories]
    forgotten, sources = await _what_is_known_of(connection, memories)
    quoting = await quoting_turns(connection, scope, sources, _likes(forgotten), leaving=leaving, known=known)
    more = await _further_phrases(connection, quoting.turns, forgotten)
    for source in sources:
        more.setdefault(source, []).extend(_clauses(memories))
    for row in await connection.fetch(_ASKING, list(quoting.at_work)):
        if _speaks_of(row["said"], memories):
            more.setdefault(row["id"], []).extend(said for said in row["said"] if said)
    for row in await replies_to(
        connection, list(more)
    ):  # nearest first: what replies to a reply has its words too
        more.setdefault(row["id"], []).extend(more.get(row["replies_to"], ()))
    for batch in await staying(connection, {*quoting.turns, *more}, leaving):
        for table in TABLES:
            await _scrub_table(connection, table, batch, forgotten, more)
        await connection.execute(_BUTTONS, batch, [f"%{memory}%" for memory in ids])
        await _scrub_captions(connection, await connection.fetch(_CAPTIONS, batch), forgotten, more)
    for batch in await staying(connection, sources, leaving):
        await connection.execute(_BLANK_REQUESTS, batch, GONE)
        await connection.execute(_BLANK_MESSAGES, batch, GONE)
    await _scrub_what_is_kept(connection, quoting, forgotten)
    await connection.execute(_DETACH, [image for m in memories for image in m.images], ids)
    await connection.execute(_EXPORTS, list({memory.author for memory in memories}))


async def _what_is_known_of(
    connection: Connection, memories: Sequence[Memory]
) -> tuple[Forgotten, Sequence[UUID]]:
    """Every wording of theirs, and the turns in which they were told."""
    ids = [memory.id for memory in memories]
    told = await connection.fetch(_SOURCES, ids)
    forgotten = Forgotten.of(ids, _phrases(memories)).with_phrases(row["wording"] for row in told)
    forgotten = forgotten.with_phrases(row["said"] for row in await connection.fetch(_FORMER, ids))
    return forgotten, list({row["turn_id"] for row in told})


def _phrases(memories: Iterable[Memory]) -> list[str]:
    found = [clause for clause in _clauses(memories) if len(clause) > WORDS_ONLY_CHARS_MAX]
    for memory in memories:
        found += [memory.sentence(), memory.text, memory.name, *memory.aliases]
    return found


def _clauses(memories: Iterable[Memory]) -> list[str]:
    """What a character's description was put together from."""
    return [c.strip() for m in memories if m.kind == "character" for c in m.text.split(";")]


def _speaks_of(said: Iterable[str | None], memories: Iterable[Memory]) -> bool:
    """Whether a request that is being worked on, probably the one to forget, uses words of these memories."""
    asked = frozenset(term for text in said for term in all_terms(text or ""))
    return any(not asked.isdisjoint(all_terms(memory.sentence())) for memory in memories)


async def _further_phrases(
    connection: Connection, turns: Iterable[UUID], forgotten: Forgotten
) -> dict[UUID, list[str]]:
    """What slots filled from the memories say, for each turn: its prompt and its reply repeat it. Only there, for it may be a
    word of every day ("watercolour")."""
    found: dict[UUID, list[str]] = {}
    for batch in in_batches(turns):
        for row in await connection.fetch(_RESTING, batch, [f"%{memory}%" for memory in forgotten.ids]):
            found.setdefault(row["turn_id"], []).extend(values_resting_on(row["document"], forgotten.ids))
    return found


async def _scrub_table(
    connection: Connection,
    quoting: Quoting,
    turns: Sequence[UUID],
    forgotten: Forgotten,
    more: Mapping[UUID, list[str]],
) -> None:
    rows = await connection.fetch(
        f"select ctid as place, {quoting.turn} as of_turn, {', '.join(quoting.columns)} from {quoting.table} "
        f"where {quoting.turn} = any($1::uuid[]) and ({quoting.is_like} or {quoting.turn} = any($3::uuid[])) for update",
        turns, _likes(forgotten), [turn for turn in turns if turn in more],
    )  # fmt: skip
    for row in rows:
        told = forgotten.with_phrases(more.get(row["of_turn"], ()))
        values = [
            *(scrubbed_text(row[column], told) for column in quoting.texts),
            *(scrubbed(row[column], told) for column in quoting.documents),
        ]
        if values != [row[column] for column in quoting.columns]:
            await _write(connection, quoting, row["place"], dict(zip(quoting.columns, values, strict=True)))


async def _write(connection: Connection, quoting: Quoting, place: object, values: Mapping[str, Any]) -> None:
    sets = [f"{column} = ${number}" for number, column in enumerate(values, start=2)]
    arguments = list(values.values())
    if quoting.table == "pictures":  # found by other words from now on, and embedded anew
        terms = picture_terms(values["caption"], load(GenerationContext, values["context"]))
        sets += [f"terms = ${len(arguments) + 2}", "caption_embedding = null", "caption_model = null"]
        arguments.append(terms)
    await connection.execute(
        f"update {quoting.table} set {', '.join(sets)} where ctid = $1", place, *arguments
    )


async def _scrub_what_is_kept(connection: Connection, quoting: QuotingTurns, forgotten: Forgotten) -> None:
    """What is drawn by the clock, and what people brought and the bot described."""
    for row in await connection.fetch(_SCHEDULES, quoting.schedules):
        text = scrubbed_text(row["request_text"], forgotten)
        await connection.execute("update schedules set request_text = $2 where id = $1", row["id"], text)
    for batch in in_batches(quoting.brought):
        await _scrub_captions(connection, await connection.fetch(_BROUGHT, batch), forgotten, {})


async def _scrub_captions(
    connection: Connection, rows: Iterable[Any], forgotten: Forgotten, more: Mapping[UUID, list[str]]
) -> None:
    for row in rows:
        told = forgotten.with_phrases(more.get(row["turn_id"], ()))
        caption = scrubbed_text(row["caption"], told)
        if caption != row["caption"]:
            await connection.execute("update images set caption = $2 where id = $1", row["id"], caption)


def _likes(forgotten: Forgotten) -> list[str]:
    """Patterns that find at least every row to be looked at: JSON escapes some characters, and not every database folds the
    case of every letter."""
    return [f"%{memory}%" for memory in forgotten.ids] + [
        f"%{''.join(_like(char) for char in phrase)}%" for phrase in forgotten.phrases
    ]


def _like(char: str) -> str:
    if char.isspace() or char in '"\\/' or not char.isprintable():
        return "%"
    return "_" if not char.isascii() or char in "%_" else char


_SOURCES = """
select turn_id, wording from memory_sources where memory_id = any($1::uuid[])
union select turn_id, '' from memories where id = any($1::uuid[]) and turn_id is not null
"""


_FORMER = "select unnest(former) as said from memories where id = any($1::uuid[])"


# Requests under way, in every form in which their words are kept.
_ASKING = """
select t.id, array[t.request_text, t.request->>'text', t.request->'command'->>'argument', s.result->>'forget'] as said
from turns t left join steps s on s.turn_id = t.id and s.name = 'plan'
where t.id = any($1::uuid[]) and t.state = 'running'
"""


_RESTING = """
select turn_id, context as document from pictures where turn_id = any($1::uuid[]) and context::text like any($2::text[])
union all
select turn_id, reply from messages where turn_id = any($1::uuid[]) and reply::text like any($2::text[])
union all
select turn_id, result from steps where turn_id = any($1::uuid[]) and result::text like any($2::text[])
union all
select turn_id, plan from questions where turn_id = any($1::uuid[]) and plan::text like any($2::text[])
"""
# The words in which it was told may be others than the memory's own.
_BLANK_REQUESTS = """
update turns set request_text = $2,
  request = case
    when request ? 'text' and request->'command' is not null and jsonb_typeof(request->'command') = 'object'
      then jsonb_set(jsonb_set(request, '{text}', to_jsonb($2::text)), '{command,argument}', to_jsonb($2::text))
    when request ? 'text' then jsonb_set(request, '{text}', to_jsonb($2::text))
    else request end
where id = any($1::uuid[])
"""
_BLANK_MESSAGES = """
update messages set body = $2 where turn_id = any($1::uuid[]) and author is not null
"""
_SCHEDULES = "select id, request_text from schedules where id = any($1::uuid[]) for update"
_BUTTONS = "delete from buttons where turn_id = any($1::uuid[]) and args->>'memory' like any($2::text[])"
_CAPTIONS = """
select i.id, i.caption, p.turn_id from pictures p join images i on i.id = p.image_id where p.turn_id = any($1::uuid[]) and i.caption <> ''
"""
_BROUGHT = "select i.id, i.caption, null::uuid as turn_id from images i where i.id = any($1::uuid[])"
# Brought by a person for this memory: it goes from their messages too, unless another memory holds it.
_DETACH = """
delete from message_images mi using images i, messages m
where i.id = mi.image_id and m.id = mi.message_id and i.id = any($1::uuid[]) and m.author = i.owner and i.origin = ''
  and not exists (select 1 from pictures p where p.image_id = i.id)
  and not exists (select 1 from memory_images u where u.image_id = i.id and u.memory_id <> all($2::uuid[]))
"""
_EXPORTS = "delete from images where owner = any($1::text[]) and media_type = 'application/zip'"
