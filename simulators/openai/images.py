"""Pictures: drawn in the wanted ratio, within a mask, whole or as a stream."""

import base64
import io
from typing import Any

from aiohttp import web
from PIL import Image

from simulators.openai.requests import EDIT, Asked
from simulators.openai.server_state import ServerState
from simulators.openai.wire_answers import event, failure, sse
from simulators.pictures import drawn, within_transparency

PICTURE_TOKENS = 1_056


async def pictured(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
    if asked.path == EDIT and not server.edits:
        return failure(404, "Not Found")
    if asked.path == EDIT and not asked.files:
        return failure(400, "image is required", param="image")
    server.rendered += 1
    data = (
        server.picture
        if server.picture is not None
        else drawn(*_size(server, asked), str(asked.body.get("prompt")))
    )
    if asked.mask:
        data = _within(data, asked.files[0][2], asked.mask)
    usage = {
        "input_tokens": 50 + 300 * len(asked.files), "output_tokens": PICTURE_TOKENS, "total_tokens": 1_106,
        "input_tokens_details": {"text_tokens": 50, "image_tokens": 300 * len(asked.files)},
    }  # fmt: skip
    if server.streams and asked.body.get("stream") in (True, "true"):
        return await _streamed(request, asked, data, usage)
    item = (
        {"url": server.answers_by_url}
        if server.answers_by_url
        else {"b64_json": base64.b64encode(data).decode()}
    )
    answer: dict[str, Any] = {"created": 1, "data": [item]}
    return web.json_response(answer | ({"usage": usage} if server.usage else {}))


def _size(server: ServerState, asked: Asked) -> tuple[int, int]:
    width, height = (int(side) for side in str(asked.body.get("size", "1024x1024")).split("x"))
    scale = min(1.0, server.side_max / max(width, height))
    return round(width * scale), round(height * scale)


async def _streamed(
    request: web.Request, asked: Asked, data: bytes, usage: dict[str, Any]
) -> web.StreamResponse:
    response = await sse(request)
    prefix = "image_edit" if asked.path == EDIT else "image_generation"
    text = base64.b64encode(data).decode()
    for number in range(int(asked.body.get("partial_images", 0))):
        partial = {
            "type": f"{prefix}.partial_image",
            "b64_json": text,
            "partial_image_index": number,
            "created_at": 1,
        }
        await event(response, partial)
    completed = {"type": f"{prefix}.completed", "b64_json": text, "created_at": 1, "usage": usage}
    await event(response, completed)
    await response.write_eof()
    return response


def _within(data: bytes, base: bytes, mask: bytes) -> bytes:
    """What was drawn, only where the mask is transparent; as the API does, it takes no mask of another size or without transparency."""
    kept, marks = Image.open(io.BytesIO(base)), Image.open(io.BytesIO(mask))
    assert (marks.format, marks.mode, marks.size) == ("PNG", "RGBA", kept.size)
    out = io.BytesIO()
    within_transparency(Image.open(io.BytesIO(data)), base, mask).save(out, "PNG", compress_level=1)
    return out.getvalue()
