"""What becomes of memories with the real embedder: embedded anew, tidied, ended, and found."""

from dataclasses import replace

import pytest

from agent.domain.generation import GenerationContext
from agent.domain.memory import ChannelSettings, MemoryScope, NewMemory, Reader
from agent.errors import BadInput
from agent.turn_context import reader_of
from db.memory.deduplication import least_useful
from db.memory.memory_maintenance import Consolidation
from db.memory.memory_store import PgMemoryStore
from db.memory.recall.picture_search import picture_terms
from tests.contracts.memory.memory_house import ANA, ART, direct, pixels, recalled, tell
from tests.db.memory.pg_memory_house import PgMemoryHouse
from tests.fakes.models.embedder import FakeEmbedder

READER = reader_of(ANA, ART)


async def test_what_is_remembered_while_the_embedder_is_away_gets_its_vector_later(
    house: PgMemoryHouse,
) -> None:
    assert isinstance(house.embedder, FakeEmbedder)
    house.embedder.away = True
    await tell(house, "has a brown dog", kind="fact")
    picture = await house.post("a boat on a lake", pixels("boat"), by=ANA, place=ART)
    assert await recalled(house, READER, "brown dog") == ["has a brown dog"]
    found = await house.store.recall(READER, "the boat", limit=3)
    assert [each.image for each in found.pictures] == [picture]
    chores = Consolidation(house.pool, house.embedder, house.clock).chores()
    assert await chores["embeddings"]() == 0

    house.embedder.away = False

    assert await chores["embeddings"]() == 2
    assert await chores["embeddings"]() == 0
    assert await house.pool.fetchval("select count(*) from memory_vectors") == 1
    assert await house.pool.fetchval("select bool_and(caption_embedding is not null) from pictures")


async def test_a_new_model_embeds_everything_anew_while_recall_goes_on(house: PgMemoryHouse) -> None:
    for number in range(70):
        await tell(house, f"fact number {number} about thing{number}", kind="fact")
    await house.post("a boat on a lake", pixels("boat"), by=ANA, place=ART)
    newer = FakeEmbedder("other", dimensions=32)
    store = PgMemoryStore(house.pool, newer, house.clock)

    async def first() -> str:
        return (await store.recall(READER, "thing42", limit=3)).memories[0].memory.text

    assert await first() == "fact number 42 about thing42"
    chores = Consolidation(house.pool, newer, house.clock).chores()
    assert await chores["embeddings"]() == 71
    assert await first() == "fact number 42 about thing42"
    rows = await house.pool.fetch("select model, dimensions, count(*) as n from memory_vectors group by 1, 2")
    assert [tuple(row) for row in rows] == [("other", 32, 70)]
    assert await house.pool.fetchval("select vector_dims(caption_embedding) from pictures") == 32


async def test_tidying_merges_what_slipped_in_twice_and_retires_what_contradicts(
    true_house: PgMemoryHouse,
) -> None:
    """Told while the embedder was away, by words alone."""
    assert true_house.embedder
    away = FakeEmbedder(true_house.embedder.model, dimensions=384)
    away.away = True
    store = PgMemoryStore(true_house.pool, away, true_house.clock)
    scope = MemoryScope(kind="user", key=ANA)
    for kind, text, slot in (
        ("fact", "is afraid of spiders", ""), ("fact", "spiders scare me", ""),
        ("preference", "prefers oil paint", "style"), ("fact", "lives in Lisbon", ""),
    ):  # fmt: skip
        await store.remember(NewMemory(scope=scope, kind=kind, text=text, author=ANA, slot=slot))
    before = {memory.text for memory in await true_house.desk.list(READER)}
    consolidation = Consolidation(true_house.pool, true_house.embedder, true_house.clock)
    await consolidation.chores()["embeddings"]()

    await consolidation.chores()["consolidation"]()

    after = {memory.text for memory in await true_house.desk.list(READER)}
    assert len(before) in (3, 4)
    assert len(after) == 3
    assert {"prefers oil paint", "lives in Lisbon"} < after
    assert await consolidation.chores()["consolidation"]() == 0
    assert await consolidation.chores()["consolidation"]() == 0


async def test_over_the_cap_the_least_useful_goes_first(house: PgMemoryHouse) -> None:
    for text, kind, scope in (
        ("rule one", "rule", "channel"), ("old and unused", "fact", "channel"), ("old and used", "fact", "channel"),
        ("new and unused", "fact", "channel"),
    ):  # fmt: skip
        await tell(house, text, kind=kind, scope=scope)
    live = list(await house.desk.list(READER))
    used = [replace(m, uses=3) if m.text == "old and used" else m for m in live]
    noticed = replace(live[0], id="x", text="noticed in passing", origin="distilled", uses=9)

    assert [m.text for m in least_useful([*used, noticed], keep=3)] == [
        "noticed in passing",
        "old and unused",
    ]
    assert [m.text for m in least_useful(used, keep=0)][-1] != "rule one"
    assert not least_useful(used, keep=4)


