"""Chat completions and responses: what the server complains about, what its model says, and what that costs."""

import json
from typing import Any

from aiohttp import web

from simulators.openai.language_pieces import pieces
from simulators.openai.requests import CHAT, RESPONSES, Asked
from simulators.openai.server_state import ServerState
from simulators.openai.wire_answers import failure, sse

CACHED_FROM_TOKENS = 1_024
"""Prompts shorter than this are not cached by the provider."""


def complaint(server: ServerState, asked: Asked) -> web.Response | None:
    optional = (
        "reasoning_effort", "max_completion_tokens", "prompt_cache_key", "temperature", "stream", "stream_options",
        "chat_template_kwargs",
    )  # fmt: skip
    unknown = [name for name in optional if name in asked.body and name not in server.knows]
    if unknown:
        return failure(400, f"Unrecognized request argument supplied: {unknown[0]}", param=unknown[0])
    if 0 < server.context_chars < len(asked.system) + len(asked.user):
        message = "the request exceeds the available context size, try increasing it"
        return failure(400, message, code="exceed_context_size_error")
    if asked.format == "json_schema" and server.schemas == "refused":
        return failure(400, "response_format json_schema is not supported", param="response_format")
    if asked.format == "json_object" and not server.json_mode:
        return failure(400, "response_format is not supported", param="response_format")
    if asked.pictures and not server.vision:
        return failure(500, "image input is not supported - hint: you may need to provide the mmproj")
    return None


async def told(server: ServerState, request: web.Request, asked: Asked) -> web.StreamResponse:
    """What the brain says, piece by piece where that was asked for."""
    whole = _said(server, asked)
    if not (server.streams and asked.body.get("stream") is True):
        return web.json_response(whole)
    response = await sse(request)
    for piece in pieces(asked, whole):
        await response.write(f"data: {json.dumps(piece)}\n\n".encode())
    if asked.path == CHAT:
        await response.write(b"data: [DONE]\n\n")
    await response.write_eof()
    return response


def _said(server: ServerState, asked: Asked) -> dict[str, Any]:
    text = server.brain(asked)
    usage = _tokens(server, asked, text)
    if asked.path == RESPONSES:
        content: list[dict[str, object]] = [{"type": "output_text", "text": text, "annotations": []}]
        return (
            {
                "id": "resp_1", "object": "response", "model": asked.body.get("model"), "status": "completed",
                "output": [{"type": "reasoning", "summary": []}, {"type": "message", "role": "assistant", "content": content}],
                "usage": {
                    "input_tokens": usage[0], "input_tokens_details": {"cached_tokens": usage[1]}, "output_tokens": usage[2],
                },
            }
        )  # fmt: skip
    answer: dict[str, Any] = {
        "id": "chat_1", "object": "chat.completion", "created": 1, "model": asked.body.get("model"),
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
    }  # fmt: skip
    if server.thoughts and asked.body.get("chat_template_kwargs") != {"enable_thinking": False}:
        answer["choices"][0]["message"]["reasoning_content"] = server.thoughts
    if server.usage:
        answer["usage"] = {
            "prompt_tokens": usage[0], "completion_tokens": usage[2], "total_tokens": usage[0] + usage[2],
            "prompt_tokens_details": {"cached_tokens": usage[1]},
        }  # fmt: skip
    return answer


def _tokens(server: ServerState, asked: Asked, text: str) -> tuple[int, int, int]:
    """Input, cached, output: four chars a token, 85 a picture; a system prompt that was seen before is cached."""
    system = len(asked.system) // 4
    cached = system if asked.system in server.seen and system >= CACHED_FROM_TOKENS else 0
    server.seen.add(asked.system)
    return system + len(asked.user) // 4 + 85 * asked.pictures, cached, max(1, len(text) // 4)
