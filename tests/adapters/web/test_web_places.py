"""Channels, threads and private chats: who sees what where."""

import pytest

from tests.adapters.web.conftest import Served, drawn
from tests.worlds.web_visitor import button_of, page, press, send


async def test_what_is_said_in_private_is_seen_by_nobody_else(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")

    secret = await drawn(served, ana, "draw a surprise for Ben", channel="@me")

    assert secret["channel"] == "@me"
    assert await page(ben, "@me") == []
    assert (await ben.get(f"/api/messages/{secret['id']}")).status_code == 404
    assert (await press(ben, secret["id"], button_of(secret, "again"))).status_code == 404
    image = secret["reply"]["images"][0]["id"]
    assert (await ben.get(f"/api/images/{image}")).status_code == 404


async def test_nobody_names_the_private_chat_of_another(served: Served) -> None:
    ben = await served.visitor("Ben")

    for channel in ("@ana", "web:@", "@@me", "%40ana", "ART", "a/b", "x" * 25, "-x"):
        answer = await send(ben, "hello", channel=channel)

        assert answer.status_code in (400, 404), channel
    assert served.world.bot.messages == []


async def test_an_answer_for_one_person_alone_is_shown_to_that_person(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")

    answer = await drawn(served, ana, "/memory")

    assert answer["reply"]["only_me"] is True
    assert [message["text"] for message in await page(ben)] == ["/memory"]


async def test_an_incognito_message_says_so(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")

    await send(ana, "draw a fox", incognito="yes")
    await served.world.bot.settled()

    assert served.world.bot.messages[0].incognito is True
    assert await page(ben) == []


async def test_the_prompt_is_told_to_the_one_it_was_drawn_for(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")

    mine = await drawn(served, ana)
    theirs = (await page(ben))[-1]

    assert mine["reply"]["prompt"]
    assert theirs["reply"]["prompt"] == ""


async def test_a_thread_starts_at_a_message_and_is_read_apart(served: Served) -> None:
    ana = await served.visitor()
    picture = await drawn(served, ana)

    await send(ana, "warmer", thread=picture["id"])
    await send(ana, "and larger", thread=picture["id"])
    await served.world.bot.settled()

    in_thread = await page(ana, thread=picture["id"])
    assert [message["text"] for message in in_thread if message["mine"]] == ["warmer", "and larger"]
    assert {message["thread"] for message in in_thread} == {picture["id"]}
    first, second = served.world.bot.messages[-2:]
    assert first.reply_to == picture["id"]
    assert second.reply_to is None


async def test_a_thread_of_another_channel_or_inside_a_thread_does_not_start(served: Served) -> None:
    ana = await served.visitor()
    picture = await drawn(served, ana)
    await send(ana, "warmer", thread=picture["id"])
    await served.world.bot.settled()
    inside = (await page(ana, thread=picture["id"]))[0]

    assert (await send(ana, "x", channel="posters", thread=picture["id"])).status_code == 404
    assert (await send(ana, "x", thread=inside["id"])).status_code == 404
    assert (await send(ana, "x", thread="u999")).status_code == 404
    assert (await send(ana, "x", channel="@me", thread=picture["id"])).status_code == 400


async def test_a_channel_is_made_and_stays_once_written_in(served: Served) -> None:
    ana = await served.visitor()

    made = await ana.post("/api/channels", json={"name": " #Night Sketches "})

    assert (made.status_code, made.json()["channel"]) == (201, "night-sketches")
    assert (await ana.get("/api/channels")).json()["channels"][-1] == "night-sketches"
    assert (await send(ana, "draw a fox", channel="night-sketches")).status_code == 202


@pytest.mark.parametrize("name", ["", "@me", "../x", "ü", "a" * 25, "-a", "a_b"])
async def test_a_name_that_is_no_channel_is_told_with_an_example(served: Served, name: str) -> None:
    ana = await served.visitor()

    answer = await ana.post("/api/channels", json={"name": name})

    assert answer.status_code == 400
    assert "night-sketches" in answer.json()["error"]["text"]


async def test_empty_channels_do_not_grow_without_end(served: Served) -> None:
    ana = await served.visitor()
    for number in range(50):
        assert (await ana.post("/api/channels", json={"name": f"c{number}"})).status_code == 201

    answer = await ana.post("/api/channels", json={"name": "one-more"})

    assert answer.status_code == 403
    assert "empty channels" in answer.json()["error"]["text"]
