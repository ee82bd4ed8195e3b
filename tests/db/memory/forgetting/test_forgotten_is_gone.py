"""Forget, then dump the whole database: no byte of it remains."""

from dataclasses import replace

import pytest

from agent.domain.conversation import Button, Command, ImageId, Reply
from agent.domain.generation import (
    Candidate,
    Evidence,
    Gap,
    GenerationContext,
    ImageData,
    Plan,
    Reference,
    Statement,
)
from agent.domain.memory import Memory, MemoryScope, NewMemory
from agent.domain.questions import AskDecision, OpenQuestion, Question
from agent.outcomes import PostedPicture
from agent.turn_context import reader_of
from db.memory.embedding_backlog import EmbeddingBacklog
from tests.contracts.memory.memory_house import ANA, ART, BOB, direct, pixels, tell
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.pg_memory_house import PgMemoryHouse

DESCRIBED = "a silver-haired elf with a zanzibar cloak"
WORDS = ("zanzibar", "silver-haired", "Lunamaris", "quokka")
"""Words that stand in nothing but what is to be forgotten."""
ZIP = b"PK\x03\x04"
"""How an export begins; half of it stands in some id or other by chance."""


async def living(house: PgMemoryHouse, reference: ImageData) -> Memory:
    """A character is told twice in words of its own, drawn, asked about, talked about and exported."""
    memory = await _told(house, reference)
    await _told_again(house)
    picture = await _drawn(house, memory)
    await _asked(house, memory)
    await _talked_about_by_bob(house, picture)
    claim = await house.hear("/export", by=ANA, place=ART)
    blob = ImageData(
        data=await house.desk.export(reader_of(ANA, ART)), media_type="application/zip", width=0, height=0
    )
    saved = await house.save_image(blob, owner=ANA)
    await house.answer(claim, Reply(kind="text", text="Everything I keep about you:", files=(saved,)))
    await EmbeddingBacklog(house.pool, house.embedder).work()
    return memory


def _statement(claim_turn: str, text: str, images: tuple[str, ...] = ()) -> NewMemory:
    return NewMemory(
        scope=MemoryScope(kind="user", key=ANA), kind="character", name="Lunamaris", text=text, author=ANA, images=images,
        turn=claim_turn,
    )  # fmt: skip


async def _told(house: PgMemoryHouse, reference: ImageData) -> Memory:
    claim = await house.hear(f"Remember Lunamaris, she is {DESCRIBED}", by=ANA, place=ART, images=[reference])
    journal = await house.journal(claim)
    said = claim.turn.request
    statement = Statement(kind="character", name="Lunamaris", text=DESCRIBED, image=said.images[0])

    async def plan() -> Plan:
        return Plan(intent="remember", statements=(statement,))

    await journal.once("plan", Plan, plan)
    remembered = await house.store.remember(_statement(claim.turn.id, DESCRIBED, said.images))
    undo = Button(
        id="v1:undo:AAAAAAAAAAAAAAAAAAAAAA",
        action="undo",
        label="Undo",
        args={"memory": remembered.memory.id},
    )
    await house.answer(
        claim, Reply(kind="text", text=f"Noted: {remembered.memory.sentence()}", buttons=(undo,))
    )
    return remembered.memory


async def _told_again(house: PgMemoryHouse) -> None:
    """In other words, which the memory takes in; the reply says it as it is now."""
    claim = await house.hear("my elf Lunamaris keeps a quokka", by=ANA, place=ART)
    remembered = await house.store.remember(_statement(claim.turn.id, "keeps a quokka"))
    await house.answer(claim, Reply(kind="text", text=f"Noted: {remembered.memory.sentence()}"))


async def _drawn(house: PgMemoryHouse, memory: Memory) -> str:
    claim = await house.hear("draw lunamaris at the fair", by=ANA, place=ART)
    journal = await house.journal(claim)
    context = GenerationContext(
        slots={
            "subject": Evidence(value="Lunamaris at the fair", method="said"),
            "character": Evidence(
                value="Zanzibar Elf", method="recall", source=f"memory: {memory.sentence()}", memory=memory.id
            ),
            "setting": Evidence(value="a fair", method="said"),
        },
        references=(Reference(image=memory.images[0], role="character", label="Lunamaris"),),
        prompt=f"Lunamaris at the fair. Lunamaris is {DESCRIBED.upper()}. Zanzibar Elf.",
    )

    async def plan() -> Plan:
        return Plan(intent="create", context=context)

    await journal.once("plan", Plan, plan)
    await journal.note("render", told=f"a picture of {DESCRIBED}")
    picture = await house.save_image(pixels("the fair"), owner=ANA)
    await house.pool.execute(
        "update images set caption = $2 where id = $1::uuid", picture, "Zanzibar Elf at the fair"
    )
    reply = Reply(
        kind="image", text=f"**Zanzibar Elf at the fair**\nFrom memory: {DESCRIBED} (character).", images=(picture,),
        alts=("Zanzibar Elf at the fair",), context=context, memories=(memory.sentence(),),
    )  # fmt: skip
    posted = PostedPicture(image=picture, context=context, caption="Zanzibar Elf at the fair")
    await house.answer(claim, reply, pictures=[posted])
    return picture


