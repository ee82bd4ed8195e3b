"""Mutated requests against the real web chat, within this process: each gets an answer of ours."""

import asyncio
import json
import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from starlette.types import ASGIApp, Message, Scope

from benchmarks.fuzz.running_bot import Doors
from benchmarks.fuzz.target import Outcome

ANSWER_SECONDS = 5.0
"""An answer that takes longer is a hang."""
BODY_CHARS_MAX = 3_000
PAUSE_AFTER, PAUSE = 10, timedelta(seconds=61)
"""Requests after which a while passes: else most would be told that they try too often."""
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "")
_PATHS = (
    "/", "/static/app.js", "/static/../app.py", "/livez", "/readyz", "/api/session", "/api/login", "/api/logout",
    "/api/links", "/api/links/look", "/api/links/open", "/api/sessions/others", "/api/channels", "/api/channels/art/messages",
    "/api/channels/@me/messages",
    "/api/messages/u1", "/api/messages/b2/press", "/api/messages/u1/preview", "/api/images/x", "/api/memory", "/api/memory/export",
    "/api/memory/m1", "/api/settings", "/nope",
)  # fmt: skip
_QUERIES = (
    "",
    "channel=art",
    "limit=7",
    "limit=-1",
    "before=u1",
    "before=%00",
    "thread=u1",
    "w=96",
    "w=9e9",
    "search=%F0%9F%A6%8A",
    "history=1",
    "%",
)
_BODIES: tuple[object, ...] = (
    {"name": "Ana"}, {"name": "Ana", "moderator": True}, {"password": "open sesame"}, {"link": "abc"}, {"confirm": "forget everything"},
    {"ask": "never"}, {"memory": False}, {"text": "x", "name": "y"}, {}, [], None, 7, {"name": {"a": [1]}},
)  # fmt: skip
_FORM = (
    b'--x\r\nContent-Disposition: form-data; name="event"\r\n\r\nabcdefgh%d\r\n'
    b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\ndraw a fox\r\n'
    b'--x\r\nContent-Disposition: form-data; name="images"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--x--\r\n'
)
_KINDS = (
    "application/json", "multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=",
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7", "text/plain", "", "\xff\x00",
)  # fmt: skip
_HOSTS = ("127.0.0.1:8080", "localhost", "[::1]", "evil.example", "", "127.0.0.1:8080\t", "[", "\xe4")
_ORIGINS = (None, "http://127.0.0.1:8080", "null", "http://evil.example", "http://[", "\xff")
_ODD = ("x-forwarded-for", "x-forwarded-proto", "if-none-match", "sec-fetch-site", "range", "authorization")
_NASTY = (
    b"\x00",
    b"\r\n",
    b"\xff\xfe",
    b"--x",
    b"{",
    b'"',
    b"\xed\xa0\x80",
    b"%",
    b";" * 50,
    b"0" * 400,
    "＜ＡĲ\u202e".encode(),
)
_SENSIBLE = (
    ("POST", "/api/login", _KINDS[0], b'{"password": "open sesame"}'), ("POST", "/api/session", _KINDS[0], b'{"name": "Ana %d"}'),
    ("POST", "/api/channels/art/messages", _KINDS[1], _FORM), ("GET", "/api/channels/art/messages", _KINDS[0], b""),
    ("POST", "/api/messages/u1/press", _KINDS[1], _FORM), ("GET", "/api/memory", _KINDS[0], b""),
    ("GET", "/api/events", _KINDS[0], b""),
    ("POST", "/api/links", _KINDS[0], b"{}"), ("PUT", "/api/settings", _KINDS[0], b'{"ask": "never"}'),
)  # fmt: skip
"""What a page asks; half of all requests are one of these, changed a little or not at all."""
_OURS = (b'{"error":', b"not ready", b"Malformed range", b"Range ")
"""How a refusal begins; the last two are of starlette's file server."""


class NotOurs(AssertionError):
    """An answer that the page does not mean to give: what was asked stands in it."""


class Web:
    """Port `benchmarks.fuzz.target.Target`: a page on a real store."""

    name = "web"

    def __init__(self) -> None:
        self._doors = Doors()
        self._page: FuzzWeb | None = None
        self._asked = 0

    async def open(self) -> None:
        await self._doors.open()

    async def once(self, dice: random.Random) -> Outcome:
        bot = self._doors.bot
        self._page = self._page or FuzzWeb(bot.page)
        self._asked += 1
        if self._asked % PAUSE_AFTER == 0:
            bot.clock.ahead += PAUSE
        status = await self._page.once(dice)
        bot.faults.check()
        bot.intake.messages.clear()
        return "accepted" if status < 400 else "refused"

    async def close(self) -> None:
        await self._doors.close()


