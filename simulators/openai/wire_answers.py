"""Pieces of answers as they go over the wire."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web


def failure(status: int, message: str, *, code: str | None = None, param: str | None = None) -> web.Response:
    error = {"message": message, "type": "invalid_request_error", "code": code, "param": param}
    return web.json_response({"error": error}, status=status)


async def sse(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    return response


async def event(response: web.StreamResponse, payload: Mapping[str, Any]) -> None:
    await response.write(f"event: {payload['type']}\ndata: {json.dumps(payload)}\n\n".encode())
