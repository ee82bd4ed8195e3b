"""The files of a reply: too large, hidden, or no picture."""

import io
import random
from dataclasses import replace

import discord
from PIL import Image

from adapters.discord.outbound.layouts import HIDDEN
from agent.domain.conversation import Reply
from agent.ports import PictureFile
from tests.adapters.discord.outbound.shown_messages import latest
from tests.worlds.discord_world import World, address, picture_reply, texts


def noisy_png(side: int) -> bytes:
    """A picture that no format makes much smaller."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3)).save(out, "PNG")
    return out.getvalue()


async def test_a_picture_too_large_for_the_server_is_made_to_fit(asked: World) -> None:
    noise = noisy_png(512)
    small = replace(asked.heard, handle={"limit": "300000"})
    files = [PictureFile(data=noise, media_type="image/png", name="big.png", alt="noise")]
    with asked.env._bot_scope():
        await asked.outbound.deliver(address(small), None, picture_reply(), files)
    await asked.env.settle()

    file = latest(asked).attachments[0]
    assert file.filename == "big.webp"
    assert file.size < 300_000 < len(noise)


async def test_a_file_too_large_is_said_in_words(asked: World) -> None:
    small = replace(asked.heard, handle={"limit": "100000"})
    files = [PictureFile(data=b"x" * 200_000, media_type="application/zip", name="export.zip")]
    with asked.env._bot_scope():
        await asked.outbound.deliver(
            address(small), None, Reply(kind="text", text="Everything:", files=("f",)), files
        )
    await asked.env.settle()

    assert "more than this server takes" in texts(latest(asked))


async def test_spoilers_are_hidden_until_tapped(asked: World) -> None:
    await asked.deliver(asked.heard, picture_reply(spoiler=True))

    gallery = next(
        part for part in latest(asked).components if isinstance(part, discord.MediaGalleryComponent)
    )
    assert gallery.items[0].spoiler


async def test_an_export_is_a_file(world: World) -> None:
    result = await world.ana.slash(world.channel, "memory export")
    files = [PictureFile(data=b"PK", media_type="application/zip", name="atelier-1.zip")]
    with world.env._bot_scope():
        await world.outbound.deliver(
            address(world.heard),
            None,
            Reply(kind="text", text="All:", files=("f",), only_for_author=True),
            files,
        )
    await world.env.settle()

    assert result.response is not None
    assert [file.filename for file in result.response.attachments] == ["atelier-1.zip"]
    assert result.response.flags.value & HIDDEN
