"""Bodies that dawdle, strangers, and uploads: each person has a share."""

import asyncio

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from adapters.web.error_responses import TooMany
from adapters.web.limits.requests_under_way import (
    PER_PERSON_MAX,
    PER_SESSION_MAX,
    STRANGERS_PER_ADDRESS_MAX,
    Room,
)
from adapters.web.limits.upload_limits import UPLOADS_PER_ADDRESS_MAX, UPLOADS_PER_PERSON_MAX, Uploads
from adapters.web.requests import belongs_to
from tests.adapters.web.conftest import Serve
from tests.fakes.stores.web_access import FakeWebAccess
from tests.patience import PATIENCE_SECONDS

PASSWORD = "open sesame"


# --- bodies and requests ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/login", "/api/channels/art/messages", "/api/channels"])
async def test_a_body_that_dawdles_is_told_so(serve: Serve, path: str) -> None:
    access = FakeWebAccess()
    ana = await (await serve(password=PASSWORD, access=access)).holder("Ana")
    served = await serve(password=PASSWORD, access=access, online=True, body_seconds=0.05)
    cookies = "; ".join(f"{name}={value}" for name, value in ana.cookies.items())
    kind = "multipart/form-data; boundary=x" if path.endswith("messages") else "application/json"

    async with asyncio.timeout(PATIENCE_SECONDS):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nCookie: {cookies}\r\nContent-Type: {kind}\r\n"
            "Content-Length: 200\r\n\r\n--x\r\n".encode()
        )
        answer = await reader.readuntil(b"}}")
        writer.close()

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"too long to arrive" in answer


async def test_strangers_fill_their_part_and_people_are_still_served() -> None:
    go_on = asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await go_on.wait()
        await PlainTextResponse("ok")(scope, receive, send)

    room = Room(slow, session_of=lambda request: request.cookies.get("session", ""), body_seconds=5)
    transport = httpx.ASGITransport(room, client=("203.0.113.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as strangers:
        held = [asyncio.create_task(strangers.get("/")) for _ in range(STRANGERS_PER_ADDRESS_MAX)]
        held += [
            asyncio.create_task(strangers.get("/", headers={"Cookie": "session=ana"}))
            for _ in range(PER_SESSION_MAX)
        ]
        await settle()
        refused = [await strangers.get("/"), await strangers.get("/", headers={"Cookie": "session=ana"})]
        person = asyncio.create_task(strangers.get("/", headers={"Cookie": "session=ben"}))
        await settle()
        go_on.set()
        served = [await each for each in (*held, person)]
        later = await strangers.get("/")

    assert [(each.status_code, each.headers["retry-after"]) for each in refused] == [(503, "5")] * 2
    assert {each.status_code for each in (*served, later)} == {200}


async def test_all_browsers_of_a_person_share_their_places() -> None:
    go_on = asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            belongs_to(Request(scope), scope["path"])
        except TooMany:
            await PlainTextResponse("too many", status_code=429)(scope, receive, send)
            return
        await go_on.wait()
        await PlainTextResponse("ok")(scope, receive, send)

    room = Room(slow, session_of=lambda request: request.cookies["session"], body_seconds=5)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(room), base_url="http://bot") as browsers:

        def get(person: str, number: int) -> asyncio.Task[httpx.Response]:
            headers = {"Cookie": f"session={person}-{number % 4}"}
            return asyncio.create_task(browsers.get(f"/{person}", headers=headers))

        anas = [get("ana", number) for number in range(PER_PERSON_MAX)]
        await settle()
        refused, ben = get("ana", 5), get("ben", 0)
        await settle()
        go_on.set()
        served = [await each for each in (*anas, ben)]

    assert (await refused).status_code == 429
    assert {each.status_code for each in served} == {200}


async def test_what_a_visitor_asks_counts_as_theirs(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    served = await serve(password=PASSWORD)
    ana = await served.holder("Ana")
    monkeypatch.setattr("adapters.web.limits.requests_under_way.PER_PERSON_MAX", 0)

    assert (await ana.get("/api/memory")).status_code == 429


async def test_one_person_has_not_all_the_places_for_uploads() -> None:
    uploads, go_on = Uploads(), asyncio.Event()
    inside: list[str] = []

    async def upload(person: str, network: str) -> None:
        async with uploads.place(person=person, network=network):
            inside.append(person)
            await go_on.wait()

    crowd = [asyncio.create_task(upload("eve", "n1")) for _ in range(10)]
    crowd += [asyncio.create_task(upload(f"eve {number}", "n1")) for number in range(10)]
    await settle()
    eves = len(inside)
    crowd.append(asyncio.create_task(upload("ana", "n2")))
    await settle()

    assert inside.count("eve") == UPLOADS_PER_PERSON_MAX
    assert eves == UPLOADS_PER_ADDRESS_MAX
    assert "ana" in inside
    go_on.set()
    await asyncio.gather(*crowd)
    assert len(inside) == 21


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)
