"""Voice messages: fetched where somebody listens, and as short as they may be."""

import pytest

from agent.limits import VOICE_BYTES_MAX, VOICE_SECONDS_MAX
from simulators.telegram.world import JSON, Fault, World
from tests.worlds.telegram_bench import address_in, bench, reply

SOUND = b"OggS and what was said"


def voice(world: World, *, seconds: int = 3, **more: object) -> JSON:
    file = world.document(SOUND, "v.ogg", "audio/ogg")
    return {"voice": {**file, "duration": seconds, **more}}


async def test_it_is_fetched_with_its_kind(world: World) -> None:
    ann = world.person(7)
    async with bench(world, voices=True) as telegram:
        world.says(ann, world.private(ann), **voice(world))

        heard = await telegram.heard()

    assert heard.voice is not None
    assert (heard.voice.data, heard.voice.media_type, heard.voice.problem) == (SOUND, "audio/ogg", "")
    assert (heard.text, heard.images) == ("", ())


async def test_in_a_group_it_is_heard_in_reply_to_the_bot_alone(world: World) -> None:
    ann, club = world.person(7), world.group()
    async with bench(world, voices=True) as telegram:
        said = await telegram.outbound.deliver(address_in(club), None, reply("A fox."), [])
        world.says(ann, club, **voice(world))
        world.says(ann, club, **voice(world), reply_to_message=club.messages[int(said)])

        heard = await telegram.heard()

    assert heard.voice is not None
    assert heard.reply_to == said


@pytest.mark.parametrize(
    "more", [{"seconds": int(VOICE_SECONDS_MAX) + 1}, {"file_size": VOICE_BYTES_MAX + 1}]
)
async def test_what_is_too_long_is_not_downloaded(world: World, more: dict[str, int]) -> None:
    ann = world.person(7)
    async with bench(world, voices=True) as telegram:
        world.says(ann, world.private(ann), **voice(world, **more))

        heard = await telegram.heard()

    assert heard.voice is not None
    assert "up to 2 minutes" in heard.voice.problem
    assert not world.called("getFile")


async def test_what_does_not_come_says_so(world: World) -> None:
    ann = world.person(7)
    world.faults = [Fault(method="getFile", kind="502", times=9)]
    async with bench(world, voices=True) as telegram:
        world.says(ann, world.private(ann), **voice(world))

        heard = await telegram.heard()

    assert heard.voice is not None
    assert "could not be downloaded" in heard.voice.problem
