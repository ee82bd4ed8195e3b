"""Speech to text, as strict about files as a real server."""

from aiohttp import web

from simulators.openai.requests import Asked
from simulators.openai.server_state import ServerState
from simulators.openai.wire_answers import failure

ENDINGS = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "ogg", "wav", "webm")
"""Formats are told apart by the file's name."""


def transcribed(server: ServerState, asked: Asked) -> web.Response:
    name, data = next(((name, data) for field, name, data in asked.files if field == "file"), ("", b""))
    if not asked.body.get("model"):
        return failure(400, "you must provide a model parameter", param="model")
    if name.rpartition(".")[2] not in ENDINGS or not data:
        message = f"Invalid file format. Supported formats: {list(ENDINGS)}"
        return failure(400, message, param="file", code="invalid_value")
    return web.json_response({"text": server.spoken, "usage": server.listening_used})
