"""What people say in Telegram, as it reaches the house: through the real library, from a server that checks."""

import asyncio

import pytest

from simulators.telegram.world import Fault, World
from tests.worlds.telegram_bench import address_in, bench, png, reply, until


@pytest.fixture
def world() -> World:
    return World()


async def test_plain_language_in_a_private_chat(world: World) -> None:
    ann = world.person(7, "Ann", language_code="de")
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "draw a fox")

        heard = await telegram.heard()

    assert (heard.text, heard.command, heard.author.id, heard.author.name) == (
        "draw a fox",
        None,
        "telegram:7",
        "Ann",
    )
    assert heard.author.locale == "de"
    assert heard.place.private
    assert heard.place.channel_key == "telegram:@/7"
    assert heard.author.may_manage, "a private chat is its person's own"


async def test_a_group_is_heard_by_mention_reply_and_command_only(world: World) -> None:
    world.privacy = False  # the server tells everything, the adapter must choose
    ann, bob = world.person(7), world.person(8, "Bob")
    club = world.group()
    async with bench(world) as telegram:
        world.says(ann, club, "what a day")
        theirs = world.says(bob, club, "@someone_else look")["message"]["message_id"]
        world.says(ann, club, "indeed", reply_to=theirs)
        world.says(ann, club, "/play chess")
        world.says(ann, club, "@Atelier_Bot, draw a fox")
        world.says(ann, club, "/draw@atelier_bot an owl")
        world.says(ann, club, "/draw@other_bot a cat")
        world.says(ann, club, "/draw a crow")
        await telegram.confirmed()

    heard = telegram.intake.messages
    assert [(m.text, m.command.name if m.command else None) for m in heard] == [
        ("draw a fox", None),
        ("an owl", "draw"),
        ("a crow", "draw"),
    ]
    assert heard[0].place.community_key == "telegram:-1001"


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


async def test_a_photo_comes_in_its_largest_size_with_its_caption(world: World) -> None:
    ann = world.person(7)
    data = png()
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "make it night", photo=world.photo(data))

        heard = await telegram.heard()

    assert heard.text == "make it night"
    assert [image.data for image in heard.images] == [data]


@pytest.mark.parametrize(
    ("name", "kind"), [("fox.png", "image/png"), ("fox.PNG", "application/octet-stream"), ("fox.webp", "")]
)
async def test_a_picture_sent_as_a_file_is_a_picture(world: World, name: str, kind: str) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "make it night", document=world.document(png(), name, kind))

        heard = await telegram.heard()

    assert [(image.name, image.data) for image in heard.images] == [(name, png())]


async def test_a_static_sticker_is_a_picture_and_a_moving_one_gets_a_word(world: World) -> None:
    ann = world.person(7)
    chat = world.private(ann)
    sticker = {**world.document(png(), "s", "image/webp"), "type": "regular", "width": 512, "height": 512}
    async with bench(world) as telegram:
        world.says(ann, chat, sticker=sticker | {"is_animated": False, "is_video": False})
        assert (await telegram.heard()).images[0].data == png()
        world.says(ann, chat, sticker=sticker | {"is_animated": True, "is_video": False})
        assert (await telegram.heard(2)).images[
            0
        ].problem == "I cannot read a moving picture; I can read words and pictures."


async def test_a_reply_to_what_cannot_be_read_says_so(world: World) -> None:
    ann, ben, club = world.person(7), world.person(8), world.group()
    film = {**world.document(b"frames", "a.mp4", "video/mp4"), "width": 32, "height": 24, "duration": 1}
    async with bench(world) as telegram:
        shown = world.says(ben, club, video=film)
        world.says(ann, club, "@atelier_bot as a woodcut", reply_to_message=shown["message"])

        heard = await telegram.heard()

    assert [image.problem for image in heard.images] == [
        "I cannot read a video; I can read words and pictures."
    ]


