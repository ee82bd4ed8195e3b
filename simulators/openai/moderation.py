"""Moderation as the provider does it."""

from typing import Any, cast

from aiohttp import web

from simulators.openai.requests import Asked
from simulators.openai.server_state import ServerState
from simulators.openai.wire_answers import failure

MODERATED = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip
SEEN_IN_PICTURES = (
    "self-harm",
    "self-harm/instructions",
    "self-harm/intent",
    "sexual",
    "violence",
    "violence/graphic",
)


def moderated(server: ServerState, asked: Asked) -> web.Response:
    """As the provider does: parts of text, and one picture at most, which is judged by fewer kinds."""
    given = asked.body.get("input")
    if asked.body.get("model") != "omni-moderation-latest" or not isinstance(given, list) or not given:
        return failure(400, "invalid model or input", param="input")
    parts = cast(list[dict[str, Any]], given)
    pictures: list[str] = [part["image_url"]["url"] for part in parts if part.get("type") == "image_url"]
    texts: list[str] = [part["text"] for part in parts if part.get("type") == "text"]
    if len(pictures) > 1 or len(pictures) + len(texts) != len(parts):
        return failure(400, "at most one picture", param="input")
    if any(not url.startswith(("data:image/", "https://")) for url in pictures):
        return failure(400, "Invalid image URL", param="input")
    found = {kind for text in texts for kind in server.flags(text)}
    found |= {kind for url in pictures for kind in server.flags(url) if kind in SEEN_IN_PICTURES}
    types = ["text"] * bool(texts), ["image"] * bool(pictures)
    result = {
        "flagged": bool(found),
        "categories": {kind: kind in found for kind in MODERATED},
        "category_scores": {kind: 0.97 if kind in found else 0.0001 for kind in MODERATED},
        "category_applied_input_types": {
            kind: [*types[0], *(types[1] if kind in SEEN_IN_PICTURES else [])] for kind in MODERATED
        },
    }
    return web.json_response({"id": "modr-1", "model": asked.body["model"], "results": [result]})