async def _asked(house: PgMemoryHouse, memory: Memory) -> None:
    claim = await house.hear("draw her again", by=ANA, place=ART)
    option = Candidate(value=f"Lunamaris, {DESCRIBED}", probability=0.6, memory=memory.id)
    gap = Gap(slot="character", why="who is she?", route="ask", question="Who?", candidates=(option,))
    ask = AskDecision(questions=(Question(slot="character", text="Who?", options=(option,)),))
    answer = Button(
        id="v1:answer:BBBBBBBBBBBBBBBBBBBBBB",
        action="answer",
        label="x",
        args={"slot": "character", "value": option.value},
    )
    await house.answer(
        claim,
        Reply(kind="question", text="Who?", buttons=(answer,)),
        question=OpenQuestion(text="draw her again", plan=Plan(intent="create", gaps=(gap,)), ask=ask),
    )


async def _talked_about_by_bob(house: PgMemoryHouse, picture: str) -> None:
    row = await house.pool.fetchrow("select message_id from pictures where image_id = $1::uuid", picture)
    await house.pool.execute("update messages set platform_id = 'p1' where id = $1", row["message_id"])
    claim = await house.hear(
        "and who is this?", by=BOB, place=ART, reply_to="p1", quoted=f"Zanzibar Elf: {DESCRIBED}"
    )
    await house.answer(claim, Reply(kind="text", text=f"The picture shows {DESCRIBED}."))


async def test_no_byte_of_a_forgotten_character_remains(house: PgMemoryHouse) -> None:
    reference = pixels("lunamaris herself")
    memory = await living(house, reference)
    vector = await house.pool.fetchval(
        "select embedding::text from memory_vectors where memory_id = $1::uuid", memory.id
    )
    before = await dump(house.pool)
    assert all(quoting(before, word) for word in (*WORDS, memory.id, reference.data.hex(), vector, ZIP.hex()))

    assert await house.desk.forget(reader_of(ANA, ART), [memory.id]) == 1

    after = await dump(house.pool)
    assert not quoting(after, *WORDS, memory.id, reference.data.hex(), vector)
    assert ZIP.hex() not in after


async def test_what_was_not_forgotten_stays_as_it_was(house: PgMemoryHouse) -> None:
    memory = await living(house, pixels("lunamaris herself"))
    await tell(house, "has a brown dog", kind="fact")
    claim = await house.hear("draw my brown dog at the fair", by=ANA, place=ART)
    await house.answer(claim, Reply(kind="text", text="A brown dog at the fair."))

    await house.desk.forget(reader_of(ANA, ART), [memory.id])

    dumped = await dump(house.pool)
    assert quoting(dumped, "draw my brown dog at the fair")
    assert quoting(dumped, "A brown dog at the fair.")
    assert quoting(dumped, "a fair")
    assert quoting(dumped, pixels("the fair").data.hex())
    context = await house.pool.fetchval("select context from pictures where caption like '%fair%'")
    assert set(context["slots"]) == {"subject", "setting"}
    assert context["slots"]["setting"]["value"] == "a fair"


async def test_the_pictures_words_are_found_no_more(house: PgMemoryHouse) -> None:
    memory = await living(house, pixels("lunamaris herself"))
    await house.desk.forget(reader_of(ANA, ART), [memory.id])
    await EmbeddingBacklog(house.pool, house.embedder).work()

    terms = await house.pool.fetchval("select terms from pictures where caption like '%fair%'")

    assert "fair" in terms
    assert "zanzibar" not in terms
    found = await house.store.recall(reader_of(ANA, ART), "the fair", limit=3)
    assert "zanzibar" not in found.pictures[0].caption.lower()


async def test_the_request_to_forget_keeps_nothing_either(house: PgMemoryHouse) -> None:
    told = await tell(house, "has a boat called zanzibar", kind="fact")
    claim = await house.hear("please forget that zanzibar is my boat", by=ANA, place=ART)
    journal = await house.journal(claim)

    async def plan() -> Plan:
        return Plan(intent="forget", forget="zanzibar is my boat")

    await journal.once("plan", Plan, plan)

    await house.desk.forget(reader_of(ANA, ART), [told.memory.id])
    await house.answer(claim, Reply(kind="text", text="Forgotten."))

    assert not quoting(await dump(house.pool), "zanzibar")