async def test_a_sticker_in_a_group_is_applause_and_in_private_a_picture(world: World) -> None:
    ann, club = world.person(7), world.group()
    sticker = {
        **world.document(png(), "s", "image/webp"), "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False,
    }  # fmt: skip
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(address_in(club), None, reply("A fox."), [])
        world.says(ann, club, sticker=sticker, reply_to_message=club.messages[int(posted)])
        world.says(ann, club, dice={"emoji": "🎲", "value": 3}, reply_to_message=club.messages[int(posted)])
        world.says(ann, world.private(ann), sticker=sticker)

        heard = await telegram.heard()

    assert heard.place.private
    assert heard.images[0].data == png()


async def test_a_picture_in_a_group_may_belong_to_what_its_author_asked_for(world: World) -> None:
    world.privacy = False
    ann, ben, club = world.person(7), world.person(8), world.group()
    async with bench(world) as telegram:
        world.says(ann, club, "@atelier_bot make it a woodcut")
        first = await telegram.heard()
        telegram.questions.gathering.add((first.place.conversation(first.author.id), first.author.id))
        world.says(ann, club, "my doctor says it is diabetes", photo=world.photo(png()))
        world.says(ann, club, "is that so?")
        world.says(ben, club, photo=world.photo(png(colour="red")))
        origin = {"type": "user", "date": 1_790_000_000, "sender_user": ben}
        world.says(ann, club, "look at this", photo=world.photo(png(colour="green")), forward_origin=origin)

        added = await telegram.heard(2)

    assert (first.only_joins, added.only_joins) == (False, True)
    assert (added.text, added.quoted) == ("", "look at this")
    assert [image.data for image in added.images] == [png(colour="green")]


async def test_a_live_location_is_told_of_once(world: World) -> None:
    ann = world.person(7)
    chat = world.private(ann)
    async with bench(world) as telegram:
        first = world.says(ann, chat, location={"latitude": 1.0, "longitude": 1.0, "live_period": 900})
        number = first["message"]["message_id"]
        for step in (2.0, 3.0, 4.0):
            world.says(
                ann, chat, edit=number, location={"latitude": step, "longitude": 1.0, "live_period": 900}
            )
        world.says(ann, chat, "draw a fox")
        await telegram.heard(2)

    assert [message.text for message in telegram.intake.messages] == ["", "draw a fox"]


async def test_of_what_moves_the_still_is_looked_at(world: World) -> None:
    ann = world.person(7)
    chat = world.private(ann)
    still = world.photo(png())[-1]
    sticker = {**world.document(b"frames", "s", "video/webm"), "type": "regular", "width": 512, "height": 512}
    film = {**world.document(b"frames", "a.mp4", "video/mp4"), "width": 32, "height": 24, "duration": 1}
    async with bench(world) as telegram:
        world.says(ann, chat, sticker=sticker | {"is_animated": False, "is_video": True, "thumbnail": still})
        assert [image.data for image in (await telegram.heard()).images] == [png()]
        gif = world.says(ann, chat, animation=film | {"thumbnail": still}, document=film)
        assert [image.data for image in (await telegram.heard(2)).images] == [png()]
        world.says(ann, chat, "as a woodcut", reply_to_message=gif["message"])
        heard = await telegram.heard(3)

    assert [(image.data, image.problem) for image in heard.images] == [(png(), "")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}, "I cannot read a voice message;"),
        ({"location": {"latitude": 1.0, "longitude": 1.0}}, "I cannot read a location;"),
        ({"audio": {"file_id": "v", "file_unique_id": "v", "duration": 1}}, "I cannot read a sound file;"),
        ({"document": {"file_id": "d", "file_unique_id": "d", "mime_type": "application/pdf"}}, "I cannot read a file of this kind;"),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_named(world: World, content: dict[str, object], said: str) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), **content)

        assert (await telegram.heard()).images[0].problem.startswith(said)


