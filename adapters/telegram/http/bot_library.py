"""The library's bot, with what it lacks: updates and answers as they came, and files from wherever the server says they are."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import quote

from aiolimiter import AsyncLimiter
from telegram.error import TelegramError
from telegram.ext import BaseRateLimiter, ExtBot

from adapters.telegram.http.payload_defaults import as_json, completed_answer
from adapters.telegram.http.update_batches import UNREADABLE, Unreadable

UPDATES = (
    "message", "edited_message", "callback_query", "message_reaction", "inline_query", "chosen_inline_result",
)  # fmt: skip
CALLS_PER_SECOND = 28
"""All calls of this process that go to a chat; Telegram speaks of about 30."""
ROOM_CALLS = 10
"""Progress and chat actions are shown while this many of the second's calls are free."""
BATCH_MAX = 100
READ_SECONDS = 20.0

JSON = bool | dict[str, Any] | list[dict[str, Any]]
logger = logging.getLogger(__name__)


class Smooth(BaseRateLimiter[None]):
    """Spreads bursts over all chats. A group's own limit is left to Pace and to what Telegram says: a limiter would hold a
    finished picture back for up to a minute. (The library's own logs each 429 as an error and halts every chat for it.)"""

    def __init__(self) -> None:
        self._limiter = AsyncLimiter(CALLS_PER_SECOND, 1)

    @property
    def has_room(self) -> bool:
        """Whether a call that only entertains would hold up none that matters."""
        return self._limiter.has_capacity(ROOM_CALLS)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[object, object, JSON]],
        args: Any,  # as the library declares them
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> JSON:
        if "chat_id" not in data:
            return await callback(*args, **kwargs)
        async with self._limiter:
            return await callback(*args, **kwargs)


class AtelierBot(ExtBot[None]):
    """Its own get_updates loses a whole batch to one malformed update, and its readers of answers refuse what leaves anything out."""

    async def _post(self, endpoint: str, *args: Any, **kwargs: Any) -> Any:
        """Through here go all calls. Raises TelegramError."""
        try:
            answer: object = await super()._post(endpoint, *args, **kwargs)
        except KeyError as error:  # an answer without a result
            raise TelegramError(UNREADABLE) from error
        return answer if endpoint == "getUpdates" else completed_answer(endpoint, answer)

    @property
    def has_room(self) -> bool:
        """Whether a call that only entertains may be made now."""
        limiter = self.rate_limiter
        return not isinstance(limiter, Smooth) or limiter.has_room

    async def updates(self, offset: int | None, *, timeout_seconds: int) -> list[object]:
        """Raises TelegramError."""
        try:
            return await self._updates(offset, timeout_seconds, limit=BATCH_MAX)
        except Unreadable:  # something in the batch is no JSON that can be read: find it by going one by one
            try:
                return await self._updates(offset, 0, limit=1)
            except Unreadable as error:
                if error.update_id is None:
                    raise
                logger.warning("an unreadable update was dropped", extra={"action": "update_dropped"})
                return [{"update_id": error.update_id}]

    async def _updates(self, offset: int | None, timeout_seconds: int, *, limit: int) -> list[object]:
        data = {
            "offset": offset,
            "timeout": timeout_seconds,
            "limit": limit,
            "allowed_updates": list(UPDATES),
        }
        found: object = await self._post(
            "getUpdates",
            {name: value for name, value in data.items() if value is not None},
            read_timeout=timeout_seconds + READ_SECONDS,
        )
        return cast("list[object]", found) if isinstance(found, list) else []

    async def member(self, chat: int, user: int) -> dict[str, Any]:
        """A ChatMember as the server says it. Raises TelegramError."""
        return as_json(await self._post("getChatMember", {"chat_id": chat, "user_id": user})) or {}

    async def member_status(self, chat: int, user: int) -> str:
        """As in ChatMember.status; empty where the server says none. Raises TelegramError."""
        return str((await self.member(chat, user)).get("status") or "")

    async def chat(self, chat: int) -> dict[str, Any]:
        """A ChatFullInfo as the server says it. Raises TelegramError."""
        return as_json(await self._post("getChat", {"chat_id": chat})) or {}

    async def portrait(self, user: int) -> bytes | None:
        """The latest profile picture, in its largest size; None where there is none, or it is not shown to the bot. Raises
        TelegramError."""
        found = as_json(await self._post("getUserProfilePhotos", {"user_id": user, "limit": 1})) or {}
        sizes: Any = next(iter(cast("list[Any]", found.get("photos") or [])), None)
        file_id = cast("dict[str, Any]", sizes[-1]).get("file_id") if sizes else None
        if not isinstance(file_id, str):
            return None
        path, _size = await self.file_path(file_id)
        return await self.file(path)

    async def file_path(self, file_id: str) -> tuple[str, int | None]:
        """Where a file is, as the server says it, and its size in bytes if it says that. Raises TelegramError."""
        file = as_json(await self._post("getFile", {"file_id": file_id})) or {}
        path, size = file.get("file_path"), file.get("file_size")
        if not isinstance(path, str) or not path:
            raise TelegramError("getFile said no path")
        return path, size if isinstance(size, int) else None

    async def file(self, path: str) -> bytes:
        """The bytes at a path that getFile said. Raises TelegramError."""
        if Path(path).is_absolute() and await asyncio.to_thread(
            Path(path).is_file
        ):  # a server of our own, in local mode
            return await asyncio.to_thread(Path(path).read_bytes)
        return await self.request.retrieve(file_address(self.base_file_url, self.token, path))


def file_address(base: str, token: str, path: str) -> str:
    """`base` ends in the token. The path is usually relative to it; some servers say a whole address of their own, or the path on
    their disk, in which the token's folder is the root."""
    if path.startswith(base):
        path = path.removeprefix(base)
    elif f"/{token}/" in path:
        path = path.partition(f"/{token}/")[2]
    elif f"bot{token}/" in path:
        path = path.partition(f"bot{token}/")[2]
    return f"{base}/{quote(str(PurePosixPath('/') / path).lstrip('/'), safe='/%')}"
