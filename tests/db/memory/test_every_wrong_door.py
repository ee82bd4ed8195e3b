"""Thirty people in six channels of three communities and in private: nothing crosses, whichever door is tried."""

import asyncio
from dataclasses import dataclass
from uuid import uuid4

import pytest

from agent.domain.conversation import AuthorId, ImageId, Place
from agent.domain.memory import AuthorSettings, Memory, MemoryScope, NewMemory, Reader
from agent.errors import NotFound
from agent.turn_context import reader_of
from db.memory.recall.recall_statement import Query, Recalling
from db.memory.recall.scope_index import ScopeCache
from tests.contracts.memory.memory_house import direct, pixels, switch_memory
from tests.db.memory.pg_memory_house import PgMemoryHouse

PEOPLE = [AuthorId(f"discord:{number:02}") for number in range(30)]
PLACES = [
    Place(platform="discord", community=community, channel=channel)
    for community in ("red", "green", "blue")
    for channel in ("art", "music")
]
QUERY = "what do you know of the secret word"


@dataclass(frozen=True)
class World:
    house: PgMemoryHouse
    memories: dict[str, Memory]
    """By the secret word they hold."""


def home_of(person: AuthorId) -> Place:
    """The channel a person writes in; five people each."""
    return PLACES[PEOPLE.index(person) % len(PLACES)]


def may_read(reader: Reader) -> set[str]:
    """Secret words that this reader may see, by how they were told."""
    number = reader.author.split(":")[1]
    words = {f"own{number}"}
    if reader.private:
        return words | {f"dm{number}"}
    place = next(place for place in PLACES if place.channel_key == reader.channel)
    return words | {f"channel{place.community}{place.channel}", f"community{place.community}"}


@pytest.fixture
async def world(house: PgMemoryHouse) -> World:
    told: list[NewMemory] = []
    for person in PEOPLE:
        number = person.split(":")[1]
        told.append(_new(MemoryScope(kind="user", key=person), f"own{number}", person))
        told.append(_new(MemoryScope(kind="user", key=person), f"dm{number}", person, private=True))
    for place in PLACES:
        channel = MemoryScope(kind="channel", key=place.channel_key)
        told.append(_new(channel, f"channel{place.community}{place.channel}", PEOPLE[0]))
    for community in ("red", "green", "blue"):
        told.append(
            _new(
                MemoryScope(kind="community", key=f"discord:{community}"), f"community{community}", PEOPLE[1]
            )
        )
    remembered = await asyncio.gather(*(house.store.remember(new) for new in told))
    return World(house, {_word(r.memory): r.memory for r in remembered})


def _new(scope: MemoryScope, word: str, author: str, *, private: bool = False) -> NewMemory:
    return NewMemory(
        scope=scope,
        kind="preference",
        text=f"the secret word is {word}",
        author=author,
        said_in_private=private,
    )


def _word(memory: Memory) -> str:
    return memory.text.rsplit(" ", 1)[1]


def readers() -> list[Reader]:
    """Everybody in every channel, and in their own private place."""
    return [reader_of(p, place) for p in PEOPLE for place in (*PLACES, direct(p))]


async def test_recall_profile_and_list_cross_no_border(world: World) -> None:
    house = world.house
    for reader in readers():
        found = await house.store.recall(reader, QUERY, limit=50)
        profile = await house.store.profile(reader)
        listed = await house.desk.list(reader, search="secret", history=True)

        for memories in ([r.memory for r in found.memories], profile.memories, listed):
            assert {_word(memory) for memory in memories} == may_read(reader)


async def test_a_made_up_reader_sees_nothing(world: World) -> None:
    made_up = (
        Reader(author="discord:99", channel="discord:red/nowhere", community="discord:violet", private=False),
        Reader(author="", channel="", community="", private=True),
        Reader(author="%", channel="%", community="%", private=True),
        Reader(author="discord:01' or '1'='1", channel="x", community=None, private=True),
        Reader(author="discord:00\u200b", channel="discord:red/ART", community="discord:RED", private=True),
        # The same number on another platform is another person, and another place.
        Reader(author="telegram:00", channel="telegram:red/art", community="telegram:red", private=True),
    )

    for reader in made_up:
        assert not (await world.house.store.recall(reader, QUERY, limit=50)).memories
        assert not (await world.house.store.profile(reader)).memories
        assert not await world.house.desk.list(reader, history=True)


async def test_an_id_is_no_key(world: World) -> None:
    """Knowing the id of somebody's memory opens nothing: not to change, to forget, to add to, nor to export it."""
    house = world.house
    image = await house.save_image(pixels("mine"), owner=PEOPLE[0])
    foreign = [
        m.id
        for word, m in world.memories.items()
        if word.startswith(("own", "dm")) and not word.endswith("00")
    ]
    thief = reader_of(PEOPLE[0], PLACES[0])

    assert await house.desk.forget(thief, foreign, may_manage=True) == 0
    for memory in (foreign[0], foreign[-1], str(uuid4())):
        with pytest.raises(NotFound):
            await house.desk.edit(thief, memory, text="stolen", may_manage=True)
        with pytest.raises(NotFound):
            await house.desk.add_image(thief, memory, ImageId(image))
    exported = await house.desk.export(thief)
    assert b"own01" not in exported

    for person in PEOPLE[1:]:
        own = await house.desk.list(reader_of(person, direct(person)), search=f"own{person.split(':')[1]}")
        assert len(own) == 1
        assert not own[0].images


