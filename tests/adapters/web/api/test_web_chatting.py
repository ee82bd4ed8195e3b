"""Sending, reading, replying and buttons, and every refusal on the way."""

import asyncio

import httpx
import pytest

from adapters.web.limits.upload_limits import UPLOADS_PER_PERSON_MAX
from tests.adapters.web.conftest import Served, drawn
from tests.worlds.painted import painted
from tests.worlds.web_visitor import button_of, page, press, send

PNG = painted("attached", size=(320, 200)).data


async def test_a_message_is_taken_in_and_its_picture_is_on_the_page(served: Served) -> None:
    ana = await served.visitor()

    picture = await drawn(served, ana, "draw a fox\r\nunder a lamp")

    said, shown = await page(ana)
    assert (said["text"], said["mine"], said["author"]["name"]) == ("draw a fox\nunder a lamp", True, "Ana")
    assert shown == picture
    assert picture["author"] is None
    assert picture["reply_to"] == said["id"]
    assert picture["working"] is None
    assert picture["reply"]["images"][0]["alt"]
    assert {"again", "refine", "why"} <= {button["action"] for button in picture["reply"]["buttons"]}


async def test_a_working_message_says_step_and_words(served: Served) -> None:
    served.world.bot.hold_at("plan")
    ana = await served.visitor()

    await send(ana, "draw a fox")
    await served.world.bot.reached("plan")

    working = (await page(ana))[-1]
    assert working["working"] == {"step": "plan", "text": "working out what you have in mind"}
    assert working["asked_by_me"] is True
    served.world.bot.go_on()


async def test_the_same_event_sent_twice_is_one_message(served: Served) -> None:
    ana = await served.visitor()

    first = await send(ana, "draw a fox", event="event-0001")
    again = await send(ana, "draw a fox", event="event-0001")
    await served.world.bot.settled()

    assert first.json()["duplicate"] is False
    assert again.json()["duplicate"] is True
    assert len(await page(ana)) == 2


async def test_an_event_id_of_somebody_else_cannot_be_used_up(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")

    await send(ben, "hello", event="event-0001")
    answer = await send(ana, "draw a fox", event="event-0001")

    assert answer.json()["duplicate"] is False


@pytest.mark.parametrize("event", ["", "short", "x" * 65, "with space", "é" * 10])
async def test_an_event_needs_a_proper_id(served: Served, event: str) -> None:
    ana = await served.visitor()

    answer = await send(ana, "draw a fox", event=event)

    assert answer.status_code == 400
    assert served.world.bot.messages == []


async def test_pictures_go_with_a_message(served: Served) -> None:
    ana = await served.visitor()

    await send(ana, "make this night", images=[("cat.png", PNG), ("dog.png", PNG)])
    await served.world.bot.settled()

    said = (await page(ana))[0]
    assert len(said["images"]) == 2
    assert served.world.bot.messages[0].images[0].name == "cat.png"


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("empty.png", b"", "empty"),
        ("notes.png", b"these are my notes", "notes.png"),
        ("large.png", b"\x89PNG" + bytes(20_000_000), "20 MB"),
    ],
)
async def test_a_picture_that_cannot_be_used_is_told_by_name(
    served: Served, name: str, data: bytes, word: str
) -> None:
    ana = await served.visitor()

    answer = await send(ana, "draw this", images=[(name, data)])

    assert answer.status_code == 422
    assert word in answer.json()["error"]["text"]
    assert await page(ana) == []


async def test_more_pictures_than_are_looked_at_are_refused_as_a_whole(served: Served) -> None:
    ana = await served.visitor()

    answer = await send(ana, "draw these", images=[("cat.png", PNG)] * 9)

    assert answer.status_code == 400
    assert "8 pictures" in answer.json()["error"]["text"]


@pytest.mark.parametrize(
    ("text", "status", "word"),
    [
        ("", 422, "nothing"),
        (" \n ", 422, "nothing"),
        ("a" * 4_001, 422, "4,000"),
        ("a" * 1_100_000, 400, "long"),
    ],
)
async def test_text_that_cannot_be_used_is_told(served: Served, text: str, status: int, word: str) -> None:
    ana = await served.visitor()

    answer = await send(ana, text)

    assert answer.status_code == status
    assert word in answer.json()["error"]["text"]


