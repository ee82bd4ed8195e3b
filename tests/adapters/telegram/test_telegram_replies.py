"""The bot's replies as a reader of the chat sees them: posted through the real library to a server that checks."""

from collections.abc import AsyncGenerator

import pytest

from adapters.telegram.text_entities import units
from agent.domain.conversation import MessageId
from agent.domain.generation import ImageData
from agent.errors import NotAllowed, NotFound, PlatformUnavailable
from simulators.telegram.world import JSON, Chat, Fault, World
from tests.worlds.telegram_bench import Bench, address_in, bench, button, picture_file, png, reply, until
from tests.worlds.telegram_bench import address as address_of


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def telegram(world: World) -> AsyncGenerator[Bench]:
    async with bench(world, listens=False) as running:
        yield running


@pytest.fixture
def ann(world: World) -> JSON:
    return world.person(7, "Ann")


@pytest.fixture
def private(world: World, ann: JSON) -> Chat:
    return world.private(ann)


@pytest.fixture
def club(world: World) -> Chat:
    return world.group()


def shown(world: World, chat: Chat) -> list[JSON]:
    return world.posted(chat)


def labels(message: JSON) -> list[str]:
    return [b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row]


BUTTONS = (button("again", "Again", 1), button("why", "Why?", 2))


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


async def test_in_a_topic_everything_stays_in_the_topic(world: World, telegram: Bench) -> None:
    forum = world.group(-1003, forum=True)
    topic = world.topic(forum, 40)
    address = address_in(forum, topic=topic)
    working = await telegram.outbound.open(address, "plan: thinking")

    await telegram.outbound.deliver(
        address, working, reply("x" * 5000, images=("a", "b")), [picture_file("red"), picture_file("blue")]
    )

    assert len(shown(world, forum)) == 4
    assert {m["message_thread_id"] for m in shown(world, forum)} == {40}


async def test_several_pictures_are_an_album_followed_by_the_buttons(
    world: World, telegram: Bench, private: Chat
) -> None:
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")
    files = [picture_file(colour) for colour in ("red", "green", "blue")]

    posted = await telegram.outbound.deliver(
        address, working, reply("Three foxes", kind="image", images=("a", "b", "c"), buttons=BUTTONS), files
    )

    *album, words = shown(world, private)
    assert [world.files[m["photo"][-1]["file_id"]] for m in album] == [file.data for file in files]
    assert len({m["media_group_id"] for m in album}) == 1
    assert (words["text"], labels(words)) == ("Three foxes", ["Again", "Why?"])
    assert posted == str(words["message_id"]) != working


@pytest.mark.parametrize("fault", ["sendMediaGroup", "sendMessage", "deleteMessage"])
async def test_an_album_is_posted_once_through_troubles_and_a_restart(
    world: World, telegram: Bench, private: Chat, fault: str
) -> None:
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")
    said = reply("Two foxes", kind="image", images=("a", "b"), buttons=BUTTONS)
    files = [picture_file("red"), picture_file("blue")]
    world.faults.append(Fault(method=fault, kind="502"))
    with pytest.raises(PlatformUnavailable):
        await telegram.outbound.deliver(address, working, said, files)

    restarted = telegram.restarted()
    posted = await restarted.deliver(address, working, said, files)
    assert await restarted.deliver(address, posted, said, files) == posted

    assert [("photo" in m, m.get("text")) for m in shown(world, private)] == [
        (True, None), (True, None), (False, "Two foxes"),
    ]  # fmt: skip


async def test_a_reply_to_one_item_of_an_album_means_that_picture(world: World, ann: JSON) -> None:
    club = world.group()
    async with bench(world) as telegram:
        address = address_in(club)
        posted = await telegram.outbound.deliver(
            address,
            None,
            reply("Two", kind="image", images=("a", "b")),
            [picture_file("red"), picture_file("blue")],
        )
        second = shown(world, club)[1]["message_id"]
        world.says(ann, club, "this one, at night", reply_to=second)

        heard = await telegram.heard()

    assert (heard.reply_to, heard.reply_picture) == (posted, 1)
    assert heard.images == (), "the store has the picture"