async def test_an_album_is_one_message_however_its_parts_arrive(world: World) -> None:
    ann = world.person(7)
    pictures = [png(colour=colour) for colour in ("red", "green", "blue")]
    async with bench(world) as telegram:
        updates = world.album(ann, world.private(ann), pictures, "mix these")
        world.pending[:] = [updates[2], updates[0], updates[1]]

        heard = await telegram.heard()
        await telegram.confirmed()

    assert heard.text == "mix these"
    assert [image.data for image in heard.images] == pictures
    assert heard.message == str(updates[0]["message"]["message_id"])


async def test_an_album_of_ten_in_a_group_by_the_caption_of_one(world: World) -> None:
    ann, club = world.person(7), world.group()
    async with bench(world) as telegram:
        world.album(ann, club, [png()] * 10, "@atelier_bot which is best?")

        heard = await telegram.heard()

    # eight are looked at; the others are there to be counted, and not even fetched
    assert [bool(image.data) for image in heard.images] == [True] * 8 + [False] * 2
    assert heard.text == "which is best?"


async def test_no_part_of_an_album_is_confirmed_before_the_whole_is_stored(world: World) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        telegram.intake.down = 2
        world.album(ann, world.private(ann), [png(), png()], "mix")

        await telegram.heard()
        await telegram.confirmed()

    assert telegram.intake.down == 0


async def test_the_items_of_an_album_may_come_across_two_polls_and_again(world: World) -> None:
    ann = world.person(7)
    async with bench(world, hurries=False) as telegram:
        updates = world.album(ann, world.private(ann), [png(colour=c) for c in ("red", "green")], "mix these")
        held = world.pending.pop()
        await until(lambda: len(world.called("getUpdates")) >= 2)  # the first was brought, and asked past
        world.redeliver(updates[0])
        world.redeliver(held)

        heard = await telegram.heard()
        await telegram.confirmed()
        for update in updates:
            world.redeliver(update)
        await telegram.confirmed()

    assert len(heard.images) == 2
    assert len(telegram.intake.messages) == 1
    assert not world.posted(world.private(ann)), "nobody is told that a picture was late"


async def test_a_picture_that_comes_after_its_album_is_named(world: World) -> None:
    ann = world.person(7)
    chat = world.private(ann)
    async with bench(world) as telegram:
        updates = world.album(ann, chat, [png(), png(), png()], "mix these")
        late = world.pending.pop()
        await telegram.heard()
        await telegram.confirmed()

        world.redeliver(late)
        await until(lambda: world.posted(chat))
        for update in updates:
            world.redeliver(update)
        await telegram.confirmed()

    (told,) = world.posted(chat)
    assert "came after I had begun" in told["text"]
    assert told["reply_to_message"]["message_id"] == updates[2]["message"]["message_id"]
    assert len(telegram.intake.messages) == 1


async def test_words_that_come_after_the_pictures_are_about_them(world: World) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        updates = world.album(ann, world.private(ann), [png(), png()], "put these together")
        worded = world.pending.pop(0)
        await telegram.heard()
        await telegram.confirmed()

        world.redeliver(worded)
        asked = await telegram.heard(2)
        world.redeliver(worded)
        await telegram.confirmed()

    assert asked.text == "put these together"
    assert asked.reply_to == str(updates[1]["message"]["message_id"]), "its pictures are there"
    assert len(asked.images) == 1
    assert len(telegram.intake.messages) == 2


async def test_an_album_taken_in_by_a_process_that_died_is_not_late(world: World) -> None:
    ann = world.person(7)
    chat = world.private(ann)
    async with bench(world) as telegram:
        telegram.intake.down = 1_000  # noted, and never stored
        world.album(ann, chat, [png(), png()], "mix these")
        held = world.pending.pop()
        await until(lambda: telegram.intake.down < 1_000)
        world.redeliver(held)
        await asyncio.sleep(0)
        telegram.intake.down = 0
        await until(lambda: not world.pending)

    assert telegram.intake.messages[0].text == "mix these"


