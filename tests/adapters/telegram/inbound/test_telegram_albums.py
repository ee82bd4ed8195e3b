"""An album is one message, however and whenever its parts arrive."""

import asyncio

import pytest

from adapters.telegram import albums
from simulators.telegram.world import World
from tests.patience import until
from tests.worlds.telegram_bench import bench, png, still_clock


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


async def test_the_items_of_an_album_may_come_across_two_polls_and_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the second is in coming: it is waited for until both are there."""
    monkeypatch.setattr(albums, "ALBUM_ITEMS_MAX", 2)
    ann = world.person(7)
    async with bench(world, clock=still_clock) as telegram:
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
