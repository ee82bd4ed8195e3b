"""The panel's endpoints of likenesses and style boards: one's own, those of the channel, and nobody else's."""

from agent.domain.conversation import AuthorId, MessageId, Place
from agent.domain.memory import AlbumChange, LabelledPicture, MemoryScope, Reader
from tests.adapters.web.conftest import Served
from tests.fakes.people.albums import FakeAlbums
from tests.fakes.people.people import Drawing, FakePeople
from tests.worlds.painted import painted

ART = {"channel": "art"}


def photo(name: str) -> tuple[str, tuple[str, bytes, str]]:
    return "images", (f"{name}.png", painted(name, size=(64, 48)).data, "image/png")


async def test_how_one_looks_is_added_labelled_and_taken_out_again(served: Served) -> None:
    ana = await served.visitor()

    added = await ana.post(
        "/api/albums/me", data={"words": " short  black hair "}, files=[photo("one"), photo("two")]
    )
    me = added.json()["me"]
    one, two = (each["id"] for each in me["pictures"])
    labelled = await ana.patch(f"/api/albums/{me['id']}/pictures/{two}", json={"label": " with  glasses "})
    left = await ana.delete(f"/api/albums/{me['id']}/pictures/{one}")

    assert me["words"] == "short black hair"
    assert [each["label"] for each in labelled.json()["me"]["pictures"]] == ["", "with glasses"]
    assert [each["id"] for each in left.json()["me"]["pictures"]] == [two]
    assert (await ana.get(f"/api/images/{two}?w=96")).status_code == 200
    assert left.headers["cache-control"] == "no-store"


async def test_nobody_sees_or_changes_how_somebody_else_looks(served: Served) -> None:
    ana, ben = await served.visitor(), await served.visitor("Ben", moderator=True)
    me = (await ana.post("/api/albums/me", files=[photo("one")])).json()["me"]
    picture = me["pictures"][0]["id"]

    assert (await ben.get("/api/albums", params=ART)).json()["me"] is None
    assert (await ben.get(f"/api/images/{picture}")).status_code == 404
    for answer in (
        await ben.patch(f"/api/albums/{me['id']}/pictures/{picture}", params=ART, json={"label": "mine"}),
        await ben.delete(f"/api/albums/{me['id']}/pictures/{picture}", params=ART),
        await ben.delete(f"/api/albums/{me['id']}", params=ART),
    ):
        assert answer.status_code == 404, answer.text
    assert (await ana.get("/api/albums")).json()["me"] == me


async def test_who_may_draw_somebody_is_said_for_the_channel_at_hand(served: Served) -> None:
    ana = await served.visitor()
    await ana.post("/api/albums/me", data={"words": "red beard"})

    here = await ana.put("/api/albums/allowance", params=ART, json={"who": "channel"})
    elsewhere = (await ana.get("/api/albums", params={"channel": "posters"})).json()["allowed"]
    alone = await ana.put("/api/albums/allowance", json={"who": "channel"})
    unknown = await ana.put("/api/albums/allowance", params=ART, json={"who": "the moon"})

    assert here.json()["allowed"]["here"] == "channel"
    assert elsewhere["here"] == "nobody"
    assert "1 other place" in elsewhere["words"]
    assert (alone.status_code, unknown.status_code) == (400, 422)
    assert (await ana.put("/api/albums/allowance", json={"who": "nobody"})).json()["allowed"][
        "here"
    ] == "nobody"


async def test_forgetting_how_one_looks_takes_back_what_was_allowed(served: Served) -> None:
    ana = await served.visitor()
    me = (await ana.post("/api/albums/me", files=[photo("one")])).json()["me"]
    await ana.put("/api/albums/allowance", params=ART, json={"who": "community"})

    gone = (await ana.delete(f"/api/albums/{me['id']}", params=ART)).json()

    assert (gone["me"], gone["allowed"]["here"]) == (None, "nobody")
    assert not served.world.people.grants


async def test_a_board_is_made_grown_and_forgotten(served: Served) -> None:
    ana, ben = await served.visitor(), await served.visitor("Ben")

    await ana.post(
        "/api/albums/board", data={"name": " Loose  Ink ", "words": "much white"}, files=[photo("one")]
    )
    (board,) = (await ana.post("/api/albums/board", data={"name": "loose ink"}, files=[photo("two")])).json()[
        "boards"
    ]

    assert (board["name"], board["words"], len(board["pictures"])) == ("Loose Ink", "much white", 2)
    assert (board["shared"], board["may_change"]) == (False, True)
    assert (await ben.get("/api/albums", params=ART)).json()["boards"] == []
    assert (await ana.delete(f"/api/albums/{board['id']}")).json()["boards"] == []


