"""Pictures as they are posted: albums, files, and what a server lacks."""

import pytest

from adapters.media import PillowGate
from agent.domain.conversation import Reply
from agent.domain.generation import ImageData
from agent.errors import NotAllowed, PlatformUnavailable
from simulators.telegram.world import JSON, Chat, Fault, World
from tests.adapters.telegram.outbound.posted_messages import BUTTONS, labels, shown
from tests.patience import until
from tests.worlds.telegram_bench import Bench, address_in, bench, picture_file, png, reply


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

    whole = [(True, None), (True, None), (False, "Two foxes")]
    # What was lost is looked for meanwhile, by messages that come and go.
    await until(lambda: [("photo" in m, m.get("text")) for m in shown(world, private)] == whole)


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


async def test_a_photo_over_ten_megabytes_is_made_smaller(world: World, private: Chat) -> None:
    class Gate:
        async def admit(self, data: bytes, *, name: str = "") -> ImageData:
            raise AssertionError(name)

        async def thumbnail(self, image: ImageData, *, side: int) -> ImageData:
            assert side == 2048
            return ImageData(data=png(), media_type="image/png", width=32, height=24)

        async def sticker(self, image: ImageData, *, side: int) -> ImageData:
            raise AssertionError(side)

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


def sticker_reply() -> Reply:
    return reply("A fox", kind="image", images=("i",), files=("i",), stickers=True, buttons=BUTTONS)


async def test_what_was_wished_for_as_a_sticker_can_be_kept_as_one(world: World, private: Chat) -> None:
    fox = picture_file(data=png(900, 600))
    address = address_in(private)
    async with bench(world, listens=False, gate=PillowGate()) as telegram:
        posted = await telegram.outbound.deliver(address, None, sticker_reply(), [fox, fox])
        assert await telegram.outbound.deliver(address, posted, sticker_reply(), [fox, fox]) == posted

    (sticker,) = [m["sticker"] for m in shown(world, private) if "sticker" in m]
    assert (sticker["width"], sticker["height"]) == (512, 341)
    assert [m for m in shown(world, private) if "document" in m] == []
    assert sum("photo" in m for m in shown(world, private)) == 1


async def test_where_stickers_are_not_allowed_it_is_a_file(world: World) -> None:
    club = world.group()
    club.forbids.add("stickers")
    fox = picture_file(data=png(900, 600))
    async with bench(world, listens=False, gate=PillowGate()) as telegram:
        await telegram.outbound.deliver(address_in(club), None, sticker_reply(), [fox, fox])

    (document,) = [m["document"] for m in shown(world, club) if "document" in m]
    assert world.files[document["file_id"]] == fox.data


async def test_deleting_the_picture_takes_its_sticker_along(world: World, private: Chat) -> None:
    fox = picture_file(data=png(900, 600))
    async with bench(world, listens=False, gate=PillowGate()) as telegram:
        posted = await telegram.outbound.deliver(address_in(private), None, sticker_reply(), [fox, fox])
        await telegram.outbound.remove(address_in(private), posted)

    assert shown(world, private) == []
