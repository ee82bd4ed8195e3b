"""What every `Stash` does."""

from agent.ports import Stash


class StashContract:
    async def test_what_was_put_by_is_left_until_it_is_dropped(self, stash: Stash) -> None:
        await stash.put("telegram", "1", '{"update_id": 1, "text": "\\u0000 fox"}')
        await stash.put("telegram", "2", "{}")
        await stash.drop("telegram", "2")
        await stash.drop("telegram", "never")

        left = await stash.left("telegram", older_than_seconds=0)

        assert [*left] == [("1", '{"update_id": 1, "text": "\\u0000 fox"}')]

    async def test_the_same_delivery_is_kept_once_as_it_first_came(self, stash: Stash) -> None:
        await stash.put("telegram", "1", "first")
        await stash.put("telegram", "1", "second")

        assert [*await stash.left("telegram", older_than_seconds=0)] == [("1", "first")]

    async def test_platforms_do_not_share(self, stash: Stash) -> None:
        await stash.put("telegram", "1", "{}")

        assert not await stash.left("discord", older_than_seconds=0)
