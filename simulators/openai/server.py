"""A simulated OpenAI-compatible server: real HTTP on loopback, answers from a brain, scripted troubles, delays, and a log of
what was asked and of what was drawn (and so would have been paid for)."""

import asyncio
import base64
import hashlib
import io
import json
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from aiohttp import web
from PIL import Image

from tests.fakes.models.image_model import within_mask

CHAT, RESPONSES = "/v1/chat/completions", "/v1/responses"
GENERATE, EDIT = "/v1/images/generations", "/v1/images/edits"
EMBED, MODELS, MODERATE = "/v1/embeddings", "/v1/models", "/v1/moderations"
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
PICTURE_TOKENS = 1_056
CACHED_FROM_TOKENS = 1_024
"""Prompts shorter than this are not cached by the provider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came."""

    path: str
    body: Mapping[str, Any]
    files: tuple[tuple[str, str, bytes], ...] = ()
    """Field name, file name, bytes."""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def mask(self) -> bytes:
        """Of an edit; b"" without one."""
        return next((data for name, _, data in self.files if name == "mask"), b"")

    @property
    def system(self) -> str:
        if self.path == RESPONSES:
            return str(self.body.get("instructions", ""))
        return "\n".join(_text(m["content"]) for m in self.body["messages"] if m["role"] == "system")

    @property
    def user(self) -> str:
        """All that was said to the model after the system's words."""
        turns = self.body["input"] if self.path == RESPONSES else self.body["messages"]
        return "\n".join(_text(m["content"]) for m in turns if m["role"] != "system")

    @property
    def pictures(self) -> int:
        turns = self.body["input"] if self.path == RESPONSES else self.body["messages"]
        parts = [part for m in turns if isinstance(m["content"], list) for part in m["content"]]
        return sum(part["type"] in ("image_url", "input_image") for part in parts)

    @property
    def format(self) -> str:
        """json_schema | json_object | text."""
        if self.path == RESPONSES:
            return (self.body.get("text") or {}).get("format", {}).get("type", "text")
        return (self.body.get("response_format") or {}).get("type", "text")

    @property
    def name(self) -> str:
        """The name that the call gave its schema, which is its prompt's; "" without one."""
        if self.path == RESPONSES:
            return str((self.body.get("text") or {}).get("format", {}).get("name", ""))
        return str((self.body.get("response_format") or {}).get("json_schema", {}).get("name", ""))

    @property
    def kind(self) -> str:
        """plan | merge | judge | distil, by the words of the system prompt."""
        for kind, words in (
            ("plan", "You plan pictures"),
            ("merge", "You work findings"),
            ("judge", "You check a picture"),
        ):
            if words in self.system:
                return kind
        return "distil" if "You look for lasting taste" in self.system else "other"


Brain = Callable[[Asked], str]
"""What the language model says."""
Trouble = Callable[["OpenAIServer", web.Request, Asked], Awaitable[web.StreamResponse]]


