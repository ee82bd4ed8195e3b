"""What people write on Discord, as the intake gets it."""

from types import SimpleNamespace

import discord

from adapters.discord.inbound import message_parsing
from agent.domain.conversation import Reply
from tests.worlds.discord_world import World, new_client, picture_reply, texts
from tests.worlds.painted import painted

PNG = painted("a photo", size=(64, 64)).data


async def test_a_mention_is_handed_in(world: World) -> None:
    message = await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox, <@{world.ben.id}>")

    assert world.heard.text == "draw a fox, @ben"
    assert world.heard.event_id == world.heard.message == str(message.id)
    assert world.heard.author.id == f"discord:{world.ana.id}"
    assert world.heard.author.name == "ana"
    assert not world.heard.author.may_manage
    assert world.heard.place.channel_key == f"discord:{world.guild.id}/{world.channel.id}"


async def test_what_is_not_for_the_bot_is_left_alone(world: World) -> None:
    await world.ana.send(world.channel, "draw a fox")
    await world.ana.send(world.channel, f"<@{world.ben.id}> draw a fox")
    await world.ana.send(world.channel, "@everyone draw a fox")

    assert world.intake.messages == []


async def test_a_private_message_needs_no_mention(world: World) -> None:
    files = world.env.backend.store_attachments(world.ana.user.dm_channel.id, [("photo.png", PNG)])
    await world.ana.send_dm("draw a fox", attachments=files)

    assert world.heard.text == "draw a fox"
    assert world.heard.place.private
    assert world.heard.author.may_manage, "one's own chat is one's own to manage"
    assert [image.data for image in world.heard.images] == [PNG]


async def test_pictures_come_with_their_bytes_and_other_files_with_a_word(world: World) -> None:
    files = [("one.png", PNG), ("two.png", PNG), ("notes.pdf", b"%PDF-1.7")]
    await world.ana.send(world.channel, f"<@{world.me.id}> both", attachments=files)

    one, two, notes = world.heard.images
    assert (one.name, one.data, two.data) == ("one.png", PNG, PNG)
    assert notes.data == b""
    assert "notes.pdf" in notes.problem


async def test_a_reply_to_a_picture_of_the_bot_names_it(world: World) -> None:
    await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")
    posted = await world.deliver(world.heard, picture_reply())
    mine = next(message for message in world.history() if str(message.id) == posted)

    await world.ana.send(world.channel, "make it night", reply_to=mine)

    assert (world.heard.text, world.heard.reply_to) == ("make it night", posted)
    assert world.heard.images == (), "its own pictures are in the store"
    assert world.heard.quoted == ""


async def test_a_reply_to_somebody_else_brings_their_words_and_pictures(world: World) -> None:
    theirs = await world.ben.send(world.channel, "my old castle", attachments=[("castle.png", PNG)])

    await world.ana.send(world.channel, f"<@{world.me.id}> in blue", reply_to=theirs)

    assert world.heard.text == "in blue"
    assert world.heard.quoted == "my old castle"
    assert [image.name for image in world.heard.images] == ["castle.png"]


async def test_a_forwarded_picture_is_context(world: World) -> None:
    theirs = await world.ben.send(world.channel, "look at this", attachments=[("castle.png", PNG)])

    with world.env._bot_scope():
        world.env.backend.create_message(
            world.ana.user.dm_channel.id,
            world.ana.id,
            reference={"type": 1, "channel_id": str(world.channel.id), "message_id": str(theirs.id)},
        )
    await world.env.settle()

    assert world.heard.quoted == "look at this"
    assert [image.data for image in world.heard.images] == [PNG]
    assert world.heard.reply_to is None


async def test_bots_and_system_messages_are_not_answered(world: World) -> None:
    other = world.guild.add_member(world.env.create_user("other", bot=True))
    await other.send(world.channel, f"<@{world.me.id}> draw a fox")
    await world.guild.create_webhook(world.channel, "news").send(f"<@{world.me.id}> draw a fox")

    assert world.intake.messages == []


