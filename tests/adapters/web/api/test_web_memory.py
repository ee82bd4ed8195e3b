"""The panel's endpoints: one's own memories and those of the channel, and nobody else's."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.adapters.web.conftest import Served


async def test_the_own_and_the_channels_memories_are_listed(served: Served) -> None:
    served.world.remember("prefers watercolour")
    served.world.remember("flat pastel", kind="rule", channel="art")
    served.world.remember("bold type", kind="rule", channel="posters")
    served.world.remember("likes foxes", by="Ben")
    ana = await served.visitor()

    in_art = (await ana.get("/api/memory", params={"channel": "art"})).json()["memories"]
    in_private = (await ana.get("/api/memory")).json()["memories"]

    assert {memory["text"] for memory in in_art} == {"prefers watercolour", "flat pastel"}
    assert {memory["text"] for memory in in_private} == {"prefers watercolour"}
    own, shared = sorted(in_art, key=lambda memory: memory["scope"] == "channel")
    assert (own["may_edit"], own["may_forget"]) == (True, True)
    assert (shared["may_edit"], shared["may_forget"]) == (False, False)


async def test_the_panel_shows_its_person_also_what_was_said_in_private(served: Served) -> None:
    kept = served.world.remember("plans a surprise")
    served.world.desk.memories[kept.id] = replace(kept, said_in_private=True)
    ana = await served.visitor()

    listed = (await ana.get("/api/memory", params={"channel": "art"})).json()["memories"]

    assert [memory["said_in_private"] for memory in listed] == [True]


async def test_memories_are_searched_and_the_past_is_shown_on_request(served: Served) -> None:
    served.world.remember("prefers watercolour")
    old = served.world.remember("prefers oil")
    served.world.desk.memories[old.id] = replace(old, valid_to=datetime.now(UTC))
    ana = await served.visitor()

    found = (await ana.get("/api/memory", params={"search": "water"})).json()["memories"]
    with_past = (await ana.get("/api/memory", params={"history": "1"})).json()["memories"]

    assert [memory["text"] for memory in found] == ["prefers watercolour"]
    past = next(memory for memory in with_past if memory["text"] == "prefers oil")
    assert past["until"]
    assert past["may_edit"] is False


async def test_a_memory_is_edited_and_forgotten(served: Served) -> None:
    kept = served.world.remember("a silver-haired elf", kind="character", name="Luna")
    ana = await served.visitor()

    edited = await ana.patch(
        f"/api/memory/{kept.id}", json={"text": " a  red-haired\nelf ", "name": "Selene"}
    )
    forgotten = await ana.delete(f"/api/memory/{kept.id}")
    again = await ana.delete(f"/api/memory/{kept.id}")

    assert edited.json()["memory"]["text"] == "a red-haired elf"
    assert edited.json()["memory"]["name"] == "Selene"
    assert forgotten.json() == {"forgotten": 1}
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"text": "  \x00 "}, 400),
        ({"text": "x" * 501}, 422),
        ({"name": "x" * 61}, 422),
        ({"text": 7}, 422),
    ],
)
async def test_an_edit_that_cannot_be_is_told(served: Served, body: dict[str, object], status: int) -> None:
    kept = served.world.remember("prefers watercolour")
    ana = await served.visitor()

    answer = await ana.patch(f"/api/memory/{kept.id}", json=body)

    assert answer.status_code == status
    assert served.world.desk.memories[kept.id].text == "prefers watercolour"


async def test_nobody_edits_or_forgets_what_is_another_persons(served: Served) -> None:
    kept = served.world.remember("prefers watercolour", by="Ana")
    ben = await served.visitor("Ben", moderator=True)

    assert (await ben.patch(f"/api/memory/{kept.id}", json={"text": "hates it"})).status_code == 404
    assert (await ben.delete(f"/api/memory/{kept.id}")).status_code == 404
    assert served.world.desk.memories[kept.id].text == "prefers watercolour"


async def test_what_holds_for_a_channel_is_changed_by_moderators_only(served: Served) -> None:
    rule = served.world.remember("flat pastel", kind="rule", channel="art")
    ana, moderator = await served.visitor("Ana"), await served.visitor("Mo", moderator=True)
    path = f"/api/memory/{rule.id}?channel=art"

    assert (await ana.patch(path, json={"text": "bold"})).status_code == 404
    assert (await moderator.patch(path, json={"text": "bold"})).json()["memory"]["text"] == "bold"
    assert (await ana.delete(path)).status_code == 404
    assert (await moderator.delete(path)).status_code == 200


async def test_forgetting_everything_wants_the_words(served: Served) -> None:
    served.world.remember("prefers watercolour")
    served.world.remember("likes foxes", by="Ben")
    ana = await served.visitor()

    unsure = await ana.request("DELETE", "/api/memory", json={"confirm": "yes"})
    sure = await ana.request("DELETE", "/api/memory", json={"confirm": "forget everything"})

    assert unsure.status_code == 422
    assert sure.json() == {"forgotten": 1}
    assert [memory.text for memory in served.world.desk.memories.values()] == ["likes foxes"]


@pytest.mark.parametrize(("name", "file"), [("Ana", "atelier-ana.zip"), ("美咲", "atelier-export.zip")])
async def test_everything_is_exported_as_a_file(served: Served, name: str, file: str) -> None:
    visitor = await served.visitor(name)

    answer = await visitor.get("/api/memory/export")

    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="{file}"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"PK")


async def test_settings_change_one_by_one(served: Served) -> None:
    ana = await served.visitor()

    await ana.put("/api/settings", json={"memory": False})
    changed = (await ana.put("/api/settings", json={"ask": "never"})).json()["settings"]

    assert (changed["memory"], changed["ask"]) == (False, "never")
    assert (await ana.get("/api/settings")).json()["settings"] == changed


@pytest.mark.parametrize("body", [{"ask": "always"}, {"memory": "off"}, {"unknown": True}, []])
async def test_a_setting_that_is_not_one_is_told(served: Served, body: object) -> None:
    ana = await served.visitor()

    answer = await ana.put("/api/settings", json=body)

    assert answer.status_code == 422
    assert answer.json()["error"]["text"]
