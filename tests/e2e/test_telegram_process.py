"""The whole process on Telegram: a circle of people in a forum and in private, with a kill between question and answer."""

import pytest

from simulators.telegram.world import JSON, Chat, World
from tests.e2e.processes.bot_process import nothing_is_lost_or_doubled, the_log_is_clean
from tests.e2e.processes.telegram_process import TelegramBotProcess, labels, pictures, telegram_bot
from tests.e2e.processes.web_process import empty_home
from tests.worlds.telegram_bench import png

pytestmark = pytest.mark.e2e


OPTIONAL = ("getMyCommands", "setMyCommands", "setMyDescription", "deleteWebhook", "sendChatAction")
"""What a Bot API server may not have, and the bot does without."""


class Circle:
    """Ann and Bob, a forum with a topic, and Ann's private chat."""

    def __init__(self, world: World, bot: TelegramBotProcess) -> None:
        self.world, self.bot = world, bot
        self.ann, self.bob = world.person(7, "Ann"), world.person(8, "Bob", username="bob")
        self.forum = world.group(forum=True, admins=[self.ann])
        self.topic = world.topic(self.forum, 40)
        self.private = world.private(self.ann)

    async def drawn(self, chat: Chat, count: int) -> JSON:
        """The latest picture, once there are so many."""
        await self.bot.until(lambda: len(pictures(self.world, chat)) >= count)
        assert len(pictures(self.world, chat)) == count
        return pictures(self.world, chat)[-1]


async def test_a_circle_on_telegram(dsn: str) -> None:
    world = World()
    with empty_home() as home:
        async with telegram_bot(world, home, lacks=OPTIONAL, DATABASE_URL=dsn, ATELIER_LOG="INFO") as bot:
            circle = Circle(world, bot)
            picture = await text_in_a_topic_is_answered_in_the_topic(circle)
            await a_reply_changes_that_picture(circle, picture)
            await a_reply_to_a_photo_of_somebody_else(circle)
            await an_album_is_one_request(circle)
            await a_question_outlives_a_kill_and_is_answered_by_a_button(circle)
            await what_is_delivered_again_is_answered_once(circle)
            await a_private_answer_is_whispered_and_its_button_works(circle)
            await bot.settled()
            assert await bot.stop() == 0, bot.said()

        await nothing_is_lost_or_doubled(dsn)
        the_log_is_clean(home, token="simulated-token", words="fox")


async def text_in_a_topic_is_answered_in_the_topic(circle: Circle) -> JSON:
    world = circle.world
    said = world.says(
        circle.ann, circle.forum, "@atelier_bot draw a red fox under a lamp", topic=circle.topic
    )

    picture = await circle.drawn(circle.forum, 1)

    assert picture["message_thread_id"] == circle.topic
    assert picture["reply_to_message"]["message_id"] == said["message"]["message_id"]
    assert {"Again", "Refine", "As file"} <= set(labels(picture))
    assert "fox" in picture["caption"]
    assert len(world.posted(circle.forum)) == 1, "the working message became the picture"
    return picture


async def a_reply_changes_that_picture(circle: Circle, picture: JSON) -> None:
    circle.world.says(
        circle.bob, circle.forum, "make it night", topic=circle.topic, reply_to=picture["message_id"]
    )

    changed = await circle.drawn(circle.forum, 2)

    assert "fox" in changed["caption"]
    assert "night" in changed["caption"]


async def a_reply_to_a_photo_of_somebody_else(circle: Circle) -> None:
    world = circle.world
    theirs = world.says(
        circle.bob, circle.forum, "my cat", photo=world.photo(png(400, 300, "orange")), topic=circle.topic
    )["message"]["message_id"]
    world.says(circle.ann, circle.forum, "@atelier_bot as a watercolour", topic=circle.topic, reply_to=theirs)

    await circle.drawn(circle.forum, 3)

    assert world.called("getFile")


async def an_album_is_one_request(circle: Circle) -> None:
    album = [png(300, 200, colour) for colour in ("red", "blue")]
    circle.world.album(circle.ann, circle.private, album, "put these two together in one picture")

    picture = await circle.drawn(circle.private, 1)

    assert len(circle.world.posted(circle.private)) == 1, picture


async def a_question_outlives_a_kill_and_is_answered_by_a_button(circle: Circle) -> None:
    world, bot = circle.world, circle.bot
    world.says(circle.bob, circle.forum, "@atelier_bot draw something for me", topic=circle.topic)
    await bot.until(lambda: [m for m in world.posted(circle.forum) if "Surprise me" in labels(m)])
    question = next(m for m in world.posted(circle.forum) if "Surprise me" in labels(m))
    await bot.until(lambda: circle.forum.reply_fields)  # the prompt for a bot in privacy mode
    await bot.settled()
    await bot.kill()

    world.presses(circle.ann, circle.forum, question["message_id"], labels(question)[0])  # not hers to answer
    press = world.presses(circle.bob, circle.forum, question["message_id"], labels(question)[0])
    world.redeliver(press)
    await bot.start()

    picture = await circle.drawn(circle.forum, 4)
    assert picture["message_thread_id"] == circle.topic
    await bot.until(lambda: {"cb1", "cb2"} <= {answer["callback_query_id"] for answer in world.answered})
    await bot.until(lambda: not circle.forum.reply_fields.keys() & circle.forum.messages.keys())


async def what_is_delivered_again_is_answered_once(circle: Circle) -> None:
    world = circle.world
    said = world.says(circle.ann, circle.private, "draw an owl on a branch")
    for _ in range(3):
        world.redeliver(said)
    await circle.drawn(circle.private, 2)
    world.redeliver(said)

    await circle.bot.settled()

    assert len(pictures(world, circle.private)) == 2


async def a_private_answer_is_whispered_and_its_button_works(circle: Circle) -> None:
    world, bot = circle.world, circle.bot

    def saying(chat: Chat, words: str) -> list[JSON]:
        return [m for m in world.posted(chat) if words in str(m.get("text"))]

    world.says(circle.ann, circle.forum, "/remember@atelier_bot I like woodcuts", topic=circle.topic)
    await bot.until(lambda: saying(circle.forum, "woodcuts"))
    public = len(saying(circle.forum, "woodcuts"))
    world.says(circle.ann, circle.forum, "/memory@atelier_bot", topic=circle.topic)
    await bot.until(
        lambda: saying(circle.private, "woodcuts") and saying(circle.forum, "in our private chat")
    )
    assert len(saying(circle.forum, "woodcuts")) == public
    (whispered,) = saying(circle.private, "woodcuts")

    forget = next(label for label in labels(whispered) if "Forget" in label)
    world.presses(circle.ann, circle.private, whispered["message_id"], forget)

    await bot.until(lambda: saying(circle.private, "Forgotten."))
