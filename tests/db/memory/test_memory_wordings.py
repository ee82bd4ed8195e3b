"""With the real embedder: one thing told in several wordings is one memory, and two things are two."""

import asyncio

import pytest

from agent.turn_context import reader_of
from tests.contracts.memory.memory_house import ANA, ART, BOB, direct, recalled, tell
from tests.db.memory.pg_memory_house import PgMemoryHouse

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


async def test_emoji_are_things_to_remember_too(house: PgMemoryHouse) -> None:
    await tell(house, "🦊🦊", kind="fact")
    await tell(house, "🐙", kind="fact")
    await tell(house, "a fox", kind="character", name="🦊")
    await tell(house, "an octopus", kind="character", name="🐙")

    assert len(await house.desk.list(READER)) == 4