async def test_a_long_caption_is_split_and_nothing_is_lost(
    world: World, telegram: Bench, private: Chat
) -> None:
    text = " ".join(f"word{number}" for number in range(400))

    await telegram.outbound.deliver(address_in(private), None, reply(text, images=("i",)), [picture_file()])

    picture, rest = shown(world, private)
    assert units(picture["caption"]) <= 1024
    assert picture["caption"] + rest["text"] == text


async def test_a_very_long_text_with_emoji_is_split_where_telegram_counts(
    world: World, telegram: Bench, private: Chat
) -> None:
    text = "🦊" * 5_000

    await telegram.outbound.deliver(address_in(private), None, reply(text), [])

    assert "".join(m["text"] for m in shown(world, private)) == text


@pytest.mark.parametrize(
    "text",
    ["<b>x</b> _*[`](tg://user?id=1)", "**unclosed", "a **b** `c` **d**", "\n\n", "** **", "a\x00b\ud800"],
)
async def test_odd_markup_is_delivered_as_words(
    world: World, telegram: Bench, private: Chat, text: str
) -> None:
    await telegram.outbound.deliver(address_in(private), None, reply(text), [])

    assert len(shown(world, private)) == 1


async def test_nobody_is_called_by_what_the_bot_says(world: World, telegram: Bench, club: Chat) -> None:
    await telegram.outbound.deliver(address_in(club), None, reply("ask @durov, or mail a@example.org"), [])

    assert shown(world, club)[0]["text"] == "ask @\u2060durov, or mail a@example.org"


async def test_a_photo_over_ten_megabytes_is_made_smaller(world: World, private: Chat) -> None:
    class Gate:
        async def admit(self, data: bytes, *, name: str = "") -> ImageData:
            raise AssertionError(name)

        async def thumbnail(self, image: ImageData, *, side: int) -> ImageData:
            assert side == 2048
            return ImageData(data=png(), media_type="image/png", width=32, height=24)

    big = picture_file(data=png() + b"\0" * 10_000_001)
    async with bench(world, listens=False, gate=Gate()) as telegram:
        await telegram.outbound.deliver(address_in(private), None, reply(images=("i",)), [big])

    assert world.files[shown(world, private)[0]["photo"][-1]["file_id"]] == png()


async def test_without_a_gate_a_large_photo_goes_as_a_file(
    world: World, telegram: Bench, private: Chat
) -> None:
    big = picture_file(data=png() + b"\0" * 10_000_001)

    await telegram.outbound.deliver(address_in(private), None, reply("Big", images=("i",)), [big])

    assert len(world.files[shown(world, private)[0]["document"]["file_id"]]) == len(big.data)


@pytest.mark.parametrize("working", [True, False])
async def test_a_picture_that_is_too_narrow_for_a_photo_goes_as_a_file(
    world: World, telegram: Bench, private: Chat, working: bool
) -> None:
    address = address_in(private)
    message = await telegram.outbound.open(address, "plan: thinking") if working else None
    narrow = picture_file(data=png(10, 900))

    await telegram.outbound.deliver(
        address, message, reply("Narrow", images=("i",), buttons=BUTTONS), [narrow]
    )

    (posted,) = shown(world, private)
    assert (posted["caption"], labels(posted)) == ("Narrow", ["Again", "Why?"])
    assert world.files[posted["document"]["file_id"]] == narrow.data


async def test_as_file_keeps_every_byte(world: World, telegram: Bench, private: Chat) -> None:
    await telegram.outbound.deliver(
        address_in(private), None, reply("Full quality:", files=("i",)), [picture_file()]
    )

    (message,) = shown(world, private)
    assert world.files[message["document"]["file_id"]] == png()
    assert message["caption"] == "Full quality:"


