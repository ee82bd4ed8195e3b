"""Commands that were refused, or that are published slowly."""

from tests.worlds.discord_wire import Wire


async def test_commands_that_were_refused_for_now_are_published_later(wire: Wire) -> None:
    """By a proxy, which does not speak as Discord does."""
    wire.server.fail("PUT", "/applications/.*", 429, times=5, retry_after="0.01", via=False)

    await wire.connect()

    await wire.server.until(lambda: wire.server.commands, what="the commands")


async def test_commands_that_were_refused_for_good_are_not_sent_again(wire: Wire) -> None:
    wire.server.fail("PUT", "/applications/.*", 403, times=9)

    await wire.connect()
    await wire.server.say("ana", "draw a fox")

    assert await wire.heard(1) == ["draw a fox"]
    assert len(wire.server.called("PUT", "/applications/.*")) == 1


async def test_a_slow_publishing_keeps_nobody_waiting(wire: Wire) -> None:
    """Longer than any test takes."""
    wire.server.fail("PUT", "/applications/.*", 429, times=9, retry_after="25")

    await wire.connect()
    await wire.server.say("ana", "draw a fox")

    assert await wire.heard(1) == ["draw a fox"]
    assert not wire.server.commands
