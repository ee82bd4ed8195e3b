"""Calls wait for the budget that all processes share: what is read back as well as what is posted, and not what answers a press."""

from dataclasses import replace

import pytest

from adapters.discord.client import DiscordPlatform
from adapters.discord.http.call_pace import BURST, CALLS_PER_SECOND, READING_PER_SECOND, CallPace
from adapters.discord.http.rest import Rest, TokenLogin
from agent.ports import ReadPosition
from simulators.discord.shapes import CHANNEL, GUILD
from tests.fakes.stores.call_budget import FakeCallBudget
from tests.worlds.discord_wire import Wire


class Slept:
    """How long was waited, in all."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def budget() -> FakeCallBudget:
    return FakeCallBudget()


async def test_posting_waits_for_its_place(wire: Wire, budget: FakeCallBudget) -> None:
    slept = Slept()
    login = TokenLogin(wire.config, pace=CallPace(budget, sleep=slept))
    rest = Rest(login)

    for number in range(BURST + 2):
        await rest.send(CHANNEL, {"content": f"fox {number}"})
    await login.close()

    assert budget.taken == {"discord": BURST + 3}, "the login is a call too"
    assert slept.seconds == [n / CALLS_PER_SECOND for n in (1, 2, 3)]


async def test_what_was_missed_is_read_back_at_a_third_of_it(wire: Wire, budget: FakeCallBudget) -> None:
    slept = Slept()
    login = TokenLogin(wire.config, pace=CallPace(budget, sleep=slept))
    rest = Rest(login)

    for _ in range(BURST + 1):
        await rest.history(CHANNEL, after=0, limit=10)
    await login.close()

    assert budget.taken == {"discord reading": BURST + 1, "discord": BURST + 2}
    assert 1 / READING_PER_SECOND in slept.seconds


async def test_an_answer_to_a_press_waits_for_nothing(wire: Wire, budget: FakeCallBudget) -> None:
    login = TokenLogin(wire.config, pace=CallPace(budget))
    http = await login()
    before = budget.taken.total()

    await CallPace(budget).wait("POST", f"{wire.config.api_url}/interactions/1/token/callback")
    await CallPace(budget).wait("PATCH", f"{wire.config.api_url}/webhooks/1/token/messages/@original")
    await CallPace(budget).wait("GET", f"{wire.server.url}/cdn/1/fox.png")

    assert budget.taken.total() == before
    assert http is not None
    await login.close()


async def test_a_gateway_reads_back_within_the_budget(wire: Wire, budget: FakeCallBudget) -> None:
    await wire.server.say("ana", "one")
    first = await wire.server.say("ana", "two")
    wire.read_positions.positions["discord", CHANNEL] = ReadPosition(
        channel=CHANNEL, message=int(first["id"]) - 1, community=GUILD
    )
    wire.budget = budget

    await wire.connect()

    assert await wire.heard(1) == ["two"]
    assert budget.taken["discord reading"] == len(wire.server.called("GET", f"/channels/{CHANNEL}/messages"))
    assert budget.taken["discord reading"] == 1


async def test_without_the_store_calls_go_all_the_same(wire: Wire, budget: FakeCallBudget) -> None:
    budget.down = True
    login = TokenLogin(wire.config, pace=CallPace(budget))

    await Rest(login).send(CHANNEL, {"content": "a fox"})
    await login.close()

    assert [message["content"] for message in wire.server.posted()] == ["a fox"]


async def test_a_gateway_loads_the_marks_of_its_shards_alone(wire: Wire) -> None:
    """Those of others would only push out its own."""
    other = str((1 << 22) + 1)
    wire.read_positions.positions["discord", "77"] = ReadPosition(channel="77", message=1, community=other)
    config = replace(wire.config, shard_ids=(0,), shard_count=2)
    platform = DiscordPlatform(config, wire.intake, read_positions=wire.read_positions)

    positions = await platform._loaded_marks()

    assert positions.mark("77") is None
