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
    await wire.published()
    assert len(wire.server.called("PUT", "/applications/.*")) == 1


async def test_a_slow_publishing_keeps_nobody_waiting(wire: Wire) -> None:
    """Longer than any test takes."""
    wire.server.fail("PUT", "/applications/.*", 429, times=99, retry_after="25")

    await wire.connect()
    await wire.server.say("ana", "draw a fox")

    assert await wire.heard(1) == ["draw a fox"]
    assert not wire.server.commands


async def test_commands_say_where_they_are_and_none_asks_for_an_age(wire: Wire) -> None:
    """As arrays: what is left out Discord takes for its own defaults. What is for adults is a matter of places, not of commands."""
    await wire.connect()
    await wire.server.until(lambda: wire.server.commands, what="the commands")

    theirs = [made for made in wire.server.commands if "default_member_permissions" in made]
    others = [made for made in wire.server.commands if made not in theirs]
    assert theirs
    assert others
    assert all(made["integration_types"] == [0] and made["contexts"] in ([0], [0, 1]) for made in theirs)
    assert all((made["integration_types"], made["contexts"]) == ([0, 1], [0, 1, 2]) for made in others)
    assert not any(made.get("nsfw") for made in wire.server.commands)
