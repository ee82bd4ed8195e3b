"""A picture that was deleted is not what the conversation is about any more, even where a memory keeps its pixels."""

from agent.domain.conversation import MessageId
from db.picture_store import PgImageStore
from db.pool import Pool
from tests.worlds.stored_turns import StoredTurns


async def test_a_deleted_picture_that_a_character_keeps_is_no_longer_talked_about(pool: Pool) -> None:
    house = StoredTurns(pool)
    drawn = await house.answer((await house.say()).turn, picture="luna")
    (image,) = [row["image_id"] for row in await pool.fetch("select image_id from pictures")]
    await pool.execute(
        "insert into memory_scopes (scope_kind, scope_key, version, removals) values ('user', 'console:ana', 1, 1)"
    )
    memory = await pool.fetchval(
        "insert into memories (scope_kind, scope_key, version, kind, author, name, body, origin, content_hash, valid_from) "
        "values ('user', 'console:ana', 1, 'character', 'console:ana', 'Luna', 'an elf', 'button', '', now()) returning id"
    )
    await pool.execute("insert into memory_images values ($1, 0, $2)", memory, image)

    await house.answer((await house.say("delete")).turn, removes=MessageId(drawn.reply))

    later = await house.claim((await house.say("make it night")).turn)
    assert await house.threads.last_picture(later.turn) is None
    assert await house.count("message_images") == 0
    assert (await PgImageStore(pool).load(str(image))).data