@pytest.mark.parametrize("item", [0, 1])
async def test_a_new_caption_of_an_album_is_a_new_wording_of_it(world: World, item: int) -> None:
    ann = world.person(7)
    chat = world.private(ann)
    async with bench(world) as telegram:
        first, second = (
            u["message"] for u in world.album(ann, chat, [png(), png(colour="red")], "mix thees")
        )
        await telegram.heard()
        shown = (first, second)[item]
        world.says(
            ann, chat, "mix these", edit=shown["message_id"], photo=shown["photo"],
            media_group_id=shown["media_group_id"],
        )  # fmt: skip
        edited = await telegram.heard(2)

    assert edited.edited
    assert edited.message == str(first["message_id"]), "the message that the album was taken in as"
    assert edited.text == "mix these"


async def test_a_caption_that_calls_the_bot_later_brings_its_picture(world: World) -> None:
    ann, club = world.person(7), world.group()
    async with bench(world) as telegram:
        quiet = world.says(ann, club, "my cat", photo=world.photo(png()))["message"]
        world.says(ann, club, "@atelier_bot in oil", edit=quiet["message_id"], photo=quiet["photo"])
        heard = await telegram.heard()

    assert heard.edited
    assert [image.data for image in heard.images] == [png()], "the bot never heard of it before"


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


async def test_a_person_without_username_or_with_odd_names(world: World) -> None:
    names = ["\u202eannA", "   ", "A" * 200, "😀😀"]
    async with bench(world) as telegram:
        for number, name in enumerate(names):
            person = world.person(100 + number, name)
            world.says(person, world.private(person), "draw a fox")
        await until(lambda: len(telegram.intake.messages) == len(names))

    found = {m.author.id: m.author.name for m in telegram.intake.messages}
    assert found["telegram:101"] == "someone"
    assert len(found["telegram:102"]) == 64
    assert found["telegram:103"] == "😀😀"


@pytest.mark.parametrize("text", ["ارسم ثعلبا تحت القمر", "🦊🌙", "צייר שועל @atelier_bot בלילה", "a\u0000b"])
async def test_right_to_left_and_emoji_text_is_kept(world: World, text: str) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), text)

        assert (await telegram.heard()).text == text.replace("@atelier_bot ", "").replace("\u0000", "")


async def test_emoji_before_a_mention_do_not_shift_it(world: World) -> None:
    ann, club = world.person(7), world.group()
    async with bench(world) as telegram:
        world.says(ann, club, "🦊🦊 @atelier_bot draw these")

        assert (await telegram.heard()).text == "🦊🦊 draw these"


async def test_other_bots_channel_posts_and_service_messages_are_not_people(world: World) -> None:
    robot = world.person(50, "Robot", is_bot=True)
    ann, club = world.person(7), world.group()
    async with bench(world) as telegram:
        world.says(robot, club, "@atelier_bot draw a fox")
        world.says(ann, club, "@atelier_bot from the channel", is_automatic_forward=True)
        world.says(ann, club, "@atelier_bot via", via_bot=robot)
        world.queue(
            {
                "message": {
                    "message_id": 5,
                    "date": 1,
                    "chat": club.shown(),
                    "from": ann,
                    "new_chat_title": "X",
                }
            }
        )
        world.queue({"my_chat_member": {}})
        await telegram.confirmed()

    assert telegram.intake.messages == []


