"""What every `Previews` does. `message` is one of the bot's that is there."""

from agent.ports import PREVIEW_BYTES_MAX, Previews


class PreviewsContract:
    async def test_there_is_none_at_first(self, previews: Previews, message: str) -> None:
        assert (await previews.number(message), await previews.data(message)) == (0, None)

    async def test_the_latest_stands_for_all_and_is_counted(self, previews: Previews, message: str) -> None:
        await previews.put(message, b"half")
        await previews.put(message, b"nearly")

        assert (await previews.number(message), await previews.data(message)) == (2, b"nearly")

    async def test_it_goes_when_the_picture_comes(self, previews: Previews, message: str) -> None:
        await previews.put(message, b"half")
        await previews.drop(message)

        assert (await previews.number(message), await previews.data(message)) == (0, None)

    async def test_one_that_is_too_large_is_not_kept(self, previews: Previews, message: str) -> None:
        await previews.put(message, b"x" * (PREVIEW_BYTES_MAX + 1))

        assert await previews.data(message) is None
