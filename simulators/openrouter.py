"""OpenRouter's Image API: the listing with endpoints, parameters and prices, and POST /images, which answers with what it cost.

As strict as the API: a wrong key is 401, an empty account 402, a parameter outside of its listed values or an unknown one 400, a model that
is not listed 404. Once drawing has begun errors come with status 200.
"""

import base64
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from aiohttp import web

from simulators.pictures import drawn, size_of
from simulators.serving import Server, asked_of, serving

RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "auto")
SIDES = {"512": 512, "768": 768, "1K": 1024, "1.5K": 1536, "2K": 2048, "4K": 4096}
_KNOWN = {
    "model", "prompt", "input_references", "n", "aspect_ratio", "resolution", "size", "quality", "background", "output_format",
    "output_compression", "seed", "stream", "user", "session_id", "provider",
}  # fmt: skip
Chat = Callable[[web.Request], Awaitable[web.StreamResponse]]


def enum(*values: str) -> dict[str, Any]:
    return {"type": "enum", "values": list(values)}


def endpoint(*, picture_usd: float = 0.04, references: int = 8, **parameters: Any) -> dict[str, Any]:
    """One provider of a model, with what it takes."""
    known: dict[str, Any] = {
        "aspect_ratio": enum(*RATIOS), "resolution": enum("1K", "2K", "4K"), "quality": enum("low", "medium", "high"),
        "background": enum("auto", "transparent", "opaque"), "output_format": enum("png", "jpeg", "webp"), "seed": {"type": "boolean"},
    }  # fmt: skip
    if references:
        known["input_references"] = {"type": "range", "min": 1, "max": references}
    known = {name: value for name, value in (known | parameters).items() if value is not None}
    return {
        "provider_name": "Somebody", "provider_slug": "somebody", "provider_tag": None, "supported_parameters": known,
        "supports_streaming": False, "allowed_passthrough_parameters": [],
        "pricing": [
            {"billable": "output_image", "unit": "image", "cost_usd": picture_usd},
            {"billable": "output_image", "unit": "image", "cost_usd": picture_usd * 3, "variant": "4K"},
        ],
    }  # fmt: skip


@dataclass(kw_only=True)
class OpenRouterServer(Server):
    key: str = "openrouter-key"
    models: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"google/gemini-nano-banana-2.1": [endpoint()]}
    )
    """Name to its endpoints."""
    chat: Chat | None = None
    side_max: int = 4_096
    cost_usd: float | None = 0.0391
    """What a picture is said to have cost; None: the answer does not say."""
    credit: bool = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/api/v1")
        if path.startswith(("/chat/", "/models")) and self.chat is not None:
            return await self.chat(request)
        asked = await asked_of(request)
        self.asked.append(asked)
        if asked.headers.get("Authorization") != f"Bearer {self.key}":
            return failure(401, "User not found.")
        if path.startswith("/images/models/"):
            return self._endpoints(path.removeprefix("/images/models/").removesuffix("/endpoints"))
        if path == "/images/models":
            return web.json_response({"data": [{"id": name} for name in self.models]})
        if path != "/images" or request.method != "POST":
            return failure(404, "Not Found")
        if self.troubles:
            return await self.troubles.popleft()(self, request)
        return self._picture(asked.body)

    def _endpoints(self, model: str) -> web.Response:
        if model not in self.models:
            return failure(404, f"Model {model} not found")
        return web.json_response({"id": model, "endpoints": self.models[model]})

    def _picture(self, body: Any) -> web.Response:
        if not self.credit:
            return failure(402, "Insufficient credits. Add more using https://openrouter.ai/credits")
        if complaint := self._complaint(body):
            return failure(*complaint)
        self.drawn += 1
        width, height = self._size(body)
        clear = body.get("background") == "transparent"
        kind = {"jpeg": "JPEG", "webp": "WEBP"}.get(body.get("output_format", "png"), "PNG")
        data = drawn(width, height, body["prompt"], kind, clear=clear)
        item = {"b64_json": base64.b64encode(data).decode(), "media_type": f"image/{kind.lower()}"}
        answer: dict[str, Any] = {"created": 1, "data": [item]}
        if self.cost_usd is not None:
            answer["usage"] = {
                "prompt_tokens": 20,
                "completion_tokens": 1_120,
                "total_tokens": 1_140,
                "cost": self.cost_usd,
            }
        return web.json_response(answer)

    def _complaint(self, body: Any) -> tuple[int, str] | None:
        if not isinstance(body, dict) or not {"model", "prompt"} <= cast("dict[str, Any]", body).keys():
            return 400, "model and prompt are required"
        known = cast("dict[str, Any]", body)
        if unknown := sorted(known.keys() - _KNOWN):
            return 400, f"Unrecognized key: {unknown[0]}"
        if known["model"] not in self.models:
            return 404, f"Model {known['model']} not found"
        if "size" in known and {"resolution", "aspect_ratio"} & known.keys():
            return 400, "size contradicts resolution or aspect_ratio"
        takes: dict[str, Any] = self.models[known["model"]][0]["supported_parameters"]
        for name, value in known.items():
            if name in takes and takes[name]["type"] == "enum" and value not in takes[name]["values"]:
                return 400, f"{name} does not take {value!r}"
        return self._wrong_references(known, takes)

    def _wrong_references(self, body: dict[str, Any], takes: dict[str, Any]) -> tuple[int, str] | None:
        references = body.get("input_references", [])
        if references and len(references) > takes.get("input_references", {"max": 0})["max"]:
            return 400, "too many input_references"
        try:
            for reference in references_of(body):
                size_of(reference)
        except (OSError, ValueError, KeyError):
            return 400, "an input reference cannot be read"
        return None

    def _size(self, body: dict[str, Any]) -> tuple[int, int]:
        ratio, side = body.get("aspect_ratio", "1:1"), SIDES[body.get("resolution", "1K")]
        across, down = (float(part) for part in ("1:1" if ratio == "auto" else ratio).split(":"))
        wide, high = side * (across / down) ** 0.5, side * (down / across) ** 0.5
        scale = min(1.0, self.side_max / max(wide, high))
        return max(1, round(wide * scale)), max(1, round(high * scale))


def references_of(body: dict[str, Any]) -> list[bytes]:
    """The pictures that go along."""
    urls = [reference["image_url"]["url"] for reference in body.get("input_references", [])]
    return [base64.b64decode(url.partition(",")[2]) for url in urls]


def failure(status: int, message: str, **metadata: Any) -> web.Response:
    return web.json_response({"error": error(status, message, **metadata)}, status=status)


def error(code: int, message: str, **metadata: Any) -> dict[str, Any]:
    """As it stands in a body."""
    return {"code": code, "message": message, **({"metadata": metadata} if metadata else {})}


@asynccontextmanager
async def openrouter_server(**settings: Any) -> AsyncGenerator[OpenRouterServer]:
    """On a free port until the block ends."""
    server = OpenRouterServer(**settings)
    async with serving(server):
        yield server
