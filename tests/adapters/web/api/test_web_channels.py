"""What members and moderators may take away or name anew: messages of one's own, and channels."""

from tests.adapters.web.conftest import Served
from tests.worlds.web_visitor import page, send


async def test_only_one_s_own_message_can_be_deleted(served: Served) -> None:
    ana, ben = await served.visitor("Ana"), await served.visitor("Ben")
    await send(ana, "hello")
    await served.world.bot.settled()
    said, answered = (message["id"] for message in await page(ana))

    refused = [
        (await visitor.delete(f"/api/messages/{message}")).status_code
        for visitor, message in ((ben, said), (ana, answered))
    ]
    deleted = await ana.delete(f"/api/messages/{said}")

    assert refused == [403, 403]
    assert deleted.status_code == 200
    assert [message["id"] for message in await page(ana)] == [answered]


async def test_moderators_name_and_delete_channels(served: Served) -> None:
    ana, mo = await served.visitor("Ana"), await served.visitor("Mo", moderator=True)
    await send(ana, "hello")
    await served.world.bot.settled()

    refused = await ana.patch("/api/channels/art", json={"title": "mine"})
    named = await mo.patch("/api/channels/art", json={"title": "  Art\n of the week "})
    empty = await mo.patch("/api/channels/art", json={"title": " "})
    private = await mo.delete("/api/channels/@me")
    deleted = await mo.delete("/api/channels/art")
    gone = await ana.get("/api/channels/art/messages")
    written = await send(ana, "hello again")
    again = await ana.post("/api/channels", json={"name": "art"})

    assert (refused.status_code, empty.status_code, private.status_code) == (403, 400, 400)
    assert named.json()["titles"]["art"] == "Art of the week"
    assert "art" not in deleted.json()["channels"]
    assert (gone.status_code, written.status_code) == (404, 404)
    assert again.json()["titles"]["art"] == "art"
    assert await page(ana) == []
