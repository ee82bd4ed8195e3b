"""Pictures: whole, small, as files, partial; and only for those who may see them."""

import io

import pytest
from PIL import Image

from adapters.web.api import payloads
from agent.domain.conversation import AuthorId, ImageId, MessageId, Reply
from agent.domain.generation import ImageData
from tests.adapters.web.conftest import Served, drawn
from tests.worlds.painted import painted
from tests.worlds.web_visitor import page, send

B1 = MessageId("b1")


async def test_a_picture_comes_whole_and_small(served: Served) -> None:
    ana = await served.visitor()
    image = (await drawn(served, ana))["reply"]["images"][0]["id"]

    whole = await ana.get(f"/api/images/{image}")
    small = await ana.get(f"/api/images/{image}", params={"w": 96})
    larger_than_it_is = await ana.get(f"/api/images/{image}", params={"w": 960})

    assert Image.open(io.BytesIO(whole.content)).size == (768, 768)
    assert max(Image.open(io.BytesIO(small.content)).size) == 96
    assert larger_than_it_is.content == whole.content
    assert whole.headers["content-type"] == "image/png"
    assert "content-disposition" not in whole.headers


async def test_a_browser_asks_each_time_and_is_told_when_nothing_changed(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    image = (await drawn(served, ana, channel="@me"))["reply"]["images"][0]["id"]
    first = await ana.get(f"/api/images/{image}")
    kept = {"If-None-Match": first.headers["etag"]}

    again = await ana.get(f"/api/images/{image}", headers=kept)
    stranger = await ben.get(f"/api/images/{image}", headers=kept)

    assert first.headers["cache-control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert served.world.board.read == [image], "whether nothing changed is told without reading the picture"
    assert stranger.status_code == 404


async def test_a_picture_is_handed_over_as_a_file(served: Served) -> None:
    ana = await served.visitor()
    image = (await drawn(served, ana))["reply"]["images"][0]["id"]

    answer = await ana.get(f"/api/images/{image}", params={"download": 1})

    assert answer.headers["content-disposition"] == f'attachment; filename="atelier-{image[:8]}.png"'


@pytest.mark.parametrize(
    ("media_type", "sent", "name"),
    [("application/zip", "application/zip", "zip"), ("text/html", "application/octet-stream", "bin")],
)
async def test_what_is_no_picture_is_never_shown_in_the_page(
    served: Served, media_type: str, sent: str, name: str
) -> None:
    ana = await served.visitor()
    blob = ImageData(data=b"<script>", media_type=media_type, width=0, height=0)
    image = served.world.board.save(blob, owner=AuthorId("web:ana"))

    answer = await ana.get(f"/api/images/{image}")

    assert answer.headers["content-type"].startswith(sent)
    assert answer.headers["content-disposition"].endswith(f'.{name}"')
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("width", ["1", "97", "x", "-96", "96.0"])
async def test_only_sizes_that_are_made_may_be_asked_for(served: Served, width: str) -> None:
    ana = await served.visitor()
    image = (await drawn(served, ana))["reply"]["images"][0]["id"]

    answer = await ana.get(f"/api/images/{image}", params={"w": width})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "image", ["nothing", "00000000-0000-0000-0000-000000000000", "..%2f..%2fkey", "'; drop"]
)
async def test_an_unknown_picture_is_not_found(served: Served, image: str) -> None:
    ana = await served.visitor()

    assert (await ana.get(f"/api/images/{image}")).status_code == 404


async def test_a_preview_is_there_while_the_picture_is_drawn(served: Served) -> None:
    served.world.bot.hold_at("plan")
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await send(ana, "draw a fox", channel="@me")
    await served.world.bot.reached("plan")
    working = (await page(ana, "@me"))[-1]["id"]

    none_yet = await ana.get(f"/api/messages/{working}/preview")
    await served.world.previews.put(working, painted("preview", size=(64, 64)).data)
    shown = await ana.get(f"/api/messages/{working}/preview")
    stranger = await ben.get(f"/api/messages/{working}/preview")
    served.world.bot.go_on()
    await served.world.bot.settled()
    afterwards = await ana.get(f"/api/messages/{working}/preview")

    assert (none_yet.status_code, stranger.status_code, afterwards.status_code) == (404, 404, 404)
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["cache-control"] == "no-store"


def test_what_stands_beside_its_buttons_is_in_the_language_of_the_reply() -> None:
    said = payloads.reply(Reply(kind="image", text="ein Fuchs", language="de"), (), own=True, message=B1)

    assert said["remember"] == "Merken …"
    assert (
        payloads.reply(Reply(kind="image", text="a fox"), (), own=True, message=B1)["remember"]
        == "Remember …"
    )


async def test_a_sheet_shows_the_pictures_of_a_message_to_whom_it_is_for(served: Served) -> None:
    ana, ben, board = await served.visitor("Ana"), await served.visitor("Ben"), served.world.board
    message = (await drawn(served, ana))["id"]
    images = tuple(board.save(painted(seed), owner=AuthorId("web:ana")) for seed in ("sea", "hill"))
    sheet = Reply(
        kind="text",
        text="Ink",
        images=(*images, ImageId("gone")),
        alts=("the sea",),
        sheet="Contact sheet of Ink: 1 the sea, 2",
    )
    board.change(message, reply=sheet, only_for=AuthorId("web:ana"))

    (told,) = (await page(ana, "art"))[-1]["reply"]["images"]
    seen = await ana.get(f"/api/images/{told['id']}", params={"w": 960})
    stranger = await ben.get(f"/api/images/{told['id']}")

    assert told["alt"] == "Contact sheet of Ink: 1 the sea, 2"
    assert (seen.headers["content-type"], seen.headers["cache-control"]) == ("image/jpeg", "no-store")
    assert Image.open(io.BytesIO(seen.content)).size == (3 * 424 + 24, 500), "three places, one of them empty"
    assert stranger.status_code == 404


async def test_a_message_without_one_has_no_sheet(served: Served) -> None:
    ana = await served.visitor()
    message = (await drawn(served, ana))["id"]

    for asked in (message, "b999999", "nothing", ""):
        assert (await ana.get(f"/api/images/sheet.{asked}")).status_code == 404
