"""What becomes of memories with the real embedder: told in several wordings, changed, tidied, embedded anew, and found."""

import asyncio
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
from tests.contracts.memory_house import ANA, ART, BOB, direct, pixels, recalled, tell
from tests.db.memory.pg_memory_house import PgMemoryHouse
from tests.fakes.embedder import FakeEmbedder

READER = reader_of(ANA, ART)

FACTS = (
    ("has a brown dog called Rex", "my dog Rex is brown", "owns a brown dog named Rex"),
    ("lives in Lisbon", "my home is in Lisbon", "I am based in Lisbon"),
    ("prefers watercolour", "likes watercolour best", "always wants watercolour"),
    ("plays the violin", "I'm a violinist", "I play violin"),
    ("is afraid of spiders", "spiders scare me", "has a fear of spiders"),
)


async def test_five_facts_in_three_wordings_end_as_five_memories(true_house: PgMemoryHouse) -> None:
    for wording in range(3):
        for fact in FACTS:
            await tell(
                true_house, fact[wording], kind="preference" if "watercolour" in fact[wording] else "fact"
            )

    kept = await true_house.desk.list(READER)

    assert len(kept) == 5, [memory.text for memory in kept]


async def test_things_that_only_look_alike_stay_apart(true_house: PgMemoryHouse) -> None:
    apart = (
        "has a dog called Rex", "has a dog called Bella", "has a cat called Rex", "sister is called Mia",
        "lives in Lisbon", "was born in Lisbon", "is afraid of dogs", "plays the violin", "teaches the violin to children",
    )  # fmt: skip
    for text in apart:
        await tell(true_house, text, kind="fact")

    assert {memory.text for memory in await true_house.desk.list(READER)} == set(apart)


async def test_a_changed_mind_wins_and_the_old_one_is_seen_in_the_history(true_house: PgMemoryHouse) -> None:
    await tell(true_house, "prefers watercolour")
    changed = await tell(true_house, "prefers pixel art")
    taken_back = await tell(true_house, "no longer likes pixel art")

    assert [memory.text for memory in changed.superseded] == ["prefers watercolour"]
    assert [memory.text for memory in taken_back.superseded] == ["prefers pixel art"]
    history = await true_house.desk.list(READER, history=True)
    assert [(m.text, m.valid_to is None) for m in history] == [
        ("no longer likes pixel art", True),
        ("prefers pixel art", False),
        ("prefers watercolour", False),
    ]
    assert "prefers watercolour" not in await recalled(true_house, READER, "in watercolour")


@pytest.mark.parametrize(
    "asked",
    ["mi elfa", "dibuja a mi elfa en el bosque", "meine Elfe", "mon elfe au bord de la mer", "my elf", "minha elfa"],
)  # fmt: skip
async def test_a_character_is_called_in_other_words_and_languages(
    true_house: PgMemoryHouse, asked: str
) -> None:
    await tell(true_house, "a silver-haired elf with a green cloak", kind="character", name="Luna")
    await tell(true_house, "a grumpy brown bear with a hat", kind="character", name="Rex")
    for text in ("prefers pixel art", "lives in Lisbon", "has a brown dog", "likes autumn forests"):
        await tell(true_house, text, kind="fact")

    assert (await recalled(true_house, READER, asked))[0].startswith("Luna")


@pytest.mark.parametrize(
    "asked", ["Luna at the beach", "luna's birthday", "Lnua at the beach", "LUNA and the sea", "Lunas Mantel"]
)
async def test_a_character_is_called_by_name_with_slips(true_house: PgMemoryHouse, asked: str) -> None:
    await tell(true_house, "a day at the beach by the sea", kind="fact")
    await tell(true_house, "a silver-haired elf", kind="character", name="Luna")
    await tell(true_house, "a brown bear", kind="character", name="Tuna")

    found = await true_house.store.recall(READER, asked, limit=3)

    assert (found.memories[0].memory.name, found.memories[0].via) == ("Luna", "name")
    assert [each.memory.name for each in found.memories if each.via == "name"] == ["Luna"]


async def test_both_lunas_are_found(house: PgMemoryHouse) -> None:
    await tell(house, "an elf", kind="character", name="Luna")
    await tell(house, "a moth", kind="character", name="Luna", scope="channel", by=BOB)

    found = await house.store.recall(READER, "Luna", limit=5)

    assert [(each.memory.text, each.via) for each in found.memories] == [
        ("an elf", "name"),
        ("a moth", "name"),
    ]


async def test_writers_at_the_same_time_store_a_thing_once(house: PgMemoryHouse) -> None:
    told = await asyncio.gather(*(tell(house, "prefers watercolour") for _ in range(8)))

    assert sorted(each.state for each in told) == ["known"] * 7 + ["new"]
    assert len({each.memory.id for each in told}) == 1


async def test_a_private_wording_never_enters_an_open_memory(house: PgMemoryHouse) -> None:
    await tell(house, "an elf", kind="character", name="Luna")
    told = await tell(house, "drawn after my boss", kind="character", name="Luna", at=direct(ANA))

    assert told.state == "known"
    assert (await house.desk.list(READER))[0].text == "an elf"


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


async def test_emoji_are_things_to_remember_too(house: PgMemoryHouse) -> None:
    await tell(house, "🦊🦊", kind="fact")
    await tell(house, "🐙", kind="fact")
    await tell(house, "a fox", kind="character", name="🦊")
    await tell(house, "an octopus", kind="character", name="🐙")

    assert len(await house.desk.list(READER)) == 4


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
