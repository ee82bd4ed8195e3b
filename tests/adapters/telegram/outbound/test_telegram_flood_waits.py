"""Waits that Telegram asks for, and the budget of a group."""

import pytest

from agent.errors import PlatformUnavailable
from simulators.telegram.world import Chat, Fault, World
from tests.adapters.telegram.outbound.posted_messages import shown
from tests.worlds.telegram_bench import Bench, address_in, reply


async def test_a_short_flood_wait_is_sat_out(world: World, telegram: Bench, club: Chat) -> None:
    world.faults.append(Fault(method="sendMessage", kind="429", retry_after=3))

    await telegram.outbound.deliver(address_in(club), None, reply("Done."), [])

    assert [m["text"] for m in shown(world, club)] == ["Done."]
    assert len(world.called("sendMessage")) == 2


async def test_a_long_flood_wait_is_passed_on_and_kept(world: World, telegram: Bench, club: Chat) -> None:
    world.faults.append(Fault(method="sendMessage", kind="429", retry_after=600))
    with pytest.raises(PlatformUnavailable) as raised:
        await telegram.outbound.deliver(address_in(club), None, reply("Done."), [])
    assert raised.value.retry_after_seconds == 600

    with pytest.raises(PlatformUnavailable):
        await telegram.outbound.deliver(address_in(club, nonce="other-0"), None, reply("Other."), [])

    assert len(world.called("sendMessage")) == 1, "asking again would make the wait longer"


async def test_a_groups_budget_leaves_room_for_the_replies(world: World, telegram: Bench, club: Chat) -> None:
    world.flood = True  # 20 calls in one of the server's minutes, as Telegram has it
    addresses = [address_in(club, nonce=f"turn{number}-0") for number in range(3)]
    working = [await telegram.outbound.open(address, "plan: thinking") for address in addresses]
    for step in range(40):
        for address, message in zip(addresses, working, strict=True):
            await telegram.outbound.progress(address, message, f"render: step {step}")

    for address, message in zip(addresses, working, strict=True):
        await telegram.outbound.deliver(address, message, reply("Done."), [])

    assert [m["text"] for m in shown(world, club)] == ["Done."] * 3
