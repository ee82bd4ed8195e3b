"""How far a channel was read."""

from adapters.discord.read_positions import ChannelPositions
from agent.ports import ReadPosition


def marks_at(message: int) -> ChannelPositions:
    positions = ChannelPositions()
    positions.load([ReadPosition(channel="1", message=message, community="9")])
    return positions


def test_a_mark_waits_for_the_message_that_is_still_being_taken() -> None:
    positions = marks_at(10)
    positions.begin("1", "9", 11)
    positions.begin("1", "9", 12)
    positions.end("1", 12, stored=True)

    assert positions.mark("1") == 10
    positions.end("1", 11, stored=True)
    assert positions.mark("1") == 12


def test_a_mark_stays_before_what_could_not_be_stored() -> None:
    positions = marks_at(10)
    for number, stored in ((11, False), (12, True)):
        positions.begin("1", "9", number)
        positions.end("1", number, stored=stored)

    assert (positions.mark("1"), positions.missed()) == (10, ["1"])
    positions.seen("1", "9", 12)
    assert (positions.mark("1"), positions.missed()) == (12, [])


def test_while_held_nothing_is_saved_and_the_gap_stays_visible() -> None:
    positions = marks_at(10)
    positions.hold()
    positions.begin("1", "9", 20)
    positions.end("1", 20, stored=True)

    assert (positions.mark("1"), positions.unsaved()) == (10, [])
    positions.release()
    assert positions.unsaved() == [ReadPosition(channel="1", message=20, community="9")]


def test_only_a_server_that_was_read_before_has_a_past() -> None:
    positions = ChannelPositions()
    positions.begin("1", "9", 20)
    assert not positions.knows("9"), "a live message that came first does not make one"
    positions.seen("1", "9", 20)
    assert positions.knows("9")
