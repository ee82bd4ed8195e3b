"""ComfyUI's websocket: how far a job is, its previews, and that it ended. What it misses is asked for: a socket may drop."""

import asyncio
import contextlib
import json
import struct
from collections.abc import Awaitable, Callable
from typing import Any, cast

import aiohttp

PREVIEW, PREVIEW_WITH_METADATA = 1, 4
"""Kinds of binary events."""
_ENDS = ("execution_success", "execution_error", "execution_interrupted")
MESSAGE_BYTES_MAX = 16_000_000
OnPartial = Callable[[bytes], Awaitable[None]]
OnProgress = Callable[[float], Awaitable[None]]


class Events:
    """Of one job, `job_id`. `woken` is set when it may have ended."""

    def __init__(self, job_id: str, on_partial: OnPartial | None, on_progress: OnProgress | None) -> None:
        self.job_id = job_id
        self._on_partial = on_partial
        self._on_progress = on_progress
        self.woken = asyncio.Event()

    async def listen(self, url: str, client_id: str, opened: asyncio.Event, headers: dict[str, str]) -> None:
        """Until cancelled or cut off; sets `opened` once it hears, or cannot. Raises nothing of the wire's."""
        try:
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                async with (
                    aiohttp.ClientSession(headers=headers) as session,
                    session.ws_connect(
                        f"{url}/ws", params={"clientId": client_id}, max_msg_size=MESSAGE_BYTES_MAX
                    ) as socket,
                ):
                    await socket.send_str(
                        json.dumps({"type": "feature_flags", "data": {"supports_preview_metadata": True}})
                    )
                    opened.set()
                    async for message in socket:
                        await self._hear(message)
        finally:
            opened.set()

    async def _hear(self, message: aiohttp.WSMessage) -> None:
        if message.type == aiohttp.WSMsgType.TEXT:
            with contextlib.suppress(ValueError):
                await self._told(json.loads(message.data))
        elif message.type == aiohttp.WSMsgType.BINARY and self._on_partial is not None:
            image = preview_of(message.data, self.job_id)
            if image:
                await self._on_partial(image)

    async def _told(self, event: object) -> None:
        told = cast("dict[str, Any]", event) if isinstance(event, dict) else {}
        data = cast("dict[str, Any]", told["data"]) if isinstance(told.get("data"), dict) else {}
        if data.get("prompt_id", self.job_id) != self.job_id:
            return
        kind = told.get("type")
        if kind in _ENDS or (kind == "executing" and data.get("node") is None):
            self.woken.set()
        elif kind == "progress" and self._on_progress is not None:
            value, most = data.get("value"), data.get("max")
            if isinstance(value, int | float) and isinstance(most, int | float) and most > 0:
                await self._on_progress(min(1.0, max(0.0, value / most)))


def preview_of(data: bytes, job_id: str) -> bytes:
    """The picture in a binary event; b"" where there is none, or another job's. Pure."""
    if len(data) < 8:
        return b""
    kind, extra = struct.unpack_from(">II", data)
    if kind == PREVIEW:
        return data[8:]
    if kind == PREVIEW_WITH_METADATA and 8 + extra <= len(data):
        try:
            about: object = json.loads(data[8 : 8 + extra])
        except ValueError:
            return b""
        whose = cast("dict[str, Any]", about).get("prompt_id", job_id) if isinstance(about, dict) else job_id
        return data[8 + extra :] if whose == job_id else b""
    return b""
