"""Channels that were made, named anew or deleted, in memory; what lies on the board in a deleted one goes."""

from collections.abc import Mapping

from agent.domain.conversation import Place
from agent.ports import WebChannel
from tests.fakes.board import FakeBoard


class FakeWebChannels:
    """The `WebChannels`."""

    def __init__(self, board: FakeBoard | None = None) -> None:
        self._board = board or FakeBoard()
        self._known: dict[str, WebChannel] = {}

    async def known(self) -> Mapping[str, WebChannel]:
        return dict(self._known)

    async def make(self, channel: str) -> None:
        if channel not in self._known or self._known[channel].is_deleted:
            self._known[channel] = WebChannel()

    async def rename(self, channel: str, title: str) -> None:
        self._known[channel] = WebChannel(title=title)

    async def delete(self, place: Place) -> None:
        self._known[place.channel] = WebChannel(is_deleted=True)
        for message in [kept.message for kept in self._board.kept.values()]:
            if message.place.channel_key == place.channel_key:
                self._board.remove(message.id)
