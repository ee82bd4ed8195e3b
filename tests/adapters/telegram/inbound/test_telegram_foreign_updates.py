"""Bot API servers that are not quite like Telegram's: updates that leave out what nothing depends on."""

import json

import pytest

from adapters.telegram.http.payload_defaults import completed_update
from simulators.telegram.world import JSON, World
from tests.patience import until
from tests.worlds.telegram_bench import address_in, bench, picture_file, png, reply

GROUP = {"id": -1001, "title": "Club"}


def queued(world: World, **update: object) -> None:
    world.queue_raw(json.dumps({"update_id": 500 + len(world.calls), **update}).encode())


# --- what people do ----------------------------------------------------------------------------------------------


async def test_a_message_with_the_least_that_can_be_understood_is_heard(world: World, ann: JSON) -> None:
    world.group()
    async with bench(world) as telegram:
        queued(
            world,
            message={"message_id": 3, "from": {"id": 7}, "chat": GROUP, "text": "🎉 @atelier_bot a fox"},
        )
        heard = await telegram.heard()

    assert heard.text == "🎉 a fox", "mentions that the server did not mark are found, where Telegram counts"
    assert heard.author.name == "someone"
    assert not heard.place.private


@pytest.mark.parametrize(
    ("names", "called"),
    [
        ({"first_name": ""}, "someone"),
        ({"first_name": "", "username": "ben"}, "ben"),
        ({"first_name": "", "last_name": "Smith"}, "Smith"),
    ],
)
async def test_whose_first_name_is_empty_is_heard(world: World, names: JSON, called: str) -> None:
    world.group()
    person = {"id": 7, "is_bot": False, **names}
    async with bench(world) as telegram:
        queued(world, message={"message_id": 3, "from": person, "chat": GROUP, "text": "@atelier_bot a fox"})
        heard = await telegram.heard()

    assert heard.author.name == called


async def test_what_a_newer_telegram_adds_is_passed_over(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        world.says(ann, chat, "a fox", some_future_field={"deep": [1, {"er": None}]}, effect_id=5)
        heard = await telegram.heard()

    assert heard.text == "a fox"


async def test_a_command_that_the_server_did_not_mark_is_one(world: World, ann: JSON) -> None:
    world.group()
    async with bench(world) as telegram:
        queued(
            world, message={"message_id": 3, "from": ann, "chat": GROUP, "text": "/memory@atelier_bot cats"}
        )
        heard = await telegram.heard()

    assert heard.command is not None
    assert (heard.command.name, heard.command.argument) == ("memory", "cats")


async def test_pictures_without_their_sizes_are_fetched(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    world.files["bare"] = png()
    async with bench(world) as telegram:
        for content in ({"photo": [{"file_id": "bare"}]}, {"sticker": {"file_id": "bare"}}):
            queued(world, message={"message_id": 3, "from": ann, "chat": chat.shown(), "date": 1, **content})
            heard = await telegram.heard(len(telegram.intake.messages) + 1)
            assert [image.data for image in heard.images] == [png()]


async def test_a_press_needs_only_what_it_is_about(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        message = {"message_id": 9, "chat": {"id": chat.id}}
        queued(
            world, callback_query={"id": "cb", "from": {"id": 7}, "message": message, "data": "v1:again:x"}
        )
        pressed = await telegram.pressed()

    assert pressed.button == "v1:again:x"
    assert pressed.message == "9"


async def test_dates_in_milliseconds_are_dates(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        world.says(ann, chat, "a fox", date=1_790_000_000_000)
        assert (await telegram.heard()).text == "a fox"


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"message_id": 1, "date": 1, "from": {"id": 7}}},
        {"message": {"message_id": 1, "date": 1, "chat": "club"}},
        {"callback_query": {"id": "1", "data": "v1:again:x"}},
        {"message": 7},
    ],
)
def test_what_is_said_nowhere_or_by_nobody_is_no_update(update: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="without"):
        completed_update(update)


async def test_a_reply_to_nobody_in_particular_may_be_a_reply_to_the_bot(world: World, ann: JSON) -> None:
    club = world.group()
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(address_in(club), None, reply("A fox."), [picture_file()])
        bare = {"message_id": int(posted), "chat": club.shown(), "date": 1}
        queued(
            world,
            message={
                "message_id": 70,
                "from": ann,
                "chat": club.shown(),
                "text": "at night",
                "reply_to_message": bare,
            },
        )
        heard = await telegram.heard()

    assert heard.reply_to == posted


async def test_the_opening_of_a_topic_is_no_reply_however_it_is_shown(world: World, ann: JSON) -> None:
    club = world.group(forum=True)
    async with bench(world) as telegram:
        opening = {"message_id": 40, "chat": club.shown(), "date": 1, "from": ann}
        world.says(ann, club, "@atelier_bot a fox", topic=40, reply_to_message=opening)
        heard = await telegram.heard()

    assert heard.reply_to is None
    assert heard.place.thread == "40"


async def test_the_new_group_alone_says_that_it_moved(world: World, ann: JSON) -> None:
    old = world.group(-500)
    async with bench(world) as telegram:
        world.migrates(old, -1005)
        world.pending.pop(0)  # the old group's own news never comes
        world.says(ann, world.chats[-1005], "@atelier_bot a fox")
        heard = await telegram.heard()

    assert heard.place.channel == "-500"


@pytest.mark.parametrize(
    "broken",
    [
        {"text": [["a"]]},
        {"message_thread_id": "x"},
        {"entities": {"type": "mention"}},
        {"reply_to_message": "no message"},
        {"from": {"id": " ", "is_bot": False, "first_name": "x"}},
    ],
)
async def test_values_of_other_types_cost_themselves_alone(
    world: World, ann: JSON, broken: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    chat = world.private(ann)
    said = world.says(ann, chat, "draw @atelier_bot a fox")
    world.pending.clear()
    async with bench(world) as telegram:
        world.queue({"message": {**said["message"], **broken}})
        world.says(ann, chat, "an owl")
        await until(lambda: any(message.text == "an owl" for message in telegram.intake.messages))
        await telegram.confirmed()

    assert not [record for record in caplog.records if record.exc_info]


def test_an_update_of_nobody_who_can_be_named_is_no_update() -> None:
    with pytest.raises(ValueError, match="without"):
        completed_update({"message": {"message_id": 1, "date": 1, "chat": {"id": [7], "type": "private"}}})