@dataclass(slots=True, kw_only=True)
class OpenAIServer:
    brain: Brain
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    rendered: int = 0
    """Pictures drawn, whether or not their answer arrived."""
    replies: Callable[[Asked], bytes | None] | None = None
    """Whole bodies of chat completions, of the test's own; None: what the brain says."""
    troubles: dict[str, deque[Trouble]] = field(default_factory=lambda: defaultdict(deque))
    delays: dict[str, float] = field(default_factory=dict)
    """Seconds by path, or by the name of a language model call."""
    schemas: Literal["yes", "refused", "ignored"] = "yes"
    json_mode: bool = True
    vision: bool = True
    context_chars: int = 0
    """Room of its model, if it is small."""
    edits: bool = True
    streams: bool = True
    thoughts: str = ""
    """What its model thinks before it answers, unless it is told not to."""
    knows: tuple[str, ...] = (
        "reasoning_effort",
        "max_completion_tokens",
        "prompt_cache_key",
        "safety_identifier",
        "temperature",
        "stream",
        "stream_options",
        "chat_template_kwargs",
    )
    """Optional parameters it takes; others are complained about."""
    flags: Callable[[str], tuple[str, ...]] = lambda what: ()
    """What its moderation finds in a text, or in a picture by its data URL."""
    answers_by_url: str = ""
    kept: dict[str, bytes | str] = field(default_factory=dict)
    """What it serves besides, by path: bytes of a picture, or where it sends on to."""
    picture: bytes | None = None
    """Instead of one in the wanted size."""
    side_max: int = 4_096
    """Pictures are drawn no larger than this, in the wanted ratio: small ones make fast tests."""
    usage: bool = True
    models: tuple[str, ...] = ("tiny",)
    dimensions: int = 8
    seen: set[str] = field(default_factory=set)
    key: str = ""
    """The only one it accepts, if set."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def trouble(self, path: str, *troubles: Trouble) -> None:
        """The next requests to `path` meet these, in turn."""
        self.troubles[path].extend(troubles)

    def of(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        return await self.take(request, await _read(request))

    def under(self, root: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Answers beneath another path, as providers do whose own API stands beside this one."""

        async def handle(request: web.Request) -> web.StreamResponse:
            asked = await _read(request)
            return await self.take(request, replace(asked, path="/v1" + asked.path.removeprefix(root)))

        return handle

    async def take(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        """The answer to a request that was read."""
        self.asked.append(asked)
        if self.key and request.headers.get("Authorization") != f"Bearer {self.key}":
            return failure(401, "Incorrect API key provided", code="invalid_api_key")
        if self.troubles[asked.path]:
            return await self.troubles[asked.path].popleft()(self, request, asked)
        await asyncio.sleep(self._delay(asked))
        if self.replies and asked.path == CHAT and (body := self.replies(asked)) is not None:
            return web.Response(body=body, content_type="application/json")
        return await self.answer(request, asked)

    def _delay(self, asked: Asked) -> float:
        if asked.path in (CHAT, RESPONSES) and asked.name in self.delays:
            return self.delays[asked.name]
        return self.delays.get(asked.path, 0.0)

    async def answer(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        """What a healthy server says."""
        if (kept := self.kept.get(asked.path)) is not None:
            if isinstance(kept, str):
                raise web.HTTPFound(kept)
            return web.Response(body=kept, content_type="image/png")
        match asked.path:
            case "/v1/chat/completions" | "/v1/responses":
                return self._complaint(asked) or await self._told(request, asked)
            case "/v1/images/generations" | "/v1/images/edits":
                return await self._drawn(request, asked)
            case "/v1/moderations":
                return self._moderated(asked)
            case "/v1/embeddings":
                return web.json_response(self._embedded(asked))
            case _:
                return web.json_response({"object": "list", "data": [{"id": name} for name in self.models]})

    # --- language ---------------------------------------------------------------------------------------------

    def _complaint(self, asked: Asked) -> web.Response | None:
        optional = (
            "reasoning_effort", "max_completion_tokens", "prompt_cache_key", "temperature", "stream", "stream_options",
            "chat_template_kwargs",
        )  # fmt: skip
        unknown = [name for name in optional if name in asked.body and name not in self.knows]
        if unknown:
            return failure(400, f"Unrecognized request argument supplied: {unknown[0]}", param=unknown[0])
        if 0 < self.context_chars < len(asked.system) + len(asked.user):
            message = "the request exceeds the available context size, try increasing it"
            return failure(400, message, code="exceed_context_size_error")
        if asked.format == "json_schema" and self.schemas == "refused":
            return failure(400, "response_format json_schema is not supported", param="response_format")
        if asked.format == "json_object" and not self.json_mode:
            return failure(400, "response_format is not supported", param="response_format")
        if asked.pictures and not self.vision:
            return failure(500, "image input is not supported - hint: you may need to provide the mmproj")
        return None

    async def _told(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        """What the brain says, piece by piece where that was asked for."""
        whole = self._said(asked)
        if not (self.streams and asked.body.get("stream") is True):
            return web.json_response(whole)
        response = await sse(request)
        for piece in pieces(asked, whole):
            await response.write(f"data: {json.dumps(piece)}\n\n".encode())
        if asked.path == CHAT:
            await response.write(b"data: [DONE]\n\n")
        await response.write_eof()
        return response

    def _said(self, asked: Asked) -> dict[str, Any]:
        text = self.brain(asked)
        usage = self._tokens(asked, text)
        if asked.path == RESPONSES:
            content = [{"type": "output_text", "text": text, "annotations": []}]
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
        if self.thoughts and asked.body.get("chat_template_kwargs") != {"enable_thinking": False}:
            answer["choices"][0]["message"]["reasoning_content"] = self.thoughts
        if self.usage:
            answer["usage"] = {
                "prompt_tokens": usage[0], "completion_tokens": usage[2], "total_tokens": usage[0] + usage[2],
                "prompt_tokens_details": {"cached_tokens": usage[1]},
            }  # fmt: skip
        return answer

    def _tokens(self, asked: Asked, text: str) -> tuple[int, int, int]:
        """Input, cached, output: four chars a token, 85 a picture; a system prompt that was seen before is cached."""
        system = len(asked.system) // 4
        cached = system if asked.system in self.seen and system >= CACHED_FROM_TOKENS else 0
        self.seen.add(asked.system)
        return system + len(asked.user) // 4 + 85 * asked.pictures, cached, max(1, len(text) // 4)

    # --- pictures ---------------------------------------------------------------------------------------------

    async def _drawn(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        if asked.path == EDIT and not self.edits:
            return failure(404, "Not Found")
        if asked.path == EDIT and not asked.files:
            return failure(400, "image is required", param="image")
        self.rendered += 1
        data = (
            self.picture
            if self.picture is not None
            else drawn(*self._size(asked), str(asked.body.get("prompt")))
        )
        if asked.mask:
            data = _within(data, asked.files[0][2], asked.mask)
        usage = {
            "input_tokens": 50 + 300 * len(asked.files), "output_tokens": PICTURE_TOKENS, "total_tokens": 1_106,
            "input_tokens_details": {"text_tokens": 50, "image_tokens": 300 * len(asked.files)},
        }  # fmt: skip
        if self.streams and asked.body.get("stream") in (True, "true"):
            return await self._streamed(request, asked, data, usage)
        item = (
            {"url": self.answers_by_url}
            if self.answers_by_url
            else {"b64_json": base64.b64encode(data).decode()}
        )
        answer: dict[str, Any] = {"created": 1, "data": [item]}
        return web.json_response(answer | ({"usage": usage} if self.usage else {}))

    def _size(self, asked: Asked) -> tuple[int, int]:
        width, height = (int(side) for side in str(asked.body.get("size", "1024x1024")).split("x"))
        scale = min(1.0, self.side_max / max(width, height))
        return round(width * scale), round(height * scale)

    async def _streamed(
        self, request: web.Request, asked: Asked, data: bytes, usage: dict[str, Any]
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

    # --- moderation -------------------------------------------------------------------------------------------

    def _moderated(self, asked: Asked) -> web.Response:
        """As the provider does: parts of text, and one picture at most, which is judged by fewer kinds."""
        parts = asked.body.get("input")
        if asked.body.get("model") != "omni-moderation-latest" or not isinstance(parts, list) or not parts:
            return failure(400, "invalid model or input", param="input")
        pictures = [part["image_url"]["url"] for part in parts if part.get("type") == "image_url"]
        texts = [part["text"] for part in parts if part.get("type") == "text"]
        if len(pictures) > 1 or len(pictures) + len(texts) != len(parts):
            return failure(400, "at most one picture", param="input")
        if any(not url.startswith(("data:image/", "https://")) for url in pictures):
            return failure(400, "Invalid image URL", param="input")
        found = {kind for text in texts for kind in self.flags(text)}
        found |= {kind for url in pictures for kind in self.flags(url) if kind in SEEN_IN_PICTURES}
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

    # --- embeddings -------------------------------------------------------------------------------------------

    def _embedded(self, asked: Asked) -> dict[str, Any]:
        texts = asked.body["input"]
        texts = [texts] if isinstance(texts, str) else texts
        data = [
            {"object": "embedding", "index": number, "embedding": vector(text, self.dimensions)}
            for number, text in enumerate(texts)
        ]
        return {"object": "list", "data": data, "model": asked.body["model"], "usage": {"prompt_tokens": 5}}


# --- troubles --------------------------------------------------------------------------------------------------


def fails(status: int, message: str = "no", *, code: str | None = None, **headers: str) -> Trouble:
    """An error answer; header names with underscores."""

    async def trouble(server: OpenAIServer, request: web.Request, asked: Asked) -> web.StreamResponse:
        response = failure(status, message, code=code)
        response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        return response

    return trouble


def says(
    body: bytes | str | dict[str, Any], *, kind: str = "application/json", draws: bool = False
) -> Trouble:
    """A whole answer of the test's own."""

    async def trouble(server: OpenAIServer, request: web.Request, asked: Asked) -> web.StreamResponse:
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


async def hangs(server: OpenAIServer, request: web.Request, asked: Asked) -> web.StreamResponse:
    """Takes the request (and draws the picture, if it is one), and never answers."""
    server.rendered += asked.path in (GENERATE, EDIT)
    await asyncio.sleep(30)
    return failure(500, "never")


async def drips(server: OpenAIServer, request: web.Request, asked: Asked) -> web.StreamResponse:
    """A healthy answer at one byte every twentieth of a second."""
    server.rendered += asked.path in (GENERATE, EDIT)
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    for byte in b'{"created": 1, "data": [{"b64_json": "' + b"A" * 2_000:
        await response.write(bytes([byte]))
        await asyncio.sleep(0.05)
    return response


async def breaks_off(server: OpenAIServer, request: web.Request, asked: Asked) -> web.StreamResponse:
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

    async def trouble(server: OpenAIServer, request: web.Request, asked: Asked) -> web.StreamResponse:
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


async def complains_in_words(server: OpenAIServer, request: web.Request, asked: Asked) -> web.StreamResponse:
    """llama.cpp, whose context is full while it writes."""
    response = await sse(request)
    error = {"code": 500, "message": "context size has been exceeded", "type": "server_error"}
    await response.write(f"data: {json.dumps({'error': error})}\n\n".encode())
    await response.write_eof()
    return response


async def stops_streaming(server: OpenAIServer, request: web.Request, asked: Asked) -> web.StreamResponse:
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


async def complains_in_stream(server: OpenAIServer, request: web.Request, asked: Asked) -> web.StreamResponse:
    """The provider's moderation stops the picture while it is drawn."""
    response = await sse(request)
    error = {"code": "moderation_blocked", "message": "Your request was rejected by the safety system."}
    await response.write(f"event: error\ndata: {json.dumps({'error': error})}\n\n".encode())
    await response.write_eof()
    return response


# --- pieces ----------------------------------------------------------------------------------------------------


def failure(status: int, message: str, *, code: str | None = None, param: str | None = None) -> web.Response:
    error = {"message": message, "type": "invalid_request_error", "code": code, "param": param}
    return web.json_response({"error": error}, status=status)


async def sse(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    return response


async def event(response: web.StreamResponse, payload: dict[str, Any]) -> None:
    await response.write(f"event: {payload['type']}\ndata: {json.dumps(payload)}\n\n".encode())


@cache
def drawn(width: int, height: int, prompt: str) -> bytes:
    """A PNG of one colour, the prompt's."""
    red, green, blue = hashlib.sha256(prompt.encode()).digest()[:3]
    out = io.BytesIO()
    Image.new("RGB", (width, height), (red, green, blue)).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _within(data: bytes, base: bytes, mask: bytes) -> bytes:
    """What was drawn, only where the mask is transparent; as the API does, it takes no mask of another size or without transparency."""
    kept, marks = Image.open(io.BytesIO(base)), Image.open(io.BytesIO(mask))
    assert (marks.format, marks.mode, marks.size) == ("PNG", "RGBA", kept.size)
    out = io.BytesIO()
    within_mask(Image.open(io.BytesIO(data)), base, mask).save(out, "PNG", compress_level=1)
    return out.getvalue()


def vector(text: str, dimensions: int) -> list[float]:
    """The same for the same text, not normalised."""
    digest = hashlib.sha256(text.encode()).digest()
    return [1.0 + digest[number % 32] for number in range(dimensions)]


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    assert isinstance(content, list)
    return "\n".join(part["text"] for part in content if "text" in part)


async def _read(request: web.Request) -> Asked:
    headers = dict(request.headers)
    if request.content_type == "multipart/form-data":
        form = await request.post()
        files: list[tuple[str, str, bytes]] = []
        for name, value in form.items():
            if isinstance(value, web.FileField):
                with value.file as file:
                    files.append((name, value.filename, file.read()))
        body = {name: value for name, value in form.items() if not isinstance(value, web.FileField)}
        return Asked(path=request.path, body=body, files=tuple(files), headers=headers)
    body = await request.json() if request.can_read_body else {}
    return Asked(path=request.path, body=body, headers=headers)


def pieces(asked: Asked, whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of a stream that says the same."""
    if asked.path == RESPONSES:
        text = str(whole["output"][1]["content"][0]["text"])
        said = [
            {"type": "response.output_text.delta", "delta": text[n : n + 40]} for n in range(0, len(text), 40)
        ]
        return [{"type": "response.created"}, *said, {"type": "response.completed", "response": whole}]
    message, head = (
        whole["choices"][0]["message"],
        {"object": "chat.completion.chunk", "model": whole["model"]},
    )
    found: list[dict[str, Any]] = [
        {**head, "choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]}
    ]
    for name in ("reasoning_content", "content"):
        text = str(message.get(name) or "")
        found += [
            {**head, "choices": [{"index": 0, "delta": {name: text[n : n + 40]}, "finish_reason": None}]}
            for n in range(0, len(text), 40)
        ]
    found.append(
        {
            **head,
            "choices": [{"index": 0, "delta": {}, "finish_reason": whole["choices"][0]["finish_reason"]}],
        }
    )
    wants_usage = (asked.body.get("stream_options") or {}).get("include_usage")
    return (
        [*found, {**head, "choices": [], "usage": whole["usage"]}]
        if wants_usage and "usage" in whole
        else found
    )


@asynccontextmanager
async def openai_server(brain: Brain | None = None, **settings: Any) -> AsyncGenerator[OpenAIServer]:
    """A server on a free port until the block ends."""
    server = OpenAIServer(brain=brain or simple_brain, **settings)
    app = web.Application(client_max_size=64_000_000)
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()


def message_in(asked: Asked) -> str:
    """The author's message out of a planning prompt."""
    inside = asked.user.partition("<message>\n")[2].partition("\n</message>")[0]
    return json.loads(inside)


def simple_brain(asked: Asked) -> str:
    """Plans whatever it is told as the subject, finds nothing wrong, and works in nothing."""
    match asked.kind:
        case "plan":
            message = message_in(asked)
            slot = {
                "slot": "subject",
                "value": message,
                "method": "said",
                "memory": "",
                "confidence": 1.0,
                "why": "",
            }
            return json.dumps(
                {"intent": "create", "language": "en", "slots": [slot], "prompt": f"A picture of {message}."}
            )
        case "judge":
            return json.dumps({"verdicts": [{"number": 1, "holds": "yes", "why": ""}], "advice": ""})
        case "merge":
            return json.dumps({"filled": []})
        case "distil":
            return json.dumps({"preferences": []})
        case _:
            return "Hello."
