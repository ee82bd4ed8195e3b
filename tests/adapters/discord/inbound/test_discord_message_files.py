"""Which files of a message are pictures, and fetching them."""

from types import SimpleNamespace

import discord
import pytest

from adapters.discord.config import DiscordConfig
from adapters.discord.inbound.attachments import Files
from adapters.discord.inbound.message_files import FileRef, file_ref, pictures
from agent.limits import IMAGE_BYTES_MAX, IMAGES_PER_TURN_MAX


class Server:
    """A file server that fails so often before it answers."""

    def __init__(self, failures: list[Exception], data: bytes = b"png") -> None:
        self.failures, self.data, self.asked = failures, data, []

    async def file(self, url: str) -> bytes:
        self.asked.append(url)
        if self.failures:
            raise self.failures.pop(0)
        return self.data


async def no_sleep(seconds: float) -> None: ...


def files(server: Server, api_url: str = "") -> Files:
    return Files(server, DiscordConfig(token="t", api_url=api_url), sleep=no_sleep)  # pyright: ignore[reportArgumentType]


async def test_a_file_is_asked_for_again_and_then_missed_in_words() -> None:
    ref = FileRef(url="https://cdn.discordapp.com/a.png", name="a.png")

    (came,) = await files(Server([TimeoutError()])).fetch([ref])
    (missed,) = await files(Server([OSError()] * 3)).fetch([ref])
    (large,) = await files(Server([], data=b"x" * (IMAGE_BYTES_MAX + 1))).fetch([ref])

    assert came.data == b"png"
    assert "a.png could not be downloaded" in missed.problem
    assert "larger than" in large.problem


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/a.png",
        "https://evil.example/a.png",
        "http://cdn.discordapp.com/a.png",
        "https://cdn.discordapp.com.evil.example/a",
        "file:///etc/passwd",
        "",
    ],
)
async def test_no_other_server_is_asked(url: str) -> None:
    server = Server([])

    (image,) = await files(server).fetch([FileRef(url=url, name="a.png")])

    assert server.asked == []
    assert image.data == b""


async def test_the_server_that_stands_for_discord_is_asked() -> None:
    server = Server([])
    await files(server, "http://127.0.0.1:8888/api/v10").fetch(
        [FileRef(url="http://127.0.0.1:8890/a.png", name="a")]
    )

    assert server.asked == ["http://127.0.0.1:8890/a.png"]


def test_stickers_and_embedded_pictures_are_pictures() -> None:
    still = SimpleNamespace(
        format=discord.StickerFormatType.png, url="https://media.discordapp.net/stickers/1.png", name="wave"
    )
    moving = SimpleNamespace(format=discord.StickerFormatType.lottie, url="https://x/2.json", name="dance")
    embed = discord.Embed.from_dict(
        {
            "type": "rich",
            "image": {
                "url": "https://evil.example/x.png",
                "proxy_url": "https://images-ext-1.discordapp.net/x.png",
            },
        }
    )
    message = SimpleNamespace(
        attachments=[], components=[], stickers=[still, moving], embeds=[embed, discord.Embed(title="words")]
    )

    found = pictures(message)  # pyright: ignore[reportArgumentType]

    assert [ref.url for ref in found] == [
        "https://media.discordapp.net/stickers/1.png", "", "https://images-ext-1.discordapp.net/x.png",
    ]  # fmt: skip
    assert "animation" in found[1].problem


def test_what_cannot_be_looked_at_is_said_without_fetching() -> None:
    assert file_ref("u", "a.mp4", "video/mp4", 5).problem
    assert file_ref("u", "a.bin", "", 5).problem
    assert "MB" in file_ref("u", "a.png", "image/png", IMAGE_BYTES_MAX + 1).problem
    assert not file_ref("u", "a.PNG", "", None).problem


async def test_all_pictures_are_handed_in_and_those_beyond_the_limit_without_being_fetched() -> None:
    server = Server([])
    refs = [FileRef(url=f"https://cdn.discordapp.com/{n}.png", name=f"{n}.png") for n in range(12)]

    found = await files(server).fetch(refs)

    assert [image.name for image in found] == [ref.name for ref in refs]
    assert len(server.asked) == IMAGES_PER_TURN_MAX
    assert [bool(image.data) for image in found] == [True] * IMAGES_PER_TURN_MAX + [False] * 4