async def test_moderators_reach_no_further_than_their_place(world: World) -> None:
    house = world.house
    shared = {word: m.id for word, m in world.memories.items() if word.startswith(("channel", "community"))}
    moderator = reader_of(PEOPLE[3], PLACES[0])

    assert await house.desk.forget(moderator, list(shared.values()), may_manage=True) == 2

    left = {_word(m) for place in PLACES for m in await house.desk.list(reader_of(PEOPLE[4], place))}
    assert {word for word in left if not word.startswith("own")} == set(shared) - {
        "channelredart",
        "communityred",
    }


async def test_pictures_cross_no_border(world: World) -> None:
    house = world.house
    for person in PEOPLE[:6]:
        await house.post(f"boat of {person}", pixels(f"open {person}"), by=person, place=home_of(person))
    await house.post("boat in private", pixels("private"), by=PEOPLE[0], place=direct(PEOPLE[0]))
    await house.post("boat in secret", pixels("secret"), by=PEOPLE[1], place=PLACES[1], incognito=True)

    for reader in readers():
        found = await house.store.recall(reader, "the boat", limit=50)
        captions = {picture.caption for picture in found.pictures}
        allowed = {
            f"boat of {p}"
            for p in PEOPLE[:6]
            if p == reader.author or home_of(p).channel_key == reader.channel
        }
        if reader == reader_of(PEOPLE[0], direct(PEOPLE[0])):
            allowed.add("boat in private")
        assert captions == allowed


async def test_a_switched_off_memory_is_shut_even_where_it_was_just_read(world: World) -> None:
    house = world.house
    person, place = PEOPLE[6], home_of(PEOPLE[6])
    reader = reader_of(person, place)
    assert {
        _word(r.memory) for r in (await house.store.recall(reader, QUERY, limit=50)).memories
    } == may_read(reader)

    await switch_memory(house, author=person, on=False)

    found = {_word(r.memory) for r in (await house.store.recall(reader, QUERY, limit=50)).memories}
    assert found == may_read(reader) - {"own06"}

    await switch_memory(house, author=person, on=True)
    await switch_memory(house, scope=MemoryScope(kind="community", key=place.community_key or ""), on=False)

    assert not (await house.store.recall(reader, QUERY, limit=50)).memories
    assert not (await house.store.profile(reader)).memories


async def test_private_words_follow_their_own_person_only(world: World) -> None:
    """Letting one's private words out shows them to oneself, in what the bot does for oneself."""
    house = world.house
    await house.settings.save_author(PEOPLE[0], AuthorSettings(private_in_public=True))

    own = reader_of(PEOPLE[0], PLACES[0])
    found = {_word(r.memory) for r in (await house.store.recall(own, QUERY, limit=50)).memories}
    assert found == may_read(own) | {"dm00"}

    for person in PEOPLE[1:]:
        reader = reader_of(person, PLACES[0])
        found = {_word(r.memory) for r in (await house.store.recall(reader, QUERY, limit=50)).memories}
        assert found == may_read(reader)


async def test_recalls_at_the_same_time_do_not_mix(world: World) -> None:
    wanted = readers() * 2
    found = await asyncio.gather(*(world.house.store.recall(reader, QUERY, limit=50) for reader in wanted))

    for reader, recollection in zip(wanted, found, strict=True):
        assert {_word(r.memory) for r in recollection.memories} == may_read(reader)


async def test_a_tiny_cache_forgets_nothing(world: World) -> None:
    """Views are dropped while recalls that built on them are under way."""
    recalling = Recalling(world.house.pool, ScopeCache(rows_max=3))
    wanted = [reader for reader in readers() if reader.channel == PLACES[0].channel_key][:8] * 6

    async def recall(reader: Reader, number: int) -> set[str]:
        if number % 5 == 0:
            new = _new(MemoryScope(kind="channel", key=PLACES[0].channel_key), f"later{number}", PEOPLE[0])
            await world.house.store.remember(new)
        query = Query(
            reader=reader, text=QUERY, vector=None, model="words", dimensions=64, now=world.house.clock.now(), limit=100
        )  # fmt: skip
        return {_word(r.memory) for r in (await recalling.recall(query)).memories}

    found = await asyncio.gather(*(recall(reader, number) for number, reader in enumerate(wanted)))

    for reader, words in zip(wanted, found, strict=True):
        assert {word for word in words if not word.startswith("later")} == may_read(reader)
    last = await recall(wanted[0], 1)
    assert len({word for word in last if word.startswith("later")}) == len(range(0, len(wanted), 5))