async def test_a_file_telegram_does_not_take_is_said_so(world: World, telegram: Bench, private: Chat) -> None:
    heavy = picture_file(data=b"x" * 52_000_000, name="atelier-1.zip")

    await telegram.outbound.deliver(
        address_in(private), None, reply("Everything I keep about you:", files=("a",)), [heavy]
    )

    (posted,) = shown(world, private)
    assert posted["text"] == (
        "Everything I keep about you:\natelier-1.zip has 52 MB; Telegram takes 50 MB from a bot at most."
    )


async def test_a_short_flood_wait_is_sat_out(world: World, telegram: Bench, club: Chat) -> None:
    world.faults.append(Fault(method="sendMessage", kind="429", retry_after=3))

    await telegram.outbound.deliver(address_in(club), None, reply("Done."), [])

    assert [m["text"] for m in shown(world, club)] == ["Done."]
    assert len(world.called("sendMessage")) == 2


async def test_a_long_flood_wait_is_passed_on_and_kept(world: World, telegram: Bench, club: Chat) -> None:
    world.faults.append(Fault(method="sendMessage", kind="429", retry_after=600))
    with pytest.raises(PlatformUnavailable) as raised:
        await telegram.outbound.deliver(address_in(club), None, reply("Done."), [])
    assert raised.value.retry_after_seconds == pytest.approx(600, abs=2)

    with pytest.raises(PlatformUnavailable):
        await telegram.outbound.deliver(address_in(club, nonce="other-0"), None, reply("Other."), [])

    assert len(world.called("sendMessage")) == 1, "asking again would make the wait longer"


async def test_a_groups_budget_leaves_room_for_the_replies(world: World, telegram: Bench, club: Chat) -> None:
    world.flood = True  # 20 calls in one of the server's minutes, as Telegram has it
    addresses = [address_in(club, nonce=f"turn{number}-0") for number in range(3)]
    working = [await telegram.outbound.open(address, "plan: thinking") for address in addresses]
    for step in range(40):
        for address, message in zip(addresses, working, strict=True):
            await telegram.outbound.progress(address, message, f"render: step {step}")

    for address, message in zip(addresses, working, strict=True):
        await telegram.outbound.deliver(address, message, reply("Done."), [])

    assert [m["text"] for m in shown(world, club)] == ["Done."] * 3


@pytest.mark.parametrize(
    ("blocked", "error"),
    [
        ("bot was blocked by the user", NotAllowed),
        ("bot was kicked from the supergroup chat", NotAllowed),
        ("user is deactivated", NotAllowed),
    ],
)
async def test_blocked_and_kicked_end_the_matter(
    telegram: Bench, private: Chat, blocked: str, error: type[Exception]
) -> None:
    private.blocked = blocked

    with pytest.raises(error):
        await telegram.outbound.deliver(address_in(private), None, reply("Done."), [])


async def test_a_closed_topic_and_a_vanished_chat(world: World, telegram: Bench) -> None:
    forum = world.group(-1003, forum=True)
    forum.topics[40] = "closed"
    with pytest.raises(NotAllowed, match="closed"):
        await telegram.outbound.deliver(address_in(forum, topic=40), None, reply("Done."), [])
    with pytest.raises(NotFound):
        await telegram.outbound.deliver(address_in(forum, topic=41), None, reply("Done."), [])
    with pytest.raises(NotFound):
        await telegram.outbound.deliver(address_in(Chat(id=-999, kind="group")), None, reply("Done."), [])


