"""Calls of the REST API: as they came, how they are answered, and how a test breaks them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from simulators.discord.shapes import Json


@dataclass(slots=True, kw_only=True)
class Call:
    method: str
    path: str
    json: Any
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])


@dataclass(slots=True, kw_only=True)
class Fault:
    method: str
    path: re.Pattern[str]
    status: int
    """0: answered as it should be, only late."""
    body: Json
    headers: dict[str, str]
    times: int
    after: bool = False
    """The call is carried out, and only its answer is lost."""
    cut: bool = False
    """The connection breaks instead of an answer."""
    seconds: float = 0.0
    """Waited before."""


def failed(request: web.Request, fault: Fault) -> web.Response:
    if fault.cut and request.transport is not None:
        request.transport.abort()
    return json_answer(fault.status, fault.body, fault.headers)


def json_answer(status: int, data: Any, headers: Mapping[str, str] | None = None) -> web.Response:
    if data is None:
        return web.Response(status=status)
    body = json.dumps(data).encode()
    return web.Response(
        status=status, body=body, content_type="application/json", headers=dict(headers or {})
    )


async def read(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    if request.content_type == "application/json":
        return await request.json(), {}
    if request.content_type != "multipart/form-data":
        return None, {}
    body: Any = None
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            files[part.name or ""] = data
    return body, files
