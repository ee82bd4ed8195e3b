"""Everything in the house that quotes a memory: messages, requests, steps, questions, pictures' records, buttons, exports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.domain.generation import GenerationContext
from agent.domain.memory import Memory, MemoryScope
from db.codec import load
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

REPLIES_DEPTH_MAX = 25
"""How far down a chain of replies quotations are followed: the bot itself looks no further back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quoting:
    """A table whose rows belong to a turn and may quote a memory."""

    table: str
    turn: str = "turn_id"
    texts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


_TABLES = (
    _Quoting(table="turns", turn="id", texts=("request_text",), documents=("request",)),
    _Quoting(table="messages", texts=("body", "working"), documents=("reply",)),
    _Quoting(table="steps", documents=("result",)),
    _Quoting(table="traces", documents=("facts",)),
    _Quoting(table="questions", texts=("request_text",), documents=("plan", "ask")),
    _Quoting(table="buttons", documents=("args",)),
    _Quoting(table="pictures", texts=("caption",), documents=("context",)),
)


async def scrub_traces_of(connection: Connection, scope: MemoryScope, memories: Sequence[Memory]) -> None:
    """Within the caller's transaction, before the memories' rows go. Only in turns that could know them: their person's, or the
    shared place's, and what replied to those."""
    forgotten = Forgotten.of((m.id for m in memories), _phrases(memories))
    ids = [memory.id for memory in memories]
    told = await connection.fetch(_SOURCES, ids)
    sources = list({row["turn_id"] for row in told})
    forgotten = forgotten.with_phrases(row["wording"] for row in told)
    forgotten = forgotten.with_phrases(row["said"] for row in await connection.fetch(_FORMER, ids))
    chain = await connection.fetch(_TURNS[scope.kind], scope.key, sources)
    turns = list({row["id"] for row in chain})
    more = await _further_phrases(connection, turns, forgotten)
    for source in sources:
        more.setdefault(source, []).extend(_clauses(memories))
    for row in await connection.fetch(_ASKING, turns):
        if _speaks_of(row["said"], memories):
            more.setdefault(row["id"], []).extend(said for said in row["said"] if said)
    for row in chain:  # nearest replies first: what replies to a reply has its words too
        if row["replies_to"] in more:
            more.setdefault(row["id"], []).extend(more[row["replies_to"]])
    for quoting in _TABLES:
        await _scrub_table(connection, quoting, turns, forgotten, more)
    await connection.execute(_BLANK_REQUESTS, sources, GONE)
    await connection.execute(_BLANK_MESSAGES, sources, GONE)
    await _scrub_schedules(connection, turns, forgotten)
    await connection.execute(_BUTTONS, turns, [f"%{memory}%" for memory in ids])
    await _scrub_captions(connection, turns, forgotten, more)
    await connection.execute(_DETACH, [image for m in memories for image in m.images], ids)
    await connection.execute(_EXPORTS, list({memory.author for memory in memories}))


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
    connection: Connection, turns: Sequence[Any], forgotten: Forgotten
) -> dict[Any, list[str]]:
    """What slots filled from the memories say, for each turn: its prompt and its reply repeat it. Only there, for it may be a
    word of every day ("watercolour")."""
    found: dict[Any, list[str]] = {}
    for row in await connection.fetch(_RESTING, turns, [f"%{memory}%" for memory in forgotten.ids]):
        found.setdefault(row["turn_id"], []).extend(values_resting_on(row["document"], forgotten.ids))
    return found


async def _scrub_table(
    connection: Connection,
    quoting: _Quoting,
    turns: Sequence[Any],
    forgotten: Forgotten,
    more: Mapping[Any, list[str]],
) -> None:
    columns = (*quoting.texts, *quoting.documents)
    quotes = " or ".join(f"{column}::text ilike any($2::text[])" for column in columns)
    rows = await connection.fetch(
        f"select ctid as place, {quoting.turn} as of_turn, {', '.join(columns)} from {quoting.table} "
        f"where {quoting.turn} = any($1::uuid[]) and ({quotes} or {quoting.turn} = any($3::uuid[])) for update",
        turns, _likes(forgotten), list(more),
    )  # fmt: skip
    for row in rows:
        told = forgotten.with_phrases(more.get(row["of_turn"], ()))
        values = [
            *(scrubbed_text(row[column], told) for column in quoting.texts),
            *(scrubbed(row[column], told) for column in quoting.documents),
        ]
        if values != [row[column] for column in columns]:
            await _write(connection, quoting, row["place"], dict(zip(columns, values, strict=True)))


async def _write(connection: Connection, quoting: _Quoting, place: object, values: Mapping[str, Any]) -> None:
    sets = [f"{column} = ${number}" for number, column in enumerate(values, start=2)]
    arguments = list(values.values())
    if quoting.table == "pictures":  # found by other words from now on, and embedded anew
        terms = picture_terms(values["caption"], load(GenerationContext, values["context"]))
        sets += [f"terms = ${len(arguments) + 2}", "caption_embedding = null", "caption_model = null"]
        arguments.append(terms)
    await connection.execute(
        f"update {quoting.table} set {', '.join(sets)} where ctid = $1", place, *arguments
    )


async def _scrub_schedules(connection: Connection, turns: Sequence[Any], forgotten: Forgotten) -> None:
    """What is drawn by the clock, by whoever made it in one of these turns."""
    for row in await connection.fetch(_SCHEDULES, turns, _likes(forgotten)):
        text = scrubbed_text(row["request_text"], forgotten)
        await connection.execute("update schedules set request_text = $2 where id = $1", row["id"], text)


async def _scrub_captions(
    connection: Connection, turns: Sequence[Any], forgotten: Forgotten, more: Mapping[Any, list[str]]
) -> None:
    for row in await connection.fetch(_CAPTIONS, turns):
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


def _turns_where(condition: str) -> str:
    """Turns of $1, those of $2, and whatever replied to them (quoting them), with what each replied to."""
    return f"""
with recursive of_them as (
  select t.id, null::uuid as replies_to, 0 as depth from turns t where {condition} or t.id = any($2::uuid[])
  union
  select t.id, o.id, o.depth + 1
  from of_them o join messages m on m.turn_id = o.id join turns t on t.reply_to_id = m.id
  where o.depth < {REPLIES_DEPTH_MAX}
)
select id, replies_to from of_them order by depth
"""


_TURNS = {
    "user": _turns_where("t.author = $1"),
    "channel": _turns_where("t.channel = $1"),
    "community": _turns_where("t.community = $1"),
}
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
_SCHEDULES = """
select id, request_text from schedules
where author in (select author from turns where id = any($1::uuid[])) and request_text ilike any($2::text[]) for update
"""
_BUTTONS = "delete from buttons where turn_id = any($1::uuid[]) and args->>'memory' like any($2::text[])"
_CAPTIONS = """
select i.id, i.caption, p.turn_id from images i left join pictures p on p.image_id = i.id
where i.caption <> '' and (
  i.owner in (select author from turns where id = any($1::uuid[])) or p.turn_id = any($1::uuid[]))
"""
# Brought by a person for this memory: it goes from their messages too, unless another memory holds it.
_DETACH = """
delete from message_images mi using images i, messages m
where i.id = mi.image_id and m.id = mi.message_id and i.id = any($1::uuid[]) and m.author = i.owner and i.origin = ''
  and not exists (select 1 from pictures p where p.image_id = i.id)
  and not exists (select 1 from memory_images u where u.image_id = i.id and u.memory_id <> all($2::uuid[]))
"""
_EXPORTS = "delete from images where owner = any($1::text[]) and media_type = 'application/zip'"
