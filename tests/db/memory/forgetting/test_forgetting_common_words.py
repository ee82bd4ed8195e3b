"""What is forgotten may be a word that our own documents are built of ("said", "create"): they must stay readable."""

from agent.domain.conversation import Button, Pressed, Reply
from agent.domain.generation import Evidence, GenerationContext, Plan
from agent.domain.memory import MemoryScope, NewMemory
from agent.outcomes import PostedPicture
from agent.turn_context import reader_of
from db.codec import load, load_request
from db.memory.forgetting.text_scrubbing import GONE, Forgotten, scrubbed
from tests.contracts.memory.memory_house import ANA, ART, pixels
from tests.db.memory.pg_memory_house import PgMemoryHouse


async def _remembers(house: PgMemoryHouse, text: str) -> str:
    claim = await house.hear(f"/remember {text}", by=ANA, place=ART)
    scope = MemoryScope(kind="user", key=ANA)
    new = NewMemory(scope=scope, kind="fact", text=text, author=ANA, turn=claim.turn.id)
    remembered = await house.store.remember(new)
    await house.answer(claim, Reply(kind="text", text=f"Noted: {text}"))
    return remembered.memory.id


async def test_a_word_that_documents_are_built_of_is_forgotten_and_the_conversation_goes_on(
    house: PgMemoryHouse,
) -> None:
    memories = [await _remembers(house, word) for word in ("said", "image", "subject", "create", "2026")]
    claim = await house.hear("draw a fox", by=ANA, place=ART)
    journal = await house.journal(claim)
    context = GenerationContext(slots={"subject": Evidence(value="a fox who said hello", method="said")})

    async def plan() -> Plan:
        return Plan(intent="create", context=context)

    await journal.once("plan", Plan, plan)
    image = await house.save_image(pixels("a fox"), owner=ANA)
    await house.answer(
        claim,
        Reply(kind="image", text="a fox", images=(image,), context=context),
        pictures=[PostedPicture(image=image, context=context, caption="a fox")],
    )

    assert await house.desk.forget(reader_of(ANA, ART), memories) == len(memories)

    later = await house.hear("make it night", by=ANA, place=ART)
    (shown,) = [m for m in later.turn.thread if m.pictures]
    assert shown.pictures[0].context.slots["subject"] == Evidence(
        value=f"a fox who {GONE} hello", method="said"
    )
    for row in await house.pool.fetch("select result from steps"):
        load(Plan, row["result"])
    for row in await house.pool.fetch("select reply from messages where reply is not null"):
        load(Reply, row["reply"])
    for row in await house.pool.fetch("select request from turns"):
        load_request(row["request"])


def test_a_press_about_the_forgotten_stays_a_press_and_a_button_for_it_goes() -> None:
    forgotten = Forgotten.of(["m1"], ["watercolour"])
    press = {
        "kind": "pressed",
        "action": "undo",
        "args": {"memory": "m1"},
        "message": "b1",
        "owner": "console:ana",
    }
    kept = Button(id="v1:again:x", action="again", label="Again")
    undo = {"id": "v1:undo:x", "action": "undo", "label": "Undo", "args": {"memory": "m1"}}
    reply = {
        "kind": "text",
        "text": "Noted: watercolour",
        "buttons": [undo, {"id": kept.id, "action": "again", "label": "Again", "args": {}}],
    }

    request = load_request(scrubbed(press, forgotten))
    answer = load(Reply, scrubbed(reply, forgotten))

    assert isinstance(request, Pressed)
    assert request.args == {"memory": GONE}
    assert answer.buttons == (kept,)
    assert answer.text == f"Noted: {GONE}"
