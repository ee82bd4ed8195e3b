"""Whose words a noticed turn carries."""

from collections.abc import Sequence

from agent.domain.conversation import ImageId, Reply
from agent.domain.generation import Evidence, GenerationContext
from agent.domain.taste_signals import TURNS_PER_BATCH_MIN, lines_of
from agent.outcomes import button
from tests.db.memory.learning.study import ANA, Study
from tests.fakes.builders import author
from tests.worlds.stored_turns import author_id


def look(**slots: Evidence) -> GenerationContext:
    return GenerationContext(slots={"subject": Evidence(value="a fox", method="said"), **slots})  # type: ignore[dict-item]


async def test_a_choice_says_only_what_the_presser_had_said(study: Study) -> None:
    await study.agrees("ana")
    await study.agrees("bob")
    drawn = look(
        style=Evidence(value="Ink", method="said"), palette=Evidence(value="muted", method="recall", memory="m"),
        time=Evidence(value="night", method="assume"), format=Evidence(value="square", method="said"),
    )  # fmt: skip
    anas = await study.turns.answer(
        (await study.turns.say("a fox in ink")).turn, picture="fox", context=drawn, buttons=[AGAIN]
    )
    for _ in range(TURNS_PER_BATCH_MIN):
        await study.press(AGAIN, anas.reply)
        await study.press(AGAIN, anas.reply, by="bob")

    batches = {batch.author: lines_of(batch) for batch in await study.noticed.take()}

    assert batches == {ANA: ["style: Ink"] * TURNS_PER_BATCH_MIN, author_id("bob"): []}


async def test_a_picture_that_somebody_else_began_lends_no_words(study: Study) -> None:
    """Bob's picture builds on Ana's: the style in it is hers."""
    await study.agrees("bob")
    await study.turns.answer((await study.turns.say("a fox in ink")).turn)
    bobs = await study.turns.answer(
        (await study.turns.say("make it night", by="bob")).turn, picture="bobs", buttons=[AGAIN],
        context=look(style=Evidence(value="ink", method="said"), time=Evidence(value="night", method="said")),
    )  # fmt: skip
    for _ in range(TURNS_PER_BATCH_MIN):
        await study.press(AGAIN, bobs.reply, by="bob")

    assert lines_of(await study.batch()) == ["time: night"] * TURNS_PER_BATCH_MIN


async def test_picking_a_draft_of_ones_own_says_which_look_was_picked(study: Study) -> None:
    await study.agrees()
    claim = await study.turns.claim((await study.turns.say("a fox")).turn)
    images = [await study.turns.image(name, by=author()) for name in ("one", "two")]
    drafts = [
        look(style=Evidence(value=value, method="assume", source="to choose from"))
        for value in ("ink", "oil")
    ]
    await post(study, claim, images, drafts)
    await study.agrees("bob")
    for _ in range(TURNS_PER_BATCH_MIN):
        await study.press(button("pick", "two", image=images[1]), claim.reply)
        await study.press(button("pick", "two", image=images[1]), claim.reply, by="bob")

    batches = {batch.author: lines_of(batch) for batch in await study.noticed.take()}

    assert batches == {ANA: ["style: oil"] * TURNS_PER_BATCH_MIN, author_id("bob"): []}


async def post(
    study: Study, claim: object, images: Sequence[ImageId], contexts: Sequence[GenerationContext]
) -> None:
    from agent.outcomes import PostedPicture

    pictures = [PostedPicture(image=i, context=c, caption="") for i, c in zip(images, contexts, strict=True)]
    reply = Reply(kind="image", text="which?", images=tuple(images))
    await study.turns.replies.store(claim, reply, end="done", pictures=pictures)  # type: ignore[arg-type]
    await study.turns.replies.posted(claim.reply, claim.reply)  # type: ignore[attr-defined]


AGAIN = button("again", "Again")
