"""A turn whose end cannot be stored, or whose beginning cannot be read, is answered all the same, and gives its seat back."""

from agent.domain.conversation import Reply, Turn
from agent.outcomes import Outcome, PostedPicture, told
from agent.ports import Journal, Progress
from db.pool import Pool
from tests.bot.turns.desk import Desk
from tests.fakes import builders
from tests.worlds.stored_turns import StoredTurns


async def test_a_picture_that_is_forgotten_while_its_turn_runs_leaves_an_answer(pool: Pool) -> None:
    house = StoredTurns(pool)
    desk = Desk(pool, house)
    turn = (await house.say()).turn

    async def draws(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        image = await house.image("a fox", by=turn.author)
        await pool.execute("delete from images")  # "forget everything", from another chat
        context = builders.context({"subject": "a fox"})
        return Outcome(
            reply=Reply(kind="image", text="a fox", images=(image,), alts=("a fox",)),
            pictures=(PostedPicture(image=image, context=context, caption="a fox"),),
        )

    await desk.runner(draws).run(turn)

    assert [kind for _, kind, _ in desk.post.delivered] == ["image"]
    assert await house.state(turn) == "done"


async def test_a_reply_that_cannot_be_stored_becomes_an_apology(pool: Pool) -> None:
    house = StoredTurns(pool)
    desk = Desk(pool, house)
    turn = (await house.say()).turn

    async def answers(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        return told("no such sign: \x00")

    await desk.runner(answers).run(turn)

    ((_, kind, text),) = desk.post.delivered
    assert (kind, "sorry" in text) == ("error", True)
    assert await house.turns.open_count("console") == 0


async def test_a_turn_that_cannot_be_read_is_answered_with_an_apology(pool: Pool) -> None:
    house = StoredTurns(pool)
    desk = Desk(pool, house)
    turn = (await house.say()).turn
    await pool.execute('update turns set request = \'{"kind": "unheard of"}\'')

    async def answers(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        raise AssertionError("there is nothing to answer")

    await desk.runner(answers).run(turn)

    ((_, kind, text),) = desk.post.delivered
    assert (kind, turn[:13] in text) == ("error", True)
    assert await house.turns.open_count("console") == 0
