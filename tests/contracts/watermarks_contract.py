"""What every `Watermarks` does."""

from agent.ports import Watermark, Watermarks


class WatermarksContract:
    async def test_nothing_is_known_at_first(self, watermarks: Watermarks) -> None:
        assert list(await watermarks.load("discord")) == []
        assert await watermarks.joined("discord", ["1", "2"]) == {}

    async def test_marks_come_back_latest_first(self, watermarks: Watermarks) -> None:
        early = Watermark(channel="10", message=100, community="1")
        late = Watermark(channel="11", message=2**62, community=None)

        await watermarks.save("discord", [early, late])

        assert list(await watermarks.load("discord")) == [late, early]

    async def test_a_mark_never_moves_back(self, watermarks: Watermarks) -> None:
        await watermarks.save("discord", [Watermark(channel="10", message=200)])
        await watermarks.save(
            "discord", [Watermark(channel="10", message=100), Watermark(channel="11", message=5)]
        )

        assert {mark.channel: mark.message for mark in await watermarks.load("discord")} == {
            "10": 200,
            "11": 5,
        }

    async def test_platforms_do_not_share_marks(self, watermarks: Watermarks) -> None:
        await watermarks.save("telegram", [Watermark(channel="10", message=200)])

        assert list(await watermarks.load("discord")) == []

    async def test_joined_messages_name_their_first(self, watermarks: Watermarks) -> None:
        await watermarks.join("discord", "1", ["2", "3"])
        await watermarks.join("discord", "9", ["3"])  # the first word stands

        assert await watermarks.joined("discord", ["1", "2", "3", "4"]) == {"2": "1", "3": "1"}
