"""Of several characters in one picture one is forgotten: nothing of them stays, and the others are as they were."""

import pytest

from agent.domain.cast import evidence_of, references_of
from agent.domain.characters import Character, remembered
from agent.domain.conversation import Reply
from agent.domain.generation import GenerationContext
from agent.domain.memory import Memory, MemoryScope, NewMemory
from agent.outcomes import PostedPicture
from agent.turn_context import reader_of
from db.codec import load
from tests.contracts.memory.memory_house import ANA, ART, pixels
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.pg_memory_house import PgMemoryHouse


async def _told(house: PgMemoryHouse, name: str, looks: str) -> Memory:
    image = await house.save_image(pixels(name), owner=ANA)
    new = NewMemory(
        scope=MemoryScope(kind="user", key=ANA), kind="character", name=name, text=looks, author=ANA, images=(image,)
    )  # fmt: skip
    return (await house.store.remember(new)).memory


async def _drawn(house: PgMemoryHouse, people: list[Character]) -> None:
    claim = await house.hear("draw them at the fair", by=ANA, place=ART)
    context = GenerationContext(
        slots={"character": evidence_of(people, method="recall", source="memory")},
        references=references_of(people),
    )
    picture = await house.save_image(pixels("the fair"), owner=ANA)
    posted = PostedPicture(image=picture, context=context, caption="at the fair")
    reply = Reply(kind="image", text="At the fair.", images=(picture,), context=context)
    await house.answer(claim, reply, pictures=[posted])


@pytest.mark.parametrize("number", [0, 1])
async def test_the_other_stays_with_memory_and_picture(house: PgMemoryHouse, number: int) -> None:
    told = [
        await _told(house, "Zan: the first", "quokka; with a lute"),
        await _told(house, "Ymir; the late", "walrus: white"),
    ]
    people = [remembered(memory) for memory in told]
    await _drawn(house, people)
    gone, left = told[number], people[1 - number]

    assert await house.desk.forget(reader_of(ANA, ART), [gone.id]) == 1

    kept = load(GenerationContext, await house.pool.fetchval("select context from pictures"))
    assert kept.characters() == (left,)
    assert kept.slots["character"].memory == left.memory
    assert not quoting(await dump(house.pool), gone.name, gone.text, gone.id)