async def test_in_a_thread_of_its_own_the_bot_need_not_be_named(world: World) -> None:
    thread = await opened_thread(world)

    await world.ana.send(thread, "draw a fox")
    await world.ana.send(thread, f"<@{world.ben.id}> what do you think?")

    assert [message.text for message in world.intake.messages] == ["draw a fox"]
    assert world.heard.place.thread == str(thread.id)
    assert world.heard.place.channel == str(world.channel.id)


async def test_a_moderator_is_known_as_one(world: World) -> None:
    mods = world.guild.create_role("mods", permissions=discord.Permissions(manage_channels=True))
    mo = world.guild.add_member(world.env.create_user("mo"), roles=[mods])

    await mo.send(world.channel, f"<@{world.me.id}> /channel style ink")

    assert world.heard.author.may_manage


async def test_a_note_of_the_intake_is_said_in_reply(world: World) -> None:
    world.intake.note, world.intake.is_error = "There was nothing in that message.", True

    message = await world.ana.send(world.channel, f"<@{world.me.id}>")

    said = world.history()[-1]
    assert texts(said) == "There was nothing in that message."
    assert said.reference is not None
    assert said.reference.message_id == message.id


async def test_missing_rights_are_told_once_in_private_and_nothing_is_drawn(world: World) -> None:
    silent = world.guild.create_text_channel(
        "silent", overwrites={world.guild.default_role: discord.PermissionOverwrite(attach_files=False)}
    )
    await world.ana.send(silent, f"<@{world.me.id}> draw a fox")
    await world.ana.send(silent, f"<@{world.me.id}> draw a fox")

    said = world.ana.user.dm_channel.history()
    assert world.intake.messages == []
    assert len(said) == 1
    assert "“Attach Files”" in texts(said[0])
    assert f"<#{silent.id}>" in texts(said[0])


async def test_a_store_that_is_away_leaves_the_message_to_be_read_again(world: World) -> None:
    world.intake.down = 1
    message = await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")
    assert world.intake.messages == []
    assert world.client.positions.missed() == [str(world.channel.id)]

    with world.env._bot_scope():
        await world.client.try_again()

    assert [heard.event_id for heard in world.intake.messages] == [str(message.id)]
    assert world.client.positions.missed() == []


async def test_what_was_written_while_the_bot_was_away_is_answered_once(world: World) -> None:
    await world.ana.send(world.channel, f"<@{world.me.id}> first")
    await world.client.save_marks()
    await world.env.restart_bot(idle_client(world))
    assert [heard.text for heard in world.intake.messages] == ["first"], "nothing is answered twice"

    await world.ana.send(world.channel, f"<@{world.me.id}> second")
    await world.ben.send(world.channel, f"<@{world.me.id}> third")
    world.intake.messages.pop()  # as if these two had never been delivered
    world.intake.messages.pop()
    await world.env.restart_bot(idle_client(world))

    assert [heard.text for heard in world.intake.messages] == ["first", "second", "third"]


async def test_the_first_start_answers_nothing_old(world: World) -> None:
    await world.ana.send(world.channel, f"<@{world.me.id}> long ago")
    world.intake.messages.clear()
    world.read_positions.positions.clear()

    await world.env.restart_bot(idle_client(world))

    assert world.intake.messages == []


def idle_client(world: World):
    """A client as a new process would have it: marks from the store."""
    client = new_client(world.intake, world.desk, world.read_positions)
    positions = [
        mark for (platform, _), mark in world.read_positions.positions.items() if platform == "discord"
    ]
    client.positions.load(positions)
    return client


async def opened_thread(world: World):
    await world.ana.slash(world.channel, "thread", title="foxes")
    return next(thread for thread in world.channel.threads)


async def test_a_message_is_handed_in_at_once_and_what_is_added_as_well(world: World) -> None:
    one = await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")
    two = await world.ana.send(world.channel, f"<@{world.me.id}> with a red hat")

    assert [(heard.text, heard.event_id) for heard in world.intake.messages] == [
        ("draw a fox", str(one.id)),
        ("with a red hat", str(two.id)),
    ]
    assert [heard.at for heard in world.intake.messages] == [one.created_at, two.created_at]


