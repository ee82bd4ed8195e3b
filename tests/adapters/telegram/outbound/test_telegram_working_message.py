"""The working message, as a reader of the chat sees it: from its first word to the reply that takes its place."""

import pytest
from aiolimiter import AsyncLimiter

from adapters.telegram.http.bot_library import CALLS_PER_SECOND, Smooth
from agent.errors import PlatformUnavailable
from simulators.telegram.world import Chat, Fault, World
from tests.adapters.telegram.outbound.posted_messages import BUTTONS, labels, shown
from tests.patience import until
from tests.worlds.telegram_bench import Bench, address_in, picture_file, png, reply


async def test_the_working_message_becomes_the_picture_with_its_buttons(
    world: World, telegram: Bench, private: Chat
) -> None:
    asked = world.says(world.people[7], private, "draw a fox")["message"]["message_id"]
    address = address_in(private, reply_to=asked)

    working = await telegram.outbound.open(address, "plan: thinking")
    assert shown(world, private)[0]["text"] == "Thinking …"
    posted = await telegram.outbound.deliver(
        address,
        working,
        reply("**A fox**, in ink", kind="image", images=("i",), buttons=BUTTONS),
        [picture_file()],
    )

    (message,) = shown(world, private)
    assert posted == working == str(message["message_id"])
    assert message["caption"] == "A fox, in ink"
    assert message["caption_entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert world.files[message["photo"][-1]["file_id"]] == png()
    assert labels(message) == ["Again", "Why?"]
    assert message["reply_to_message"]["message_id"] == asked


async def test_a_server_that_cannot_turn_text_into_a_picture_gets_a_new_message(
    world: World, telegram: Bench, private: Chat
) -> None:
    world.media_into_text = False
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")

    posted = await telegram.outbound.deliver(
        address, working, reply(kind="image", images=("i",)), [picture_file()]
    )

    (message,) = shown(world, private)
    assert str(message["message_id"]) == posted != working
    assert "photo" in message


async def test_a_repeated_delivery_posts_nothing_twice(world: World, telegram: Bench, private: Chat) -> None:
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")
    said = reply(kind="image", images=("i",), buttons=BUTTONS)
    first = await telegram.outbound.deliver(address, working, said, [picture_file()])

    again = await telegram.restarted().deliver(address, first, said, [picture_file()])

    assert again == first
    assert len(shown(world, private)) == 1


@pytest.mark.parametrize("kind", ["drop", "lose", "502"])
async def test_an_answer_that_never_came_is_repeated_by_an_edit(
    world: World, telegram: Bench, private: Chat, kind: str
) -> None:
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")
    world.faults.append(Fault(method="editMessageMedia", kind=kind))
    with pytest.raises(PlatformUnavailable):
        await telegram.outbound.deliver(address, working, reply(images=("i",)), [picture_file()])

    await telegram.outbound.deliver(address, working, reply(images=("i",)), [picture_file()])

    (message,) = shown(world, private)
    assert "photo" in message


async def test_late_progress_does_not_write_over_the_reply(
    world: World, telegram: Bench, private: Chat
) -> None:
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")
    await telegram.outbound.deliver(address, working, reply("Done."), [])

    await telegram.outbound.progress(address, working, "render: drawing")

    assert shown(world, private)[0]["text"] == "Done."


async def test_a_working_message_that_was_deleted_is_replaced(
    world: World, telegram: Bench, private: Chat
) -> None:
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")
    private.messages.clear()

    posted = await telegram.outbound.deliver(address, working, reply("Done."), [])

    assert [m["text"] for m in shown(world, private)] == ["Done."]
    assert posted != working


async def test_the_answered_message_may_be_gone(world: World, telegram: Bench, club: Chat) -> None:
    posted = await telegram.outbound.deliver(address_in(club, reply_to=12345), None, reply("Done."), [])

    assert [str(m["message_id"]) for m in shown(world, club)] == [posted]


async def test_previews_are_for_private_chats(
    world: World, telegram: Bench, private: Chat, club: Chat
) -> None:
    for chat in (private, club):
        address = address_in(chat, nonce=f"turn{chat.id}-0")
        working = await telegram.outbound.open(address, "plan: thinking")
        await telegram.outbound.progress(address, working, "render: drawing a fox", png(colour="red"))

    assert shown(world, private)[0]["caption"] == "Drawing a fox …"
    assert "photo" in shown(world, private)[0]
    assert shown(world, club)[0]["text"] == "Drawing a fox …"


async def test_a_preview_may_be_followed_by_words_and_the_end(
    world: World, telegram: Bench, private: Chat
) -> None:
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")
    await telegram.outbound.progress(address, working, "render: drawing", png(colour="red"))
    telegram.outbound._pace._chats.clear()  # pyright: ignore[reportPrivateUsage] # time passes
    await telegram.outbound.progress(address, working, "evaluate: looking at it")
    assert shown(world, private)[0]["caption"] == "Looking at it …"

    await telegram.outbound.deliver(address, working, reply("It was refused."), [])

    assert [m.get("text") for m in shown(world, private)] == ["It was refused."]


async def test_the_chat_says_that_a_photo_is_coming_until_it_is_there(
    world: World, telegram: Bench, private: Chat
) -> None:
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")
    await until(lambda: len(world.called("sendChatAction")) >= 2)

    await telegram.outbound.deliver(address, working, reply("Done."), [])
    count = len(world.called("sendChatAction"))
    await telegram.outbound.progress(address, working, "render: late")

    assert world.called("sendChatAction")[0]["action"] == "upload_photo"
    assert len(world.called("sendChatAction")) == count


async def test_in_a_crowd_only_what_matters_is_posted(world: World, telegram: Bench, private: Chat) -> None:
    """Telegram takes some thirty calls a second from a bot, whichever chats they go to."""
    where = address_in(private)
    bot = telegram.connection.bot

    async def elsewhere() -> bool:
        return True

    working = await telegram.outbound.open(where, "plan: thinking")
    await until(lambda: world.called("sendChatAction"))
    assert isinstance(bot.rate_limiter, Smooth)
    bot.rate_limiter._limiter = AsyncLimiter(CALLS_PER_SECOND, 3_600)  # a second that does not pass
    while bot.has_room:
        await bot.rate_limiter.process_request(elsewhere, (), {}, "sendMessage", {"chat_id": 1}, None)
    await telegram.outbound.progress(where, working, "render: drawing")
    assert not world.called("editMessageText"), "the second is full"
    await telegram.outbound.deliver(where, working, reply("Done."), [])

    assert [m["text"] for m in world.posted(private)] == ["Done."]


async def test_in_a_full_minute_a_group_gets_its_reply_without_a_working_message(
    world: World, telegram: Bench, club: Chat
) -> None:
    world.flood = True
    opened = 0
    for number in range(20):
        try:
            await telegram.outbound.open(address_in(club, nonce=f"t{number}-0"), "plan: thinking")
            opened += 1
        except PlatformUnavailable:
            break

    await telegram.outbound.deliver(address_in(club, nonce="last-0"), None, reply("Done."), [])

    assert 10 <= opened < 20
    assert shown(world, club)[-1]["text"] == "Done."


@pytest.mark.parametrize("preview", [None, png()])
async def test_cancel_stands_under_it_until_the_reply_takes_its_place(
    world: World, telegram: Bench, private: Chat, preview: bytes | None
) -> None:
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")
    opened = labels(shown(world, private)[0])
    await telegram.outbound.progress(address, working, "render: drawing", preview)
    at_work = labels(shown(world, private)[0])

    await telegram.outbound.deliver(address, working, reply("Cancelled."), [])

    assert (opened, at_work) == (["Cancel"], ["Cancel"])
    assert "reply_markup" not in shown(world, private)[-1]
