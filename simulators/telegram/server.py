"""A Bot API server on loopback over a `World`: real HTTP, multipart, long polling, and faults on demand."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.telegram.methods import Methods
from simulators.telegram.world import JSON, Fault, Refusal, World

TOKEN = "9000:simulated-token-AAAAAAAAAAAAAAAAAAAAAAAA"
_STRUCTURED = (
    "reply_markup", "entities", "caption_entities", "reply_parameters", "media", "allowed_updates", "commands",
    "link_preview_options", "scope", "results", "button",
)  # fmt: skip


class TelegramServer:
    """`url` is what TELEGRAM_API_URL wants."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.port = 0
        self.closing = False
        self.says_ok = False
        """Refuses with 200 OK, and the code in the answer alone."""
        self._poll = 0
        self._methods = Methods(world)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["POST", "GET"]),
                Route("/file/bot{token}/{path:path}", self._download),
            ]
        )

    def lacks(self, method: str) -> None:
        """From now on, as an older server."""
        self._methods.remove(method)

    def answers(self, method: str, result: Any) -> None:
        """From now on, whatever is asked."""
        self._methods.replace(method, result)

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if request.path_params["token"] != TOKEN:
            return self._refused(Refusal(401, "Unauthorized"))
        try:
            parameters = await _parameters(request)
        except ClientDisconnect:
            return Response(status_code=400)
        self.world.calls.append((method, parameters))
        fault = self._fault(method)
        if fault is not None and fault.kind in ("429", "502", "lose"):
            return self._spoilt(fault)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        try:
            answer = await self._carried_out(method, parameters, told=fault is None or fault.kind != "drop")
        except Refusal as refusal:
            return self._refused(refusal)
        return _Cut() if fault is not None and fault.kind == "drop" else answer

    async def _carried_out(self, method: str, parameters: JSON, *, told: bool) -> Response:
        """The answer; `told` False: it will not arrive, so what is posted is remembered as unknown to the bot."""
        if method == "getUpdates":
            return await self._updates(parameters)
        if not self._methods.known(method):
            raise Refusal(404, "Not Found: method not found")
        result: Any = self._methods.call(method, parameters)
        if not told and method.startswith("send") and method != "sendChatAction":
            posted: list[JSON] = result if method == "sendMediaGroup" else [result]
            self.world.unseen |= {(message["chat"]["id"], message["message_id"]) for message in posted}
        return JSONResponse({"ok": True, "result": result})

    async def _download(self, request: Request) -> Response:
        fault = self._fault("download")
        if fault is not None:
            return Response(status_code=502)
        data = self.world.files.get(request.path_params["path"])
        return Response(status_code=404) if data is None else Response(data)

    def _fault(self, method: str) -> Fault | None:
        if self.world.weather is not None and (found := self.world.weather(method)) is not None:
            return found
        for fault in self.world.faults:
            if fault.method in (method, "*") or (fault.method == "chat" and method in _TO_A_CHAT):
                fault.times -= 1
                if fault.times == 0:
                    self.world.faults.remove(fault)
                return fault
        return None

    async def _updates(self, parameters: JSON) -> Response:
        world = self.world
        if world.webhook.get("url"):
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        if parameters.get("allowed_updates"):
            world.wanted = frozenset(parameters["allowed_updates"])
        self._poll += 1
        poll = self._poll
        offset = int(parameters.get("offset") or 0)
        world.confirmed = max(world.confirmed, offset)
        if offset:
            world.pending = [
                update
                for update in world.pending
                if _number(update) >= offset or id(update) in world.stubborn
            ]
        for _ in range(int(float(parameters.get("timeout") or 0) * 50)):
            if world.pending or self.closing:
                break
            if poll != self._poll:
                raise Refusal(409, "Conflict: terminated by other getUpdates request")
            world.came.clear()
            try:
                await asyncio.wait_for(world.came.wait(), 0.02)
            except TimeoutError:
                continue
        found = world.pending[: int(parameters.get("limit") or 100)]
        world.stubborn -= {id(update) for update in found}
        shown = [update if isinstance(update, bytes) else json.dumps(update).encode() for update in found]
        return Response(b'{"ok":true,"result":[' + b",".join(shown) + b"]}", media_type="application/json")

    def _spoilt(self, fault: Fault) -> Response:
        """An answer to a call that is not carried out."""
        if fault.kind == "429":
            wait = fault.retry_after
            return self._refused(Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait))
        return Response("<html>Bad Gateway</html>", status_code=502) if fault.kind == "502" else _Cut()

    def _refused(self, refusal: Refusal) -> Response:
        body: JSON = {"ok": False, "error_code": refusal.code, "description": refusal.description}
        if refusal.parameters:
            body["parameters"] = refusal.parameters
        return JSONResponse(body, status_code=200 if self.says_ok else refusal.code)

    async def push(self) -> None:
        """Delivers pending updates to the webhook, each until it is answered 2xx; forever."""
        await self._methods.hooked.wait()
        async with httpx.AsyncClient(timeout=60, verify=False) as client:
            while True:
                url, pending = str(self.world.webhook.get("url") or ""), self.world.pending
                secret = str(self.world.webhook.get("secret_token") or "")
                for update in list(pending) if url else ():
                    headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "content-type": "application/json"}
                    body = update if isinstance(update, bytes) else json.dumps(update).encode()
                    answer = await client.post(url, content=body, headers=headers)
                    self.world.webhook_answers.append(answer.status_code)
                    if answer.is_success:
                        pending.remove(update)
                await asyncio.sleep(0.01)


_TO_A_CHAT = ("sendMessage", "sendPhoto", "sendDocument", "sendSticker", "sendMediaGroup", "editMessageText", "editMessageCaption",
              "editMessageMedia", "deleteMessage", "sendChatAction")  # fmt: skip


class _Cut(Response):
    """The connection ends without an answer."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b"", "more_body": True})
        scope["extensions"]["cut"]()


async def _parameters(request: Request) -> JSON:
    """Query, form or multipart; what Telegram wants as JSON strings is read, files become their bytes."""
    found: JSON = dict(request.query_params)
    async with request.form(max_part_size=60_000_000) as form:
        for name, value in form.items():
            found[name] = await value.read() if isinstance(value, UploadFile) else value
    for name in _STRUCTURED:
        if isinstance(found.get(name), str):
            found[name] = json.loads(found[name])
    return found


def _number(update: Any) -> int:
    if isinstance(update, bytes):
        found = re.search(rb'"update_id"\s*:\s*(\d+)', update)
        return int(found.group(1)) if found else 0
    number: object = cast(JSON, update).get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else 0


@asynccontextmanager
async def telegram_server(world: World, *, port: int = 0) -> AsyncGenerator[TelegramServer]:
    """A running server until the block ends."""
    telegram = TelegramServer(world)
    config = uvicorn.Config(
        telegram.app, log_config=None, ws="none", lifespan="off", timeout_graceful_shutdown=30
    )
    listening = socket.create_server(("127.0.0.1", port))
    telegram.port = listening.getsockname()[1]
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    pushing = asyncio.create_task(telegram.push())
    try:
        yield telegram
    finally:
        telegram.closing = True
        pushing.cancel()
        server.should_exit = True
        await serving
        listening.close()
