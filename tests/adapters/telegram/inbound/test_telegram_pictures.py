"""Pictures, and what is looked at of all else that people send."""

import pytest

from simulators.telegram.world import Fault, World
from tests.worlds.telegram_bench import address_in, bench, png, reply


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
