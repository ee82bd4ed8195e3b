"""Troubles on demand: what the next request to a path meets instead of a healthy answer."""

import asyncio
import base64
import json
from typing import Any

from aiohttp import web

from simulators.openai.requests import EDIT, GENERATE, Asked
from simulators.openai.server_state import ServerState, Trouble
from simulators.openai.wire_answers import event, failure, sse
from simulators.pictures import drawn


def fails(status: int, message: str = "no", *, code: str | None = None, **headers: str) -> Trouble:
    """An error answer; header names with underscores."""

    async def trouble(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
        response = failure(status, message, code=code)
        response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        return response

    return trouble


def says(
    body: bytes | str | dict[str, Any], *, kind: str = "application/json", draws: bool = False
) -> Trouble:
    """A whole answer of the test's own."""

    async def trouble(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
        server.rendered += draws
        data = (
            json.dumps(body).encode()
            if isinstance(body, dict)
            else body.encode()
            if isinstance(body, str)
            else body
        )
        return web.Response(body=data, content_type=kind)

    return trouble


def talks(text: str, *, finish: str = "stop", refusal: str | None = None) -> Trouble:
    """A chat completion with these words; the prompt is taken to be 100 tokens, the answer 10."""
    message = {"role": "assistant", "content": text, "refusal": refusal}
    return says(
        {
            "choices": [{"index": 0, "finish_reason": finish, "message": message}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10},
        }
    )


async def hangs(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
    """Takes the request (and draws the picture, if it is one), and never answers."""
    server.rendered += asked.path in (GENERATE, EDIT)
    await asyncio.sleep(30)
    return failure(500, "never")


async def drips(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
    """A healthy answer at one byte every twentieth of a second."""
    server.rendered += asked.path in (GENERATE, EDIT)
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    for byte in b'{"created": 1, "data": [{"b64_json": "' + b"A" * 2_000:
        await response.write(bytes([byte]))
        await asyncio.sleep(0.05)
    return response


async def breaks_off(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
    """Half an answer, then the connection is gone."""
    server.rendered += asked.path in (GENERATE, EDIT)
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"created": 1, "data": [{"b64_json": "iVBOR')
    assert request.transport is not None
    request.transport.close()
    return response


def writes(*texts: str, ends: bool = True) -> Trouble:
    """A chat completion piece by piece; one that does not end falls silent, its connection open."""

    async def trouble(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
        response = await sse(request)
        for text in texts:
            piece = {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}
            await response.write(f": still here\ndata: {json.dumps(piece)}\n\n".encode())
        if not ends:
            await asyncio.sleep(30)
        await response.write(b"data: [DONE]\n\n")
        await response.write_eof()
        return response

    return trouble


async def complains_in_words(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
    """llama.cpp, whose context is full while it writes."""
    response = await sse(request)
    error = {"code": 500, "message": "context size has been exceeded", "type": "server_error"}
    await response.write(f"data: {json.dumps({'error': error})}\n\n".encode())
    await response.write_eof()
    return response


async def stops_streaming(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
    """One preview, then the end of the stream without a picture."""
    server.rendered += 1
    response = await sse(request)
    text = base64.b64encode(drawn(64, 64, "x")).decode()
    await event(
        response,
        {
            "type": "image_generation.partial_image",
            "b64_json": text,
            "partial_image_index": 0,
            "created_at": 1,
        },
    )
    await response.write_eof()
    return response


async def complains_in_stream(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
    """The provider's moderation stops the picture while it is drawn."""
    response = await sse(request)
    error = {"code": "moderation_blocked", "message": "Your request was rejected by the safety system."}
    await response.write(f"event: error\ndata: {json.dumps({'error': error})}\n\n".encode())
    await response.write_eof()
    return response