async def test_an_anonymous_administrator_is_the_group_and_may_manage(world: World) -> None:
    club = world.group()
    nobody = world.person(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
    async with bench(world) as telegram:
        world.says(nobody, club, "/channel@atelier_bot style ink", sender_chat=club.shown())

        heard = await telegram.heard()

    assert heard.author.id == "telegram:-1001"
    assert heard.author.may_manage


async def test_who_may_manage_is_asked_of_telegram(world: World) -> None:
    ann, bob = world.person(7), world.person(8, "Bob")
    club = world.group(admins=[ann])
    async with bench(world) as telegram:
        world.says(ann, club, "/channel style ink")
        assert (await telegram.heard()).author.may_manage
        world.says(bob, club, "/channel style ink")
        assert not (await telegram.heard(2)).author.may_manage
        club.admins = {8}
        world.says(bob, club, "/channel style ink")
        assert (await telegram.heard(3)).author.may_manage, "commands ask anew"


async def test_rights_that_telegram_does_not_tell_are_not_had(world: World) -> None:
    ann = world.person(7)
    club = world.group(admins=[ann])
    async with bench(world) as telegram:
        world.faults.append(Fault(method="getChatMember", kind="502", times=3))
        world.says(ann, club, "/channel style ink")

        assert not (await telegram.heard()).author.may_manage


@pytest.mark.parametrize("trouble", ["502", "429", "lose"])
async def test_an_administrator_is_not_refused_because_telegram_stumbles(world: World, trouble: str) -> None:
    ann = world.person(7)
    club = world.group(admins=[ann])
    async with bench(world) as telegram:
        world.faults.append(Fault(method="getChatMember", kind=trouble, times=2))
        world.says(ann, club, "/channel style ink")

        assert (await telegram.heard()).author.may_manage


@pytest.mark.parametrize(
    ("typed", "name", "argument"),
    [
        ("/start", "help", ""),
        ("/start memory", "memory", ""),
        ("/start nonsense", "help", ""),
        ("/DRAW a fox", "draw", "a fox"),
        ("/remember I like\nwatercolour", "remember", "I like\nwatercolour"),
        ("/whatever x", "whatever", "x"),
    ],
)
async def test_commands_and_deep_links(world: World, typed: str, name: str, argument: str) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), typed)

        command = (await telegram.heard()).command

    assert command is not None
    assert (command.name, command.argument if name != "help" else "") == (name, argument)


async def test_incognito_draws_without_memory(world: World) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "/incognito a fox")

        heard = await telegram.heard()

    assert heard.incognito
    assert heard.command is not None
    assert (heard.command.name, heard.command.argument) == ("draw", "a fox")


async def test_an_edit_is_a_new_wording_of_the_same_message(world: World) -> None:
    ann = world.person(7)
    chat = world.private(ann)
    async with bench(world) as telegram:
        first = world.says(ann, chat, "draw a fxo", photo=world.photo(png()))["message"]["message_id"]
        await telegram.heard()
        world.says(ann, chat, "draw a fox", edit=first, photo=world.photo(png()))
        edited = await telegram.heard(2)

    assert edited.edited
    assert edited.message == str(first)
    assert edited.text == "draw a fox"
    assert edited.images == (), "an edit keeps the pictures it had"


async def test_a_picture_that_is_too_large_is_named_without_a_download(world: World) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "use it", photo=world.photo(png(), size=21_000_000))

        heard = await telegram.heard()

    assert heard.images[0].problem == "A picture is larger than 20 MB; Telegram does not let me download it."
    assert world.called("getFile") == []


@pytest.mark.parametrize("trouble", ["502", "429", "lose"])
async def test_a_picture_is_fetched_again_when_telegram_stumbles(world: World, trouble: str) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.faults.append(Fault(method="getFile", kind=trouble))
        world.faults.append(Fault(method="download", kind="502"))
        world.says(ann, world.private(ann), "use it", photo=world.photo(png()))

        assert (await telegram.heard()).images[0].data == png()


async def test_a_picture_that_never_comes_leaves_the_words(world: World) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.faults.append(Fault(method="getFile", kind="502", times=-1))
        world.says(ann, world.private(ann), "use it", photo=world.photo(png()))

        heard = await telegram.heard()

    assert heard.text == "use it"
    assert heard.images[0].problem == "A picture could not be downloaded from Telegram; please send it again."


async def test_a_note_that_needs_no_turn_is_said_in_reply_and_in_the_topic(world: World) -> None:
    ann, club = world.person(7), world.group(forum=True)
    world.topic(club, 40)
    async with bench(world) as telegram:
        telegram.intake.note = "There is nothing under way to cancel."
        asked = world.says(ann, club, "/cancel", topic=40)["message"]["message_id"]
        await until(lambda: world.posted(club))

    (notice,) = world.posted(club)
    assert notice["text"] == "There is nothing under way to cancel."
    assert notice["message_thread_id"] == 40
    assert notice["reply_to_message"]["message_id"] == asked