async def test_a_command_that_told_it_is_blanked_too(house: PgMemoryHouse) -> None:
    claim = await house.hear("/remember I adore zanzibar", by=ANA, place=ART)
    request = replace(claim.turn.request, command=Command(name="remember", argument="I adore zanzibar"))
    await house.pool.execute(
        "update turns set request = request || $2::jsonb where id = $1::uuid",
        claim.turn.id, {"command": {"name": request.command.name, "argument": request.command.argument}},
    )  # fmt: skip
    told = await house.store.remember(
        NewMemory(
            scope=MemoryScope(kind="user", key=ANA), kind="preference", text="likes the island", author=ANA,
            turn=claim.turn.id,
        )
    )  # fmt: skip
    await house.answer(claim, Reply(kind="text", text="Noted: likes the island"))

    await house.desk.forget(reader_of(ANA, ART), [told.memory.id])

    assert not quoting(await dump(house.pool), "zanzibar", "the island")


async def test_other_people_s_words_stay_theirs(house: PgMemoryHouse) -> None:
    mine = await tell(house, "prefers watercolour")
    await tell(house, "prefers watercolour", by=BOB)
    claim = await house.hear("I said I prefer it: prefers watercolour", by=BOB, place=ART)
    await house.answer(claim, Reply(kind="text", text="Noted: prefers watercolour"))

    await house.desk.forget(reader_of(ANA, ART), [mine.memory.id])

    assert quoting(await dump(house.pool), "Noted: prefers watercolour")
    assert [m.text for m in await house.desk.list(reader_of(BOB, ART))] == ["prefers watercolour"]


async def test_a_photo_that_someone_else_uses_stays_with_them(house: PgMemoryHouse) -> None:
    image = await house.post("a fox", pixels("fox"), by=ANA, place=ART)
    await tell(house, "a fox", kind="character", name="Reynard", by=BOB, images=[image])

    await house.desk.forget_everything(reader_of(ANA, ART))

    assert await house.has_image(image)
    assert (await house.desk.list(reader_of(BOB, ART)))[0].images == (image,)
    assert not quoting(await dump(house.pool), ANA)


@pytest.mark.parametrize("while_running", [False, True])
async def test_no_byte_of_a_person_remains(house: PgMemoryHouse, while_running: bool) -> None:
    await living(house, pixels("lunamaris herself"))
    await tell(house, "loves unicorns", at=direct(ANA))
    await house.post("a secret castle", pixels("castle"), by=ANA, place=direct(ANA))
    await tell(house, "never gore", scope="channel", kind="rule")
    running = await house.hear("forget everything", by=ANA, place=ART) if while_running else None

    gone = await house.desk.forget_everything(reader_of(ANA, ART))

    assert gone > 5
    if running is not None:
        await house.answer(running, Reply(kind="text", text="Everything I kept about you is gone."))
        assert not quoting(await dump(house.pool), *WORDS, "unicorns", "castle")
        await house.retain()
    dumped = await dump(house.pool)
    assert not quoting(dumped, *WORDS, "unicorns", "castle", ANA, "Ana\\b")
    assert not quoting(dumped, pixels("castle").data.hex(), pixels("lunamaris herself").data.hex())
    assert quoting(dumped, "never gore")
    assert quoting(dumped, BOB)


async def test_an_image_id_of_nothing_changes_nothing(house: PgMemoryHouse) -> None:
    told = await tell(
        house, "an elf", kind="character", name="Luna", images=[ImageId("0" * 36), ImageId("x")]
    )

    assert told.memory.images == ()


async def test_what_it_was_called_and_said_before_it_was_changed_is_gone_too(house: PgMemoryHouse) -> None:
    memory = await living(house, pixels("herself"))
    reader = reader_of(ANA, ART)
    await house.desk.edit(reader, memory.id, aliases=("Quicksilver",))
    claim = await house.hear("draw Quicksilver on a boat", by=ANA, place=ART)
    await house.answer(claim, Reply(kind="text", text=f"Lunamaris, {DESCRIBED} (also called Quicksilver)"))
    await house.desk.edit(reader, memory.id, name="Selenia", text="a knight in armour", aliases=())
    assert quoting(await dump(house.pool), "Quicksilver")

    assert await house.desk.forget(reader, [memory.id]) == 1

    after = await dump(house.pool)
    for word in (*WORDS, "Quicksilver", "Selenia", "knight in armour"):
        assert not quoting(after, word), word