async def test_words_that_do_not_name_the_bot_are_not_read_whatever_stands_beside_them(world: World) -> None:
    await world.ana.send(world.channel, "my doctor says it is diabetes", attachments=[("scan.png", PNG)])
    await world.ana.send(world.channel, f"<@{world.me.id}> draw a green cat")
    world.gathering(world.ana)
    await world.ana.send(world.channel, "is that the one from yesterday?", attachments=[("two.png", PNG)])

    assert [heard.text for heard in world.intake.messages] == ["draw a green cat"]
    assert world.heard.images == ()


async def test_a_picture_right_after_the_request_may_belong_to_it(world: World) -> None:
    await world.ana.send(world.channel, f"<@{world.me.id}> make this a woodcut")
    await world.ben.send(world.channel, "", attachments=[("other.png", PNG)])
    world.gathering(world.ana)
    await world.ana.send(world.channel, "", attachments=[("photo.png", PNG)])

    first, second = world.intake.messages
    assert (first.only_joins, second.only_joins) == (False, True)
    assert [image.name for image in second.images] == ["photo.png"]


async def test_other_words_are_handed_in_as_such(world: World) -> None:
    message = await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")

    await world.ana.edit(message, f"<@{world.me.id}> draw two foxes")
    await world.ana.edit(message, f"<@{world.me.id}> draw two foxes")

    first, second = world.intake.messages
    assert (second.text, second.message, second.edited) == ("draw two foxes", str(message.id), True)
    assert second.event_id != first.event_id


async def test_a_sticker_in_reply_is_applause(world: World) -> None:
    await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")
    posted = await world.deliver(world.heard, picture_reply())
    mine = next(message for message in world.history() if str(message.id) == posted)
    applause = SimpleNamespace(
        format=discord.StickerFormatType.png, url="https://media.discordapp.net/stickers/1.png", name="wave"
    )
    message = await world.ana.send(world.channel, "", reply_to=mine, attachments=[("a.png", PNG)])
    assert message_parsing.read_message(message, world.me, mine) is not None

    message.attachments, message.stickers = [], [applause]

    assert message_parsing.read_message(message, world.me, mine) is None


async def test_a_message_that_is_deleted_is_told_of(world: World) -> None:
    message = await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")

    await world.ana.delete(message)

    assert world.intake.withdrawn == [(world.heard.place.channel_key, str(message.id))]


async def test_other_words_that_do_not_name_the_bot_any_more_are_to_it_still(world: World) -> None:
    message = await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")
    other = await world.ben.send(world.channel, "to nobody")

    await world.ana.edit(message, "never mind")
    await world.ben.edit(other, "to nobody, again")

    assert [(heard.text, heard.edited) for heard in world.intake.messages[1:]] == [("never mind", True)]


async def test_a_photo_right_before_the_request_belongs_to_it(world: World) -> None:
    await world.ana.send(world.channel, "", attachments=[("photo.png", PNG)])
    await world.ana.send(world.channel, f"<@{world.me.id}> make this blue")

    assert world.heard.text == "make this blue"
    assert [image.data for image in world.heard.images] == [PNG]


async def test_words_that_look_like_markup_are_shown_as_written(world: World) -> None:
    await world.ana.send(world.channel, f"<@{world.me.id}> draw")
    await world.deliver(
        world.heard, Reply(kind="text", text="<@1> [click](https://evil.example) @everyone **bold**")
    )

    said = world.history()[-1]
    assert texts(said) == "\\<@1> \\[click\\](https://evil.example) @everyone **bold**"
    sent = next(
        call
        for call in reversed(world.env.http_requests)
        if call.method == "POST" and call.path.endswith("/messages")
    )
    assert sent.json["allowed_mentions"] == {"parse": [], "replied_user": False}