async def test_a_group_that_became_a_supergroup_keeps_its_memory_and_gets_its_answer(
    world: World, ann: JSON
) -> None:
    old = world.group(-500)
    async with bench(world) as telegram:
        world.says(ann, old, "@atelier_bot draw a fox")
        await telegram.heard()
        address = address_in(old, reply_to=1)
        working = await telegram.outbound.open(address, "plan: thinking")
        new = world.migrates(old, -1005)

        await telegram.outbound.deliver(address, working, reply("Done."), [])
        world.says(ann, new, "@atelier_bot and an owl")
        heard = await telegram.heard(2)
        await telegram.restarted().deliver(address_in(old, nonce="later-0"), None, reply("Later."), [])

    assert [m["text"] for m in shown(world, new)] == ["Done.", "Later."]
    assert heard.place.channel_key == "telegram:-500/-500", "memory stays where it was"


async def test_an_answer_for_one_person_goes_to_them_alone(
    world: World, telegram: Bench, club: Chat, private: Chat
) -> None:
    address = address_in(club, 7)
    said = reply("You like ink.", buttons=(button("forget", "Forget"),), only_for_author=True)

    posted = await telegram.outbound.deliver(address, None, said, [])
    again = await telegram.restarted().deliver(address, posted, said, [])

    assert again == posted
    assert [m["text"] for m in shown(world, club)] == ["I have sent you the answer in our private chat."]
    (told,) = shown(world, private)
    assert (told["text"], labels(told)) == ("You like ink.", ["Forget"])


async def test_who_never_wrote_in_private_is_told_how(world: World, telegram: Bench, club: Chat) -> None:
    await telegram.outbound.deliver(
        address_in(club, 8), None, reply("You like ink.", only_for_author=True), []
    )

    (told,) = shown(world, club)
    assert "t.me/atelier_bot?start=help" in told["text"]
    assert "ink" not in told["text"]


async def test_a_private_answer_stays_where_it_is_in_a_private_chat(
    world: World, telegram: Bench, private: Chat
) -> None:
    await telegram.outbound.deliver(
        address_in(private), None, reply("You like ink.", only_for_author=True), []
    )

    assert [m["text"] for m in shown(world, private)] == ["You like ink."]


async def test_delete_takes_the_picture_and_all_that_belongs_to_it(
    world: World, telegram: Bench, club: Chat
) -> None:
    address = address_in(club)
    posted = await telegram.outbound.deliver(
        address, None, reply("y" * 5000, images=("a", "b")), [picture_file("red"), picture_file("blue")]
    )
    press = address_in(club, nonce="press-0")

    nothing = await telegram.outbound.deliver(
        press, None, reply("Deleted.", removes=MessageId("b1"), only_for_author=True), []
    )
    await telegram.outbound.remove(press, posted)
    await telegram.outbound.remove(press, posted)

    assert nothing == "0"
    assert shown(world, club) == []


async def test_a_picture_too_old_to_be_deleted_is_emptied(world: World, telegram: Bench, club: Chat) -> None:
    posted = await telegram.outbound.deliver(
        address_in(club), None, reply("A fox", images=("a",), buttons=BUTTONS), [picture_file()]
    )
    club.aged.add(int(posted))

    await telegram.outbound.remove(address_in(club), posted)

    (message,) = shown(world, club)
    assert message["caption"] == "Deleted."
    assert world.files[message["photo"][-1]["file_id"]] != png()
    assert "reply_markup" not in message


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
    assert bot.rate_limiter is not None
    while bot.has_room:
        await bot.rate_limiter.process_request(elsewhere, (), {}, "sendMessage", {"chat_id": 1}, None)
    await telegram.outbound.progress(where, working, "render: drawing")
    assert not world.called("editMessageText"), "the second is full"
    await telegram.outbound.deliver(where, working, reply("Done."), [])

    assert [m["text"] for m in world.posted(private)] == ["Done."]


