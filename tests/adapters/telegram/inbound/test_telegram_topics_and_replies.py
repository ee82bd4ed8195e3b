"""Which conversation a message belongs to, and what the message that it answers brings along."""

from simulators.telegram.world import World
from tests.patience import until
from tests.worlds.telegram_bench import bench, png


async def test_a_topic_is_a_conversation_and_a_reply_chain_is_not(world: World) -> None:
    ann, club = world.person(7), world.group(forum=True)
    topic = world.topic(club, 40)
    async with bench(world) as telegram:
        world.says(ann, club, "@atelier_bot draw a fox", topic=topic)
        in_topic = await telegram.heard()
        plain = world.group(-1002)
        first = world.says(ann, plain, "hello")["message"]["message_id"]
        world.says(ann, plain, "@atelier_bot draw that", reply_to=first, message_thread_id=first)
        in_chain = await telegram.heard(2)

    assert in_topic.place.thread == "40"
    assert in_chain.place.thread is None
    assert in_chain.quoted == "hello"


async def test_where_topics_were_switched_off_again_there_are_none(world: World) -> None:
    """Messages go on naming theirs, and Telegram refuses to take it back."""
    ann, club = world.person(7), world.group()
    async with bench(world) as telegram:
        world.says(ann, club, "@atelier_bot draw a fox", topic=4711)
        heard = await telegram.heard()
        telegram.intake.note = "Not now."
        world.says(ann, club, "@atelier_bot draw a fox", topic=4711)
        await until(lambda: world.posted(club))

    assert heard.place.thread is None


async def test_the_opening_of_a_topic_is_no_reply(world: World) -> None:
    ann, club = world.person(7), world.group(forum=True)
    topic = world.topic(club, 40)
    opening = world.says(ann, club, "", topic=topic, forum_topic_created={"name": "Art", "icon_color": 1})
    async with bench(world) as telegram:
        world.says(
            ann, club, "@atelier_bot draw a fox", topic=topic, reply_to=opening["message"]["message_id"]
        )

        assert (await telegram.heard()).reply_to is None


async def test_a_topic_in_a_private_chat_is_kept(world: World) -> None:
    ann = world.person(7)
    chat = world.private(ann)
    world.topic(chat, 3)
    async with bench(world) as telegram:
        world.says(ann, chat, "draw a fox", topic=3)

        heard = await telegram.heard()

    assert heard.place.private
    assert heard.place.thread == "3"


async def test_a_reply_to_someones_photo_brings_the_photo_and_the_words(world: World) -> None:
    ann, bob, club = world.person(7), world.person(8, "Bob"), world.group()
    theirs = world.says(bob, club, "my cat", photo=world.photo(png()))["message"]["message_id"]
    async with bench(world) as telegram:
        world.says(ann, club, "@atelier_bot as a watercolour", reply_to=theirs)

        heard = await telegram.heard()

    assert heard.quoted == "my cat"
    assert heard.reply_to == str(theirs)
    assert [image.data for image in heard.images] == [png()]


async def test_a_quote_is_the_part_that_was_marked(world: World) -> None:
    ann, bob, club = world.person(7), world.person(8, "Bob"), world.group()
    theirs = world.says(bob, club, "a red fox and a grey owl")["message"]["message_id"]
    quote = {"text": "a grey owl", "position": 14, "is_manual": True}
    async with bench(world) as telegram:
        world.says(ann, club, "@atelier_bot draw this", reply_to=theirs, quote=quote)

        assert (await telegram.heard()).quoted == "a grey owl"


async def test_a_reply_to_a_message_of_another_chat_brings_its_picture(world: World) -> None:
    ann = world.person(7)
    origin = {"type": "hidden_user", "date": 1_790_000_000, "sender_user_name": "Bob"}
    async with bench(world) as telegram:
        world.says(
            ann, world.private(ann), "as a watercolour",
            external_reply={"origin": origin, "photo": world.photo(png())}, quote={"text": "my cat", "position": 0},
        )  # fmt: skip

        heard = await telegram.heard()

    assert heard.quoted == "my cat"
    assert [image.data for image in heard.images] == [png()]


async def test_forwarded_words_are_context_and_forwarded_pictures_are_pictures(world: World) -> None:
    ann = world.person(7)
    chat = world.private(ann)
    origin = {"type": "hidden_user", "date": 1_790_000_000, "sender_user_name": "Bob"}
    async with bench(world) as telegram:
        world.says(ann, chat, "I love purple", photo=world.photo(png()), forward_origin=origin)
        with_picture = await telegram.heard()
        world.says(ann, chat, "I love purple", forward_origin=origin)
        words_alone = await telegram.heard(2)
        own = {"type": "user", "date": 1_790_000_000, "sender_user": ann}
        world.says(ann, chat, "draw an owl", forward_origin=own)
        own_words = await telegram.heard(3)

    assert (with_picture.text, with_picture.quoted) == ("", "I love purple")
    assert with_picture.images[0].data == png()
    assert (words_alone.text, words_alone.quoted, words_alone.images) == ("", "I love purple", ())
    assert own_words.text == "draw an owl"
