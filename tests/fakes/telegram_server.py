"""A Bot API server on loopback over a `World`: real HTTP, multipart, long polling, and faults on demand."""

import asyncio
import io
import json
import re
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn
from PIL import Image
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.telegram_world import (
    CALLBACK_SECONDS,
    DOWNLOAD_BYTES_MAX,
    JSON,
    Fault,
    Refusal,
    World,
    keyboard_of,
    words_of,
)

TOKEN = "9000:simulated-token-AAAAAAAAAAAAAAAAAAAAAAAA"
_STRUCTURED = (
    "reply_markup", "entities", "caption_entities", "reply_parameters", "media", "allowed_updates", "commands",
    "link_preview_options", "scope",
)  # fmt: skip
_MEDIA = ("photo", "document")


class TelegramServer:
    """`url` is what TELEGRAM_API_URL wants."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.port = 0
        self.closing = False
        self._poll = 0
        self._hooked = asyncio.Event()
        self._methods: dict[str, Callable[[JSON], Any]] = {
            "getMe": lambda p: world.me,
            "setWebhook": self._set_webhook,
            "deleteWebhook": lambda p: world.webhook.clear() or True,
            "setMyCommands": self._set_commands,
            "getMyCommands": lambda p: world.commands.get(_scope(p), []),
            "setMyDescription": lambda p: self._set_profile(p, "description", 512),
            "getMyDescription": lambda p: self._get_profile(p, "description"),
            "setMyShortDescription": lambda p: self._set_profile(p, "short_description", 120),
            "getMyShortDescription": lambda p: self._get_profile(p, "short_description"),
            "sendMessage": self._send_message,
            "sendPhoto": lambda p: self._send_media(p, "photo"),
            "sendDocument": lambda p: self._send_media(p, "document"),
            "sendMediaGroup": self._send_group,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "editMessageMedia": self._edit_media,
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._answer,
            "sendChatAction": self._action,
            "getFile": self._get_file,
            "getChatMember": self._member,
        }

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

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if request.path_params["token"] != TOKEN:
            return _refused(Refusal(401, "Unauthorized"))
        try:
            parameters = await _parameters(request)
        except ClientDisconnect:
            return Response(status_code=400)
        self.world.calls.append((method, parameters))
        fault = self._fault(method)
        if fault is not None and fault.kind == "429":
            wait = fault.retry_after
            return _refused(Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait))
        if fault is not None and fault.kind == "502":
            return Response("<html>Bad Gateway</html>", status_code=502)
        if fault is not None and fault.kind == "lose":
            return _Cut()
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            fault = None
        try:
            if method == "getUpdates":
                return await self._updates(parameters)
            if method not in self._methods:
                return _refused(Refusal(404, "Not Found: method not found"))
            result: Any = self._methods[method](parameters)
        except Refusal as refusal:
            return _refused(refusal)
        return _Cut() if fault is not None else JSONResponse({"ok": True, "result": result})

    async def _download(self, request: Request) -> Response:
        fault = self._fault("download")
        if fault is not None:
            return Response(status_code=502)
        data = self.world.files.get(request.path_params["path"])
        return Response(status_code=404) if data is None else Response(data)

    def _fault(self, method: str) -> Fault | None:
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
        self._poll += 1
        poll = self._poll
        offset = int(parameters.get("offset") or 0)
        world.confirmed = max(world.confirmed, offset)
        if offset:
            world.pending = [update for update in world.pending if _number(update) >= offset]
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
        shown = [update if isinstance(update, bytes) else json.dumps(update).encode() for update in found]
        return Response(b'{"ok":true,"result":[' + b",".join(shown) + b"]}", media_type="application/json")

    async def push(self) -> None:
        """Delivers pending updates to the webhook, each until it is answered 2xx; forever."""
        await self._hooked.wait()
        async with httpx.AsyncClient(timeout=10, verify=False) as client:
            while True:
                url, pending = self.world.webhook.get("url"), self.world.pending
                secret = str(self.world.webhook.get("secret_token") or "")
                for update in list(pending):
                    headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "content-type": "application/json"}
                    body = update if isinstance(update, bytes) else json.dumps(update).encode()
                    answer = await client.post(url, content=body, headers=headers)
                    self.world.webhook_answers.append(answer.status_code)
                    if answer.is_success:
                        pending.remove(update)
                await asyncio.sleep(0.01)

    def _set_webhook(self, parameters: JSON) -> bool:
        if not str(parameters.get("url", "")).startswith(("https://", "http://127.0.0.1")):
            raise Refusal(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook")
        self.world.webhook.update(parameters)
        self._hooked.set()
        return True

    def _set_commands(self, parameters: JSON) -> bool:
        for command in parameters["commands"]:
            if not 1 <= len(command["description"]) <= 256 or not command["command"].islower():
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        self.world.commands[_scope(parameters)] = parameters["commands"]
        return True

    def _set_profile(self, parameters: JSON, name: str, most: int) -> bool:
        text = parameters.get(name, "")
        if len(text) > most:
            raise Refusal(400, f"Bad Request: {name} is too long")
        self.world.profile[name, parameters.get("language_code", "")] = text
        return True

    def _get_profile(self, parameters: JSON, name: str) -> JSON:
        language = parameters.get("language_code", "")
        return {name: self.world.profile.get((name, language), "")}

    def _action(self, parameters: JSON) -> bool:
        if parameters["action"] not in ("typing", "upload_photo", "upload_document"):
            raise Refusal(400, "Bad Request: wrong parameter action in request")
        self.world.chat(parameters)
        return True

    def _send_message(self, parameters: JSON) -> JSON:
        chat = self.world.chat(parameters)
        return self.world.post(chat, parameters, words_of(parameters, "text", most=4096, least=1))

    def _send_media(self, parameters: JSON, kind: str) -> JSON:
        chat = self.world.chat(parameters)
        caption = words_of(parameters, "caption", most=1024)
        return self.world.post(chat, parameters, {**self._stored(kind, parameters[kind]), **caption})

    def _send_group(self, parameters: JSON) -> list[JSON]:
        chat = self.world.chat(parameters)
        items = parameters["media"]
        if not 2 <= len(items) <= 10 or parameters.get("reply_markup"):
            raise Refusal(400, "Bad Request: wrong number of media in the group")
        number = f"group{next(self.world.counts['group'])}"
        return [
            self.world.post(
                chat,
                parameters,
                {
                    **self._stored(item["type"], _attached(item, parameters)),
                    **words_of(item, "caption", most=1024),
                    "media_group_id": number,
                },
            )
            for item in items
        ]

    def _edit_text(self, parameters: JSON) -> JSON:
        chat = self.world.chat(parameters)
        message = self.world.own(chat, parameters, what="edit")
        if any(kind in message for kind in _MEDIA):
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        return self._edited(message, parameters, words_of(parameters, "text", most=4096, least=1))

    def _edit_caption(self, parameters: JSON) -> JSON:
        chat = self.world.chat(parameters)
        message = self.world.own(chat, parameters, what="edit")
        if not any(kind in message for kind in _MEDIA):
            raise Refusal(400, "Bad Request: there is no caption in the message to edit")
        kept = {kind: message[kind] for kind in _MEDIA if kind in message}
        return self._edited(message, parameters, kept | words_of(parameters, "caption", most=1024))

    def _edit_media(self, parameters: JSON) -> JSON:
        chat = self.world.chat(parameters)
        message = self.world.own(chat, parameters, what="edit")
        if not self.world.media_into_text and not any(kind in message for kind in _MEDIA):
            raise Refusal(400, "Bad Request: there is no media in the message to edit")
        item = parameters["media"]
        content = self._stored(item["type"], _attached(item, parameters))
        return self._edited(message, parameters, content | words_of(item, "caption", most=1024))

    def _edited(self, message: JSON, parameters: JSON, content: JSON) -> JSON:
        markup = keyboard_of(parameters)
        new = {**content, **({"reply_markup": markup} if markup else {})}
        changing = ("text", "entities", "caption", "caption_entities", "reply_markup", *_MEDIA)
        old = {key: message[key] for key in changing if key in message}
        if _bare(new, self.world) == _bare(old, self.world):
            raise Refusal(
                400, "Bad Request: message is not modified: specified new message content is the same"
            )
        for key in old:
            del message[key]
        message |= new
        message["edit_date"] = 1_790_000_001
        return message

    def _delete(self, parameters: JSON) -> bool:
        chat = self.world.chat(parameters)
        number = int(parameters["message_id"])
        if number not in chat.messages:
            raise Refusal(400, "Bad Request: message to delete not found")
        own = chat.messages[number]["from"]["id"] == self.world.me["id"]
        if number in chat.aged or not own:
            raise Refusal(400, "Bad Request: message can't be deleted for everyone")
        del chat.messages[number]
        return True

    def _answer(self, parameters: JSON) -> bool:
        asked = self.world.callbacks.get(parameters["callback_query_id"])
        if asked is None or self.world.clock() - asked > CALLBACK_SECONDS:
            raise Refusal(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        if len(parameters.get("text") or "") > 200:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        self.world.answered.append(parameters)
        return True

    def _get_file(self, parameters: JSON) -> JSON:
        data = self.world.files.get(parameters["file_id"])
        if data is None:
            raise Refusal(400, "Bad Request: invalid file_id")
        if len(data) > DOWNLOAD_BYTES_MAX:
            raise Refusal(400, "Bad Request: file is too big")
        number = parameters["file_id"]
        return {
            "file_id": number,
            "file_unique_id": f"u{number}",
            "file_size": len(data),
            "file_path": number,
        }

    def _member(self, parameters: JSON) -> JSON:
        chat = self.world.chat(parameters, writes=False)
        number = int(parameters["user_id"])
        person = self.world.people.get(number)
        if person is None:
            raise Refusal(400, "Bad Request: user not found")
        rights = dict.fromkeys(_RIGHTS, False)
        admin = {"status": "administrator", "user": person, **rights}
        return admin if number in chat.admins else {"status": "member", "user": person}

    def _stored(self, kind: str, data: bytes) -> JSON:
        """The message part that shows these bytes. A "photo" must look like one."""
        if kind == "photo":
            if len(data) > 10_000_000:
                raise Refusal(400, "Bad Request: file is too big for a photo")
            _check_photo(data)
            return {"photo": self.world.photo(data)}
        if len(data) > 50_000_000:
            raise Refusal(413, "Request Entity Too Large")
        return {"document": self.world.document(data, "file", "application/octet-stream")}


_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip


_TO_A_CHAT = ("sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup", "editMessageText", "editMessageCaption",
              "editMessageMedia", "deleteMessage", "sendChatAction")  # fmt: skip


def _check_photo(data: bytes) -> None:
    """Width and height at most 10,000 together, at most 20 to 1."""
    try:
        width, height = Image.open(io.BytesIO(data)).size
    except OSError as error:
        raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED") from error
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


def _scope(parameters: JSON) -> tuple[str, str]:
    scope = parameters.get("scope") or {"type": "default"}
    return scope["type"], parameters.get("language_code", "")


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


def _attached(item: JSON, parameters: JSON) -> bytes:
    return parameters[item["media"].removeprefix("attach://")]


def _bare(content: JSON, world: World) -> JSON:
    """For comparing: the bytes in place of a file's new id."""
    return {
        key: world.files[value[-1]["file_id"]] if key == "photo" else world.files[value["file_id"]] if key == "document" else value
        for key, value in content.items()
    }  # fmt: skip


def _number(update: Any) -> int:
    if isinstance(update, bytes):
        found = re.search(rb'"update_id"\s*:\s*(\d+)', update)
        return int(found.group(1)) if found else 0
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else 0


def _refused(refusal: Refusal) -> Response:
    body: JSON = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return JSONResponse(body, status_code=refusal.code)


@asynccontextmanager
async def telegram_server(world: World, *, port: int = 0) -> AsyncGenerator[TelegramServer]:
    """A running server until the block ends."""
    telegram = TelegramServer(world)
    config = uvicorn.Config(
        telegram.app, log_config=None, ws="none", lifespan="off", timeout_graceful_shutdown=2
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
