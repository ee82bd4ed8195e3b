"""“My pictures”: whose they are, how they are found, taken home and deleted."""

import io
import zipfile
from typing import Any

import httpx
import pytest

from tests.adapters.web.conftest import Served, drawn
from tests.worlds.web_visitor import button_of, heard, listening, page, press, send

Pictures = list[dict[str, Any]]


async def gallery(visitor: httpx.AsyncClient, **query: str) -> Pictures:
    answer = await visitor.get("/api/gallery", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["pictures"]


async def test_they_are_the_visitor_s_own_from_every_place(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await drawn(served, ana, "draw a fox")
    await drawn(served, ana, "draw a present", channel="@me")
    await drawn(served, ben, "@atelier draw a whale")

    found = await gallery(ana)

    assert [(one["alt"].partition(",")[0], one["channel"]) for one in found] == [
        ("a present", "@me"),
        ("a fox", "art"),
    ]
    assert [one["alt"].partition(",")[0] for one in await gallery(ben)] == ["a whale"]
    assert found[0].keys() == {"id", "alt", "at", "platform", "channel", "message", "position"}


async def test_they_are_filtered_and_what_can_be_filtered_by_is_told(served: Served) -> None:
    ana = await served.visitor()
    await drawn(served, ana, "draw a fox")
    await drawn(served, ana, "draw a present", channel="@me")

    facets = (await ana.get("/api/gallery/facets")).json()

    assert facets["total"] == 2
    assert {(place["channel"], place["count"]) for place in facets["places"]} == {("art", 1), ("@me", 1)}
    assert facets["styles"] == [{"value": "watercolour", "count": 2}]
    assert [one["alt"][:9] for one in await gallery(ana, channel="@me")] == ["a present"]
    assert [one["alt"][:5] for one in await gallery(ana, search="the fox")] == ["a fox"]
    assert len(await gallery(ana, style="Watercolour", platform="web")) == 2
    assert await gallery(ana, character="Luna") == []


@pytest.mark.parametrize("query", [{"platform": "myspace"}, {"channel": "No Channel"}, {"after": "nonsense"}])
async def test_what_cannot_be_asked_is_said(served: Served, query: dict[str, str]) -> None:
    ana = await served.visitor()

    answer = await ana.get("/api/gallery", params=query)

    assert (answer.status_code, bool(answer.json()["error"]["text"])) == (400, True)


async def test_several_are_taken_home_as_a_zip_without_those_of_others(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await drawn(served, ana, "draw a fox")
    await drawn(served, ana, "draw a whale")
    await drawn(served, ben, "draw a secret", channel="@me")
    own = [one["id"] for one in await gallery(ana)]
    foreign = (await gallery(ben))[0]["id"]

    answer = await ana.get("/api/gallery/archive", params={"images": ",".join([*own, foreign])})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"001-{own[0][:8]}.png", f"002-{own[1][:8]}.png", "README.txt"]
        assert b"1 of the 3" in archive.read("README.txt")
    assert answer.headers["content-disposition"] == 'attachment; filename="atelier-pictures.zip"'


@pytest.mark.parametrize("images", ["", ",".join(str(number) for number in range(201))])
async def test_a_zip_of_none_or_too_many_is_refused(served: Served, images: str) -> None:
    ana = await served.visitor()

    assert (await ana.get("/api/gallery/archive", params={"images": images})).status_code == 400


async def test_deleted_pictures_are_gone_and_open_pages_are_told(online: Served) -> None:
    ana, ben = await online.visitor("Ana"), await online.visitor("Ben")
    message = await drawn(online, ana, "draw a fox")
    image = (await gallery(ana))[0]["id"]

    refused = await ben.request("DELETE", "/api/gallery", json={"images": [image]})
    async with listening(ben) as events:
        answer = await ana.request("DELETE", "/api/gallery", json={"images": [image, "nothing"]})
        gone = await heard(events, "gone")

    assert refused.status_code == 404
    assert answer.json() == {"deleted": 1, "left": 1}
    assert gone["id"] == message["id"]
    assert await gallery(ana) == []
    assert (await ana.get(f"/api/images/{image}")).status_code == 404


async def test_a_stranger_gets_nothing(served: Served) -> None:
    nobody = await served.client()

    for path in ("/api/gallery", "/api/gallery/facets", "/api/gallery/archive?images=x"):
        assert (await nobody.get(path)).status_code == 401


async def test_one_of_several_pictures_can_be_meant(served: Served) -> None:
    ana = await served.visitor()
    message = await drawn(served, ana)
    await send(ana, "make it night", reply_to=message["id"], picture="2")
    await press(ana, message["id"], button_of(message, "vary"), picture="1")
    wrong = await send(ana, "make it night", reply_to=message["id"], picture="-1")

    assert (served.world.bot.messages[-1].reply_picture, served.world.bot.presses[-1].picture) == (2, 1)
    assert wrong.status_code == 400


async def test_what_was_forgotten_leaves_no_mark_in_what_is_shown(served: Served) -> None:
    ana = await served.visitor()
    await drawn(served, ana, "draw [forgotten] and a dragon")

    shown = (await page(ana))[-1]["reply"]

    assert shown["text"].startswith("**a dragon, watercolour**")
    assert shown["images"][0]["alt"] == "a dragon, watercolour, at dusk"
    assert "[forgotten]" not in str(shown)
    assert (await gallery(ana))[0]["alt"] == "a dragon, watercolour, at dusk"
