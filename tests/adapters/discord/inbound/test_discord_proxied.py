"""A member's words that a webhook says once more in another name (PluralKit, Tupperbox): the wish stands, and goes with the webhook's."""

from simulators.discord.shapes import CHANNEL
from tests.worlds.discord_wire import Wire


async def _withdrawn(wire: Wire, by: str, *, count: int = 0) -> list[str]:
    """What was withdrawn until this further message was taken in, too; so many at least are waited for."""
    await wire.server.say("ben", by)
    await wire.server.until(lambda: any(m.text == by for m in wire.intake.messages), what=by)
    await wire.server.until(lambda: len(wire.intake.withdrawn) >= count, what=f"{count} withdrawn")
    return [message for _, message in wire.intake.withdrawn]


async def test_the_wish_stands_when_a_webhook_says_the_words(wire: Wire) -> None:
    await wire.connect()
    asked = await wire.server.say("ana", "L: draw a fox")

    await wire.server.speaks_by_webhook("Luna", "draw a fox")
    await wire.server.delete(asked["id"])

    assert await _withdrawn(wire, "hello") == []
    assert [message.text for message in wire.intake.messages] == ["L: draw a fox", "hello"], (
        "what the webhook says is no second wish"
    )


async def test_it_goes_when_the_webhooks_message_is_taken_away(wire: Wire) -> None:
    await wire.connect()
    asked = await wire.server.say("ana", "L: draw a fox")
    said = await wire.server.speaks_by_webhook("Luna", "draw a fox")
    await wire.server.delete(asked["id"])

    await wire.server.delete(said["id"])

    assert await _withdrawn(wire, "hello", count=1) == [asked["id"]]


async def test_other_words_another_place_or_an_earlier_message_stand_for_nothing(wire: Wire) -> None:
    await wire.connect()
    private = wire.server.private_chat("ben")
    await wire.server.speaks_by_webhook("Luna", "draw a fox")
    asked = await wire.server.say("ana", "L: draw a fox")
    await wire.server.speaks_by_webhook("Luna", "draw a whale")
    await wire.server.speaks_by_webhook("Luna", "")
    await wire.server.say("ben", "draw a fox", where=private, mention=False)

    await wire.server.delete(asked["id"])

    assert await _withdrawn(wire, "hello", count=1) == [asked["id"]]
    assert asked["channel_id"] == CHANNEL
