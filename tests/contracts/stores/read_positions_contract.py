"""What every `ReadPositions` does."""

from agent.ports import ReadPosition, ReadPositions, Shards


class ReadPositionsContract:
    async def test_nothing_is_known_at_first(self, read_positions: ReadPositions) -> None:
        assert list(await read_positions.load("discord")) == []

    async def test_marks_come_back_latest_first(self, read_positions: ReadPositions) -> None:
        early = ReadPosition(channel="10", message=100, community="1")
        late = ReadPosition(channel="11", message=2**62, community=None)

        await read_positions.save("discord", [early, late])

        assert list(await read_positions.load("discord")) == [late, early]

    async def test_a_mark_never_moves_back(self, read_positions: ReadPositions) -> None:
        await read_positions.save("discord", [ReadPosition(channel="10", message=200)])
        await read_positions.save(
            "discord", [ReadPosition(channel="10", message=100), ReadPosition(channel="11", message=5)]
        )

        assert {mark.channel: mark.message for mark in await read_positions.load("discord")} == {
            "10": 200,
            "11": 5,
        }

    async def test_platforms_do_not_share_marks(self, read_positions: ReadPositions) -> None:
        await read_positions.save("telegram", [ReadPosition(channel="10", message=200)])

        assert list(await read_positions.load("discord")) == []

    async def test_a_process_gets_the_marks_of_its_own_shards(self, read_positions: ReadPositions) -> None:
        """Of the server 5 << 22 among four shards that is shard 1; private chats are of shard 0."""
        server = ReadPosition(channel="10", message=100, community=str((5 << 22) + 17))
        private = ReadPosition(channel="11", message=90)
        await read_positions.save("discord", [server, private])

        assert list(await read_positions.load("discord", shards=Shards(numbers=(1, 3), count=4))) == [server]
        assert list(await read_positions.load("discord", shards=Shards(numbers=(0,), count=4))) == [private]
        assert list(await read_positions.load("discord")) == [server, private]