class FuzzWeb:
    """Keeps one browser's cookies, so that some requests are a person's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._cookies: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cookies.clear()

    async def once(self, rng: random.Random) -> int:
        """The status of the answer. Raises NotOurs where it is not one that the page knows."""
        scope, body = self._request(rng)
        asked = f"{scope['method']} {scope['path']!r}?{scope['query_string']!r} {scope['headers']!r} {body[:300]!r}"
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                status, headers, said = await _answer(self._app, scope, _cut(rng, body))
        except TimeoutError as error:
            raise NotOurs(f"no answer within {ANSWER_SECONDS:.0f} s to {asked}") from error
        except Exception as error:
            raise NotOurs(f"{type(error).__name__}: {error} for {asked}") from error
        self._keep(headers)
        wrong = _wrong(status, headers, said, method=scope["method"])
        if wrong:
            raise NotOurs(f"{wrong} for {asked}")
        return status

    def _request(self, rng: random.Random) -> tuple[Scope, bytes]:
        if rng.random() < 0.5:
            method, path, kind, body = rng.choice(_SENSIBLE)
            body = body.replace(b"%d", b"%d" % rng.randrange(10_000))
            body = _mutated(rng, body) if rng.random() < 0.3 else body
            headers = [
                ("host", _HOSTS[0]),
                ("content-type", kind),
                ("cookie", self._held()),
                ("content-length", str(len(body))),
            ]
            return _scope(rng, method, path, headers), body
        body = _mutated(rng, _body(rng))
        headers = [
            ("host", _mostly(rng, _HOSTS)), ("content-type", rng.choice(_KINDS)),
            ("cookie", _mutated(rng, self._held().encode()).decode("latin-1")),
            ("content-length", rng.choice((str(len(body)), "0", "-5", "9" * 30, "x"))), *_odd_headers(rng),
        ]  # fmt: skip
        path = rng.choice(_PATHS)
        if rng.random() < 0.2:
            path = _mutated(rng, path.encode()).decode("utf-8", "replace")
        return _scope(rng, _mostly(rng, _METHODS), path, headers), body

    def _held(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def _keep(self, headers: Sequence[tuple[bytes, bytes]]) -> None:
        for name, value in headers:
            if name == b"set-cookie":
                key, _, rest = value.decode("latin-1").partition("=")
                self._cookies[key] = rest.partition(";")[0]
                if "max-age=0" in rest.lower():
                    del self._cookies[key]


def _scope(rng: random.Random, method: str, path: str, headers: Sequence[tuple[str, str]]) -> Scope:
    return {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": method,
        "scheme": rng.choice(("http", "http", "https")), "path": path, "raw_path": path.encode("utf-8", "replace"), "root_path": "",
        "query_string": rng.choice(_QUERIES).encode(), "client": (rng.choice(("127.0.0.1", "2001:db8::7", "unknown")), 5),
        "server": ("127.0.0.1", 8080), "headers": [(n.encode(), v.encode("latin-1", "replace")) for n, v in headers],
    }  # fmt: skip


def _odd_headers(rng: random.Random) -> Iterator[tuple[str, str]]:
    if origin := _mostly(rng, _ORIGINS):
        yield "origin", origin
    if rng.random() < 0.2:
        yield rng.choice(_ODD), _mutated(rng, b"203.0.113.7, 127.0.0.1").decode("latin-1")


def _body(rng: random.Random) -> bytes:
    if rng.random() < 0.5:
        return json.dumps(rng.choice(_BODIES)).encode()
    return (
        _FORM % rng.randrange(1_000) if rng.random() < 0.7 else b"event=abcdefgh1&text=draw+a+fox&button=%00"
    )


def _mutated(rng: random.Random, data: bytes) -> bytes:
    """Mostly as it was; else cut, doubled, or with something nasty in it, a few times over."""
    while rng.random() < 0.4 and len(data) < BODY_CHARS_MAX:
        at = rng.randrange(len(data) + 1)
        match rng.randrange(4):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + rng.choice(_NASTY) + data[at:]
            case 2:
                data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
            case _:
                data = data + data[at:]
    return data


def _mostly(rng: random.Random, choices: Sequence[Any]) -> Any:
    """The first half the time more often than the rest, so that much gets past the door."""
    return choices[rng.randrange(2)] if rng.random() < 0.6 else rng.choice(choices)


def _cut(rng: random.Random, body: bytes) -> list[Message]:
    at = rng.randrange(len(body) + 1)
    parts: list[Message] = [
        {"type": "http.request", "body": body[:at], "more_body": True},
        {"type": "http.request", "body": body[at:], "more_body": False},
    ]
    return [parts[0], {"type": "http.disconnect"}] if rng.random() < 0.05 else parts


async def _answer(
    app: ASGIApp, scope: Scope, parts: list[Message]
) -> tuple[int, Sequence[tuple[bytes, bytes]], bytes]:
    started: list[Message] = []
    said: list[bytes] = []
    left = asyncio.Event()

    async def receive() -> Message:
        if parts:
            return parts.pop(0)
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message)
        else:
            said.append(message.get("body", b""))
            if b"event: hello" in message.get("body", b""):
                left.set()  # a stream: heard enough

    await app(scope, receive, send)
    (start,) = started
    return start["status"], start["headers"], b"".join(said)


def _wrong(status: int, headers: Sequence[tuple[bytes, bytes]], said: bytes, *, method: str) -> str:
    """What is not ours about an answer; "" when it is."""
    if status >= 500 and status != 503:
        return f"status {status}"
    if b"Traceback" in said or b'File "/' in said:
        return "a traceback"
    if not any(name.lower() == b"content-security-policy" for name, _ in headers):
        return "no policy in the headers"
    if status >= 400 and said and method != "HEAD" and not said.startswith(_OURS):
        return f"status {status} with {said[:60]!r}"
    return ""
