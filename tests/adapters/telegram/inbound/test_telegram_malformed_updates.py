"""An update that cannot be read or always fails is dropped alone: it takes no other with it."""

import json

import pytest

from simulators.telegram.world import JSON, World
from tests.adapters.telegram.malformed_updates import MALFORMED
from tests.patience import until
from tests.worlds.telegram_bench import bench


async def test_malformed_updates_take_no_other_with_them(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        for number, update in enumerate(MALFORMED):
            shown = {"update_id": 1_000 + number, **update} if isinstance(update, dict) else update
            world.pending.append(shown)  # pyright: ignore[reportArgumentType]
        world.says(ann, chat, "draw a fox")
        await until(lambda: any(m.text == "draw a fox" for m in telegram.intake.messages))
        world.pending[:] = [u for u in world.pending if isinstance(u, dict) and "update_id" in u]
        await telegram.confirmed()

    assert {m.text for m in telegram.intake.messages} <= {"draw a fox", "x"}


@pytest.mark.parametrize("given", [5, None, ["x"], {"a": 1}, ""])
async def test_a_reaction_of_another_type_costs_no_traceback(
    world: World, ann: JSON, caplog: pytest.LogCaptureFixture, given: object
) -> None:
    chat = world.private(ann)
    reaction = {
        "chat": chat.shown(), "message_id": 3, "user": ann, "date": 1, "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": given}, {}, 7],
    }  # fmt: skip
    async with bench(world) as telegram:
        world.queue({"message_reaction": reaction})
        world.says(ann, chat, "draw a fox")
        await telegram.heard()

    assert not [record for record in caplog.records if record.exc_info]
    assert telegram.intake.presses == []


async def test_what_is_null_counts_as_not_said(
    world: World, ann: JSON, caplog: pytest.LogCaptureFixture
) -> None:
    """The Bot API leaves out what is not there."""
    chat = world.private(ann)
    person = {**ann, "first_name": None, "last_name": None, "username": None, "is_bot": None}
    async with bench(world) as telegram:
        world.queue(
            {
                "message": {
                    "message_id": 9,
                    "date": None,
                    "chat": chat.shown(),
                    "from": person,
                    "text": "draw an owl",
                }
            }
        )
        await until(lambda: any(m.text == "draw an owl" for m in telegram.intake.messages))

    assert not [record for record in caplog.records if record.exc_info]
    assert telegram.intake.messages[0].author.name == "someone"


@pytest.mark.parametrize("number", ["7", -3, 2**63, 1.5, True, None])
async def test_odd_update_ids_do_not_stop_the_others(world: World, ann: JSON, number: object) -> None:
    async with bench(world) as telegram:
        world.pending.append({"update_id": number, "message": {}})
        world.says(ann, world.private(ann), "draw a fox")

        await until(lambda: any(m.text == "draw a fox" for m in telegram.intake.messages))


@pytest.mark.parametrize(
    "payload",
    [
        b'{"update_id": 2000, "message": {"text": "tr',
        b'{"update_id": 2000, "message": ' + b'{"reply_to_message":' * 5_000 + b"{}" + b"}" * 5_000 + b"}",
    ],
    ids=["cut off", "5,000 deep"],
)
async def test_an_update_that_is_no_json_is_dropped_alone(world: World, ann: JSON, payload: bytes) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        world.says(ann, chat, "before")
        world.queue_raw(payload)
        late = world.says(ann, chat, "after")
        late["update_id"] = 2001

        await telegram.heard(2)
        await telegram.confirmed()

    assert [m.text for m in telegram.intake.messages] == ["before", "after"]


async def test_bytes_that_are_no_utf8_are_read_as_far_as_they_can(world: World, ann: JSON) -> None:
    async with bench(world) as telegram:
        update = world.says(ann, world.private(ann), "draw a fXox")
        world.pending[:] = [json.dumps(update).encode().replace(b"X", b"\xff\xfe")]

        assert (await telegram.heard()).text == "draw a f\ufffd\ufffdox"


async def test_lone_surrogates_reach_nobody(world: World, ann: JSON) -> None:
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "draw \ud83d a fox")

        (await telegram.heard()).text.encode()  # what no store could take would raise here


async def test_a_message_that_always_fails_is_given_up_with_a_word(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        telegram.intake.failing = "poison"
        world.says(ann, chat, "poison")
        bob = world.person(8, "Bob")
        world.says(bob, world.private(bob), "draw an owl")

        assert (await telegram.heard()).author.name == "Bob"
        await telegram.confirmed()
        await until(lambda: world.posted(chat))

    assert [m["text"] for m in world.posted(chat)] == [
        "Something went wrong on my side with that message, and I am sorry. Please try it in other words."
    ]
