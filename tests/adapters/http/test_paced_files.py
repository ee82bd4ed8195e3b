"""Files that people bring in a crowd come in one after the other at each door, which leaves the event loop to who waits for a drawing."""

from typing import cast

from starlette.requests import Request
from starlette.types import Message

from adapters.discord.config import DiscordConfig
from adapters.discord.http.rest import Rest
from adapters.discord.inbound.attachments import Files as DiscordFiles
from adapters.discord.inbound.message_files import FileRef as DiscordFile
from adapters.http.pace import Pace
from adapters.telegram.http.bot_library import AtelierBot
from adapters.telegram.inbound.attachments import FileRef as TelegramFile
from adapters.telegram.inbound.attachments import Files as TelegramFiles
from adapters.web.api.forms import SMALL_FORM_BYTES_MAX, Forms


class Waits:
    def __init__(self) -> None:
        self.waited: list[float] = []
        self.pace = Pace(apart_seconds=1, wait_seconds_max=9, monotonic=lambda: 0.0, sleep=self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


class Server:
    """Both platforms' files."""

    async def file(self, path: str) -> bytes:
        return b"png"

    async def file_path(self, file: str) -> tuple[str, int | None]:
        return file, None


async def test_discords_files_are_fetched_one_after_the_other() -> None:
    waits = Waits()
    files = DiscordFiles(cast(Rest, Server()), DiscordConfig(token="t"), pace=waits.pace)
    own, foreign = "https://cdn.discordapp.com/a.png", "https://evil.example/a.png"

    await files.fetch([DiscordFile(url=url, name="a.png") for url in (own, foreign, own, own)])

    assert waits.waited == [1, 2]


async def test_telegrams_files_are_fetched_one_after_the_other() -> None:
    waits = Waits()
    files = TelegramFiles(cast(AtelierBot, Server()), pace=waits.pace)

    await files.fetch([TelegramFile(id=str(number), name="a.png", size=None) for number in range(3)])

    assert waits.waited == [1, 2]


async def test_the_pages_pictures_are_read_one_after_the_other_and_words_at_once() -> None:
    waits = Waits()
    forms = Forms(pace=waits.pace)

    for length in (SMALL_FORM_BYTES_MAX + 1, 30, SMALL_FORM_BYTES_MAX + 1, 30):
        async with forms.read(_posted(length), person="ana"):
            pass

    assert waits.waited == [1]


def _posted(length: int) -> Request:
    headers = {"content-type": "application/x-www-form-urlencoded", "content-length": str(length)}
    scope = {
        "type": "http", "method": "POST", "path": "/api/messages", "query_string": b"", "client": ("127.0.0.1", 1),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip

    async def received() -> Message:
        return {"type": "http.request", "body": b"text=" + b"a" * (length - 5), "more_body": False}

    return Request(scope, received)
