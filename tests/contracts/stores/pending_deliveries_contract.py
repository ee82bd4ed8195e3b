"""What every `PendingDeliveries` does."""

from agent.ports import PendingDeliveries


class PendingDeliveriesContract:
    async def test_what_was_put_by_is_left_until_it_is_dropped(
        self, pending_deliveries: PendingDeliveries
    ) -> None:
        await pending_deliveries.put("telegram", "1", '{"update_id": 1, "text": "\\u0000 fox"}')
        await pending_deliveries.put("telegram", "2", "{}")
        await pending_deliveries.drop("telegram", "2")
        await pending_deliveries.drop("telegram", "never")

        left = await pending_deliveries.left("telegram", older_than_seconds=0)

        assert [*left] == [("1", '{"update_id": 1, "text": "\\u0000 fox"}')]

    async def test_the_same_delivery_is_kept_once_as_it_first_came(
        self, pending_deliveries: PendingDeliveries
    ) -> None:
        await pending_deliveries.put("telegram", "1", "first")
        await pending_deliveries.put("telegram", "1", "second")

        assert [*await pending_deliveries.left("telegram", older_than_seconds=0)] == [("1", "first")]

    async def test_platforms_do_not_share(self, pending_deliveries: PendingDeliveries) -> None:
        await pending_deliveries.put("telegram", "1", "{}")

        assert not await pending_deliveries.left("discord", older_than_seconds=0)
