"""Gemini's API as its image models answer it: `models/M:generateContent`, the list of models, and the OpenAI-compatible chat
endpoint beside it, whose words come from a brain of the test's own.

As strict as the API: unknown fields, ratios, sizes and picture types are 400 INVALID_ARGUMENT, a wrong key is a 400 with reason
API_KEY_INVALID, a model that is gone a 404; refusals and "no picture" come with status 200.
"""

import base64
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from aiohttp import web

from simulators.pictures import drawn, size_of
from simulators.serving import Server, Trouble, asked_of, says, serving

RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "1:4", "4:1", "1:8", "8:1")
SIDES = {"512": 512, "1K": 1024, "2K": 2048, "4K": 4096}
TOKENS = {"512": 747, "1K": 1120, "2K": 1680, "4K": 2520}
REFERENCES_MAX = 14
REQUEST_BYTES_MAX = 20_000_000
_CONFIG = {"responseModalities", "imageConfig", "seed", "thinkingConfig", "temperature"}
_BODY = {"contents", "generationConfig", "safetySettings", "systemInstruction", "tools"}
Chat = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(kw_only=True)
class GeminiServer(Server):
    key: str = "gemini-key"
    models: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "gemini-nano-banana-2.1": ("1K", "2K", "4K"), "gemini-3-pro-image": ("1K", "2K", "4K"),
            "gemini-3.1-flash-lite-image": ("1K",),
        }
    )  # fmt: skip
    """Name to the sizes it draws."""
    references_max: int = REFERENCES_MAX
    chat: Chat | None = None
    """Answers what is asked under /v1beta/openai."""
    side_max: int = 4_096
    """Pictures are drawn no larger than this, in the wanted ratio: small ones make fast tests."""
    jpeg: bool = False
    thinks: bool = True
    """An interim picture comes first, among its thoughts."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/v1beta/openai/") and self.chat is not None:
            return await self.chat(request)
        asked = await asked_of(request)
        self.asked.append(asked)
        if asked.headers.get("x-goog-api-key") != self.key:
            return _wrong_key()
        if request.path == "/v1beta/models":
            listed = [
                {"name": f"models/{name}", "supportedGenerationMethods": ["generateContent"]}
                for name in self.models
            ]
            return web.json_response({"models": listed})
        model, _, verb = request.path.removeprefix("/v1beta/models/").partition(":")
        if model not in self.models or verb != "generateContent":
            return failure(404, "NOT_FOUND", f"models/{model} is not found for API version v1beta")
        if self.troubles:
            return await self.troubles.popleft()(self, request)
        if complaint := _complaint(asked.body, self.models[model], len(await request.read())):
            return failure(400, "INVALID_ARGUMENT", complaint)
        if len(pictures_of(asked.body)) > self.references_max:
            return failure(400, "INVALID_ARGUMENT", "Too many images.")
        self.drawn += 1
        return web.json_response(self._answer(asked.body, model))

    def _answer(self, body: dict[str, Any], model: str) -> dict[str, Any]:
        config = body.get("generationConfig", {})
        image, size = config.get("imageConfig", {}), config.get("imageConfig", {}).get("imageSize", "1K")
        words, pictures = words_of(body), pictures_of(body)
        width, height = self._size(image.get("aspectRatio", ""), SIDES[size], pictures)
        kind = "JPEG" if self.jpeg else "PNG"
        data = drawn(width, height, words, kind)
        parts: list[dict[str, Any]] = [{"inlineData": {"mimeType": "image/png", "data": encoded(data)}}]
        if self.thinks:
            interim = encoded(drawn(96, 96, "thought"))
            parts.insert(0, {"inlineData": {"mimeType": "image/png", "data": interim}, "thought": True})
            parts.insert(0, {"text": "Let me think about the light.", "thought": True})
        prompt = 258 * len(pictures) + len(words) // 4
        return {
            "candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP", "index": 0}],
            "usageMetadata": usage(prompt=prompt, image=TOKENS[size]), "modelVersion": model, "responseId": "r1",
        }  # fmt: skip

    def _size(self, ratio: str, side: int, pictures: list[bytes]) -> tuple[int, int]:
        """About side x side pixels in this ratio; without one that of the last picture."""
        if ratio:
            across, down = (int(part) for part in ratio.split(":"))
        else:
            across, down = size_of(pictures[-1]) if pictures else (1, 1)
        wide, high = side * (across / down) ** 0.5, side * (down / across) ** 0.5
        scale = min(1.0, self.side_max / max(wide, high))
        return max(1, round(wide * scale)), max(1, round(high * scale))


def words_of(body: dict[str, Any]) -> str:
    """All text of a request."""
    return "\n".join(
        part["text"] for content in body["contents"] for part in content["parts"] if "text" in part
    )


def pictures_of(body: dict[str, Any]) -> list[bytes]:
    """The pictures of a request, in order."""
    parts = [part for content in body["contents"] for part in content["parts"]]
    return [base64.b64decode(part["inlineData"]["data"]) for part in parts if "inlineData" in part]


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def usage(*, prompt: int = 50, image: int = 0, text: int = 0) -> dict[str, Any]:
    details = [
        {"modality": name, "tokenCount": count} for name, count in (("IMAGE", image), ("TEXT", text)) if count
    ]
    return {
        "promptTokenCount": prompt, "candidatesTokenCount": image + text, "totalTokenCount": prompt + image + text,
        "candidatesTokensDetails": details,
    }  # fmt: skip


def failure(status: int, code: str, message: str, details: list[Any] | None = None) -> web.Response:
    error = {"code": status, "message": message, "status": code, "details": details or []}
    return web.json_response({"error": error}, status=status)


def _wrong_key() -> web.Response:
    reason = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
    return failure(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [reason])


def _complaint(body: Any, sizes: tuple[str, ...], length: int) -> str:
    """What is wrong with a request; "" for nothing."""
    if not isinstance(body, dict) or "contents" not in body:
        return "contents is not specified"
    known = cast("dict[str, Any]", body)
    config: dict[str, Any] = known.get("generationConfig", {})
    image: dict[str, Any] = config.get("imageConfig", {})
    unknown = (
        (known.keys() - _BODY) | (config.keys() - _CONFIG) | (image.keys() - {"aspectRatio", "imageSize"})
    )
    if unknown:
        return f"Invalid JSON payload received. Unknown name {sorted(unknown)[0]!r}: Cannot find field."
    if length > REQUEST_BYTES_MAX:
        return "Request payload size exceeds the limit: 20971520 bytes."
    if "aspectRatio" in image and image["aspectRatio"] not in RATIOS:
        return f"Unsupported aspect ratio {image['aspectRatio']}"
    if "imageSize" in image and image["imageSize"] not in sizes:
        return f"image_size {image['imageSize']} is not supported by this model"
    return _wrong_pictures(known)


def _wrong_pictures(body: dict[str, Any]) -> str:
    try:
        pictures = pictures_of(body)
        for picture in pictures:
            size_of(picture)
    except (OSError, ValueError, KeyError):
        return "Unable to process input image."
    return ""


# --- outcomes that come with status 200 ---------------------------------------------------------------------------


def blocked(reason: str = "PROHIBITED_CONTENT") -> Trouble:
    """The prompt itself is refused: no candidates."""
    return says({"promptFeedback": {"blockReason": reason}, "usageMetadata": usage(prompt=20)}, draws=False)


def finished(reason: str, *, text: str = "", tokens: int = 0) -> Trouble:
    """A candidate without a picture, perhaps with words."""
    content = {"content": {"role": "model", "parts": [{"text": text}]}} if text else {}
    candidate = {**content, "finishReason": reason, "index": 0}
    return says({"candidates": [candidate], "usageMetadata": usage(text=tokens)}, draws=False)


def with_data(data: str, *, kind: str = "image/png") -> Trouble:
    """A candidate whose picture is this base64."""
    parts = [{"inlineData": {"mimeType": kind, "data": data}}]
    candidate = {"content": {"role": "model", "parts": parts}, "finishReason": "STOP"}
    return says({"candidates": [candidate], "usageMetadata": usage(image=TOKENS["1K"])})


@asynccontextmanager
async def gemini_server(**settings: Any) -> AsyncGenerator[GeminiServer]:
    """On a free port until the block ends."""
    server = GeminiServer(**settings)
    async with serving(server):
        yield server