async def test_a_house_style_is_seen_by_all_and_changed_by_moderators(served: Served) -> None:
    ana, mia = await served.visitor(), await served.visitor("Mia", moderator=True)
    people, key = served.world.people, "web:atelier/art"
    people.pictures["p1"] = ("web:mia", painted("style", size=(64, 48)))
    reader = Reader(author="web:mia", channel=key, community="web:atelier", private=False)
    change = AlbumChange(kind="board", name="Ink", pictures=(LabelledPicture(image="p1"),))
    made = await FakeAlbums(people).save(
        reader, MemoryScope(kind="channel", key=key), change, may_manage=True
    )

    (seen,) = (await ana.get("/api/albums", params=ART)).json()["boards"]

    assert (seen["shared"], seen["may_change"]) == (True, False)
    assert (await ana.get("/api/albums", params={"channel": "posters"})).json()["boards"] == []
    assert (
        await ana.patch(f"/api/albums/{made.memory}/pictures/p1", params=ART, json={"label": "x"})
    ).status_code == 404
    (mended,) = (
        await mia.patch(f"/api/albums/{made.memory}/pictures/p1", params=ART, json={"label": "x"})
    ).json()["boards"]
    assert mended["pictures"] == [{"id": "p1", "label": "x"}]


async def test_a_board_is_shared_by_moderators_with_the_channel_at_hand(served: Served) -> None:
    ana, mia = await served.visitor(), await served.visitor("Mia", moderator=True)
    for one in (ana, mia):
        await one.post(
            "/api/albums/board", params=ART, data={"name": "Ink", "words": "loose"}, files=[photo("one")]
        )
    (anas,) = (await ana.get("/api/albums", params=ART)).json()["boards"]
    (mias,) = (await mia.get("/api/albums", params=ART)).json()["boards"]
    (alone,) = (await mia.get("/api/albums")).json()["boards"]

    refused = [
        await ana.post(f"/api/albums/{anas['id']}/share", params=ART, json={}),
        await mia.post(f"/api/albums/{anas['id']}/share", params=ART, json={}),
        await mia.post(f"/api/albums/{mias['id']}/share", json={}),
    ]
    shared = (await mia.post(f"/api/albums/{mias['id']}/share", params=ART, json={})).json()["boards"]
    seen = (await ana.get("/api/albums", params=ART)).json()["boards"]

    assert (anas["may_share"], mias["may_share"], alone["may_share"]) == (False, True, False)
    assert [answer.status_code for answer in refused] == [403, 404, 403]
    assert [(one["shared"], one["words"], one["may_share"]) for one in shared] == [
        (False, "loose", True),
        (True, "loose", False),
    ]
    assert [one["id"] for one in seen if one["shared"]] == [shared[1]["id"]]
    assert (await ana.get("/api/albums", params={"channel": "posters"})).json()["boards"] == [
        one | {"may_share": False} for one in seen if not one["shared"]
    ]


async def test_whoever_is_shown_sees_it_and_takes_it_down(served: Served) -> None:
    ana, ben = await served.visitor(), await served.visitor("Ben")
    shows_ana(served.world.people)

    used = (await ana.get("/api/albums", params=ART)).json()["used"]
    others = (await ben.get("/api/albums", params=ART)).json()["used"]
    refused = await ben.delete("/api/albums/uses/d1", params=ART)
    assert "d1" in served.world.people.drawings
    left = await ana.delete("/api/albums/uses/d1", params=ART)
    again = await ana.delete("/api/albums/uses/d1", params=ART)

    (one,) = used["pictures"]
    assert (one["id"], one["alt"]) == ("d1", "ana as a pirate")
    assert one["words"].startswith("1. for Ben, ")
    assert used["title"] == "Others have drawn you"
    assert others["pictures"] == left.json()["used"]["pictures"] == []
    assert (refused.status_code, again.status_code) == (404, 404)
    assert "d1" not in served.world.people.drawings


def shows_ana(people: FakePeople) -> None:
    """Ben had her drawn."""
    place = Place(platform="web", community="atelier", channel="art")
    people.drawings["d1"] = Drawing(
        place=place, caption="ana as a pirate", drawn_for="Ben", message=MessageId("b9"), shows={AuthorId("web:ana")}
    )  # fmt: skip


async def test_bad_input_is_told_kindly_and_leaves_nothing_behind(served: Served) -> None:
    ana = await served.visitor()

    refused = [
        await ana.post("/api/albums/me", data={"words": " "}),
        await ana.post("/api/albums/me", files=[("images", ("x.png", b"no picture", "image/png"))]),
        await ana.post(
            "/api/albums/me", files=[photo("good"), ("images", ("x.png", b"no picture", "image/png"))]
        ),
        await ana.post("/api/albums/board", data={"words": "nameless"}),
        await ana.post("/api/albums/board", data={"name": "x" * 41, "words": "long"}),
        await ana.post("/api/albums/board", data={"name": "Ink"}),
    ]

    assert {answer.status_code for answer in refused} <= {400, 415, 422}, [a.text for a in refused]
    assert all(answer.json()["error"]["text"] for answer in refused)
    assert (await ana.post("/api/albums/other", data={"words": "x"})).status_code == 405
    assert not served.world.people.pictures
    for _ in range(2):
        await ana.post("/api/albums/me", files=[photo(f"{_} {number}") for number in range(4)])
    full = await ana.post("/api/albums/me", files=[photo("one more")])
    assert (full.status_code, "take one out" in full.text) == (400, True)
    assert len(served.world.people.pictures) == 8


async def test_outsiders_get_nothing(served: Served) -> None:
    stranger = await served.client()

    for answer in (
        await stranger.get("/api/albums"),
        await stranger.post("/api/albums/me", data={"words": "x"}),
        await stranger.put("/api/albums/allowance", json={"who": "nobody"}),
        await stranger.delete("/api/albums/m1"),
    ):
        assert answer.status_code == 401