async def test_a_question_in_a_group_opens_the_askers_reply_field(world: World, ann: JSON) -> None:
    club = world.group()
    async with bench(world) as telegram:
        asked = world.says(ann, club, "@atelier_bot draw him")["message"]["message_id"]
        heard = await telegram.heard()
        address = address_in(club, reply_to=asked)
        options = (button("answer", "The fox", 1), button("surprise", "Surprise me", 2))
        question = await telegram.outbound.deliver(
            address, None, reply("Who?", kind="question", buttons=options), []
        )
        await telegram.restarted().deliver(
            address, question, reply("Who?", kind="question", buttons=options), []
        )
        first, prompt = shown(world, club)
        assert labels(first) == ["The fox", "Surprise me"]
        assert club.reply_fields[prompt["message_id"]] == {
            "force_reply": True, "selective": True, "input_field_placeholder": "Your answer",
        }  # fmt: skip
        assert prompt["entities"][0]["type"] == "text_mention"

        world.says(ann, club, "the owl", reply_to=prompt["message_id"])
        answer = await telegram.heard(2)
        await until(lambda: len(shown(world, club)) == 1)

    assert heard.text == "draw him"
    assert (answer.text, answer.reply_to) == ("the owl", question)


async def test_the_prompt_goes_when_a_button_answers(world: World, ann: JSON) -> None:
    club = world.group()
    async with bench(world) as telegram:
        options = (button("answer", "The fox", 1),)
        question = await telegram.outbound.deliver(
            address_in(club), None, reply("Who?", kind="question", buttons=options), []
        )
        world.presses(world.person(8, "Bob"), club, int(question), "The fox")
        await telegram.pressed()
        await telegram.confirmed()
        assert len(shown(world, club)) == 2, "it is not his to answer"
        world.presses(ann, club, int(question), "The fox")
        await until(lambda: len(shown(world, club)) == 1)


async def test_a_bot_that_hears_everything_needs_no_prompt(world: World, telegram: Bench, club: Chat) -> None:
    world.me["can_read_all_group_messages"] = True

    await telegram.outbound.deliver(
        address_in(club), None, reply("Who?", kind="question", buttons=(button("answer", "The fox"),)), []
    )

    assert len(shown(world, club)) == 1


async def test_refine_asks_in_words_and_the_answer_is_a_reply_to_it(world: World, ann: JSON) -> None:
    club = world.group()
    async with bench(world) as telegram:
        picture = await telegram.outbound.deliver(
            address_in(club),
            None,
            reply(images=("a",), buttons=(button("refine", "Refine"),)),
            [picture_file()],
        )
        world.presses(ann, club, int(picture), "Refine")
        press = await telegram.pressed()
        asked = await telegram.outbound.deliver(
            address_of(press, nonce="t2-0"), None, reply("What should change?"), []
        )
        (_, prompt) = shown(world, club)
        world.says(ann, club, "make it night", reply_to=prompt["message_id"])
        answer = await telegram.heard()

    assert press.handle == {"pressed": "refine"}
    assert prompt["text"] == "Ann, what should change?"
    assert club.reply_fields[prompt["message_id"]]["selective"]
    assert prompt["reply_to_message"]["message_id"] == int(picture)
    assert answer.reply_to == asked


@pytest.mark.parametrize("method", ["editMessageMedia", "editMessageText"])
async def test_a_server_that_lacks_a_method_still_gets_the_picture_shown(
    world: World, telegram: Bench, private: Chat, method: str
) -> None:
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")
    telegram.server.lacks(method)
    files = [picture_file()] if method == "editMessageMedia" else []

    posted = await telegram.outbound.deliver(
        address, working, reply("Done.", images=("i",) * len(files)), files
    )

    (message,) = shown(world, private)
    assert str(message["message_id"]) == posted != working
    assert message.get("caption" if files else "text") == "Done."


async def test_an_answer_that_cannot_be_read_is_not_asked_for_again(
    world: World, telegram: Bench, private: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram.server.answers("sendMessage", {"message_id": "what", "date": 10**18})

    with pytest.raises(NotAllowed, match="cannot be read"):
        await telegram.outbound.deliver(address_in(private), None, reply("Done."), [])

    assert len(world.called("sendMessage")) == 1


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