async def test_the_operator_s_cap_holds_and_what_made_room_is_counted(house: PgMemoryHouse) -> None:
    for n in range(5):
        await tell(house, f"fact number {n}", kind="fact")
    chores = Consolidation(house.pool, house.embedder, house.clock, memories_max=3).chores()

    await chores["consolidation"]()
    await chores["consolidation"]()

    assert len(await house.desk.list(READER)) == 3
    assert await house.desk.made_room(READER) == {"user": 2}


async def test_retention_ends_what_a_place_keeps_for_a_time_only(house: PgMemoryHouse) -> None:
    scope = MemoryScope(kind="channel", key=ART.channel_key)
    await house.settings.save_channel(scope, replace(ChannelSettings(), retention_days=30))
    await tell(house, "flat pastel banners", scope="channel")
    await tell(house, "never gore", scope="channel", kind="rule")
    await tell(house, "has a brown dog", kind="fact")
    old = await house.post("a boat", pixels("boat"), by=ANA, place=ART)
    elsewhere = await house.post("a fox", pixels("fox"), by=ANA, place=direct(ANA))
    await house.pool.execute("update turns set finished_at = now() - interval '40 days'")
    house.clock.move(days=31)

    await house.retain()

    assert {m.text for m in await house.desk.list(READER)} == {"never gore", "has a brown dog"}
    pictures = {row["image_id"] for row in await house.pool.fetch("select image_id::text from pictures")}
    assert pictures == {elsewhere}
    assert old not in pictures


async def test_a_scoped_query_uses_the_scope_s_index(house: PgMemoryHouse) -> None:
    """Among many scopes; a plan for a handful of rows would scan them all, rightly."""
    await house.pool.execute(
        """
insert into memory_scopes (scope_kind, scope_key, version, removals)
select 'user', 'x:' || n, n, n from generate_series(1, 2000) n
"""
    )
    await house.pool.execute(
        """
insert into memories (scope_kind, scope_key, version, kind, author, body, origin, content_hash, valid_from)
select 'user', 'x:' || (n % 2000 + 1), n, 'fact', 'x', 'fact ' || n, 'explicit', sha256(n::text::bytea), now()
from generate_series(1, 20000) n
"""
    )
    await house.pool.execute("analyze memories, memory_scopes")

    plan = await house.store.explain(Reader(author="x:7", channel="a", community=None, private=False))

    assert "memories_scope" in plan
    assert "Seq Scan on memories" not in plan
    assert "Seq Scan on memory_scopes" not in plan


def test_a_picture_is_found_by_what_its_slots_say() -> None:
    assert {"boat", "lake"} <= set(picture_terms("a boat on a lake", GenerationContext()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?",
        "%_\\'\";--",
        "🦊" * 2000,
        "\u202eabc\u200b",
        "a" * 100_000,
        "我" * 5_000,
        "x\n\ty",
        "{}[]()$1",
    ],
)
async def test_any_question_is_answered(house: PgMemoryHouse, text: str) -> None:
    await tell(house, "has a brown dog", kind="fact")
    await house.post("a boat", pixels("boat"), by=ANA, place=ART)

    found = await house.store.recall(READER, text, limit=5)

    assert len(found.memories) == 1
    assert await house.desk.list(READER, search=text) is not None


@pytest.mark.parametrize("text", ["has a \x00 dog", "has a \ud800 dog"])
async def test_what_cannot_be_stored_is_said_so_and_breaks_nothing(house: PgMemoryHouse, text: str) -> None:
    with pytest.raises(BadInput):
        await tell(house, text, kind="fact")

    await tell(house, "has a brown dog", kind="fact")
    assert await recalled(house, READER, "dog") == ["has a brown dog"]


@pytest.mark.parametrize("asked", ["the picture from yesterday", "la imagen de ayer"])
async def test_who_names_a_day_alone_is_shown_no_picture_of_another(house: PgMemoryHouse, asked: str) -> None:
    house.clock.move(days=1)
    await house.post("a train", pixels("train"), by=ANA, place=ART)
    none = await house.store.recall(reader_of(ANA, ART), asked, limit=5)
    house.clock.move(days=1)
    await house.post("a rose", pixels("rose"), by=ANA, place=ART)

    found = await house.store.recall(reader_of(ANA, ART), asked, limit=5)
    with_words = await house.store.recall(reader_of(ANA, ART), "the rose from yesterday", limit=5)

    assert none.pictures == ()
    assert [picture.caption for picture in found.pictures] == ["a train"]
    assert {picture.caption for picture in with_words.pictures} == {"a rose", "a train"}