async def test_a_form_that_is_not_one_is_told(served: Served) -> None:
    ana = await served.visitor()
    where = "/api/channels/art/messages"

    as_json = await ana.post(where, json={"text": "draw a fox"})
    broken = await ana.post(
        where, content=b"xyz", headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    crowded = await ana.post(where, files=[(f"field{n}", (None, "x")) for n in range(17)])
    urlencoded = await ana.post(where, data={"event": "event-0001", "text": "draw a fox"})

    assert (as_json.status_code, broken.status_code, crowded.status_code) == (415, 400, 400)
    assert urlencoded.status_code == 202


async def test_a_reply_names_what_it_replies_to(served: Served) -> None:
    ana = await served.visitor()
    picture = await drawn(served, ana)

    await send(ana, "make it night", reply_to=picture["id"])

    assert served.world.bot.messages[-1].reply_to == picture["id"]


async def test_a_reply_to_nothing_is_a_clear_no(served: Served) -> None:
    ana = await served.visitor()

    answer = await send(ana, "make it night", reply_to="b999")

    assert answer.status_code == 422
    assert "not one I know" in answer.json()["error"]["text"]


async def test_pages_go_back_in_time(served: Served) -> None:
    ana = await served.visitor()
    for number in range(4):
        await drawn(served, ana, f"draw {number} foxes")

    latest = (await ana.get("/api/channels/art/messages", params={"limit": 3})).json()
    before = (
        await ana.get(
            "/api/channels/art/messages", params={"limit": 5, "before": latest["messages"][0]["id"]}
        )
    ).json()
    oldest = (
        await ana.get(
            "/api/channels/art/messages", params={"limit": 5, "before": before["messages"][0]["id"]}
        )
    ).json()

    assert (latest["more"], before["more"], oldest["more"]) == (True, True, False)
    assert len(before["messages"] + latest["messages"]) == 8


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "x"},
        {"limit": "٣"},
        {"before": "x"},
        {"before": "b" + "9" * 30},
    ],
)
async def test_a_page_that_cannot_be_is_told(served: Served, query: dict[str, str]) -> None:
    ana = await served.visitor()

    answer = await ana.get("/api/channels/art/messages", params=query)

    assert answer.status_code == 400
    assert next(iter(query)) in answer.json()["error"]["text"]


async def test_refine_carries_words_and_pictures(served: Served) -> None:
    ana = await served.visitor()
    picture = await drawn(served, ana)

    answer = await press(
        ana, picture["id"], button_of(picture, "refine"), text="add a cat", images=[("cat.png", PNG)]
    )

    assert answer.status_code == 202
    pressed = served.world.bot.presses[-1]
    assert (pressed.text, len(pressed.images), pressed.place.channel) == ("add a cat", 1, "art")


async def test_a_tapped_answer_is_used_up_and_cannot_be_tapped_again(served: Served) -> None:
    ana = await served.visitor()
    question = await drawn(served, ana, "draw something for me")
    fox = button_of(question, "answer")

    first = await press(ana, question["id"], fox)
    again = await press(ana, question["id"], fox)

    assert first.status_code == 202
    assert (again.status_code, again.json()["error"]["text"]) == (422, "That was answered already.")
    asked = (await ana.get(f"/api/messages/{question['id']}")).json()["message"]
    assert all(button["used"] for button in asked["reply"]["buttons"])


async def test_answers_that_are_pictures_come_with_them(served: Served) -> None:
    ana = await served.visitor()

    question = await drawn(served, ana, "draw luna")

    images = [image["id"] for image in question["reply"]["images"]]
    assert [button["image"] for button in question["reply"]["buttons"]] == [*images, None]


async def test_an_unknown_button_and_an_unknown_message_are_told_apart(served: Served) -> None:
    ana = await served.visitor()
    picture = await drawn(served, ana)

    unknown_button = await press(ana, picture["id"], "v1:again:nothing")
    unknown_message = await press(ana, "b999", button_of(picture, "again"))

    assert unknown_button.status_code == 422
    assert unknown_message.status_code == 404


async def test_a_store_that_is_away_is_told_kindly_and_when_to_come_back(served: Served) -> None:
    ana = await served.visitor()
    served.world.bot.down = served.world.board.down = True

    sending, reading = await send(ana, "draw a fox"), await ana.get("/api/channels/art/messages")

    for answer in (sending, reading):
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "database" not in answer.text


async def test_slow_uploads_do_not_hold_up_words(online: Served, caplog: pytest.LogCaptureFixture) -> None:
    """All of a person's places for large forms are taken: short messages still go through, and a large one once a place is free."""
    ana = await online.visitor()
    head = (
        f"POST /api/channels/art/messages HTTP/1.1\r\nHost: 127.0.0.1:{online.port}\r\nCookie: {cookies_of(ana)}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\n"
    )
    slow = [
        (await asyncio.open_connection("127.0.0.1", online.port))[1] for _ in range(UPLOADS_PER_PERSON_MAX)
    ]
    for writer in slow:
        writer.write(head.encode())
        await writer.drain()
    large = painted("large", size=(900, 900)).data

    assert (await send(ana, "draw a fox")).status_code == 202
    waiting = asyncio.create_task(send(ana, "draw this", images=[("large.png", large)]))
    assert (await send(ana, "draw another fox")).status_code == 202
    assert not waiting.done()
    for writer in slow:
        writer.close()

    assert (await waiting).status_code == 202
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def cookies_of(visitor: httpx.AsyncClient) -> str:
    return "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
