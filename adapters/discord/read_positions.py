"""How far each channel was read. Discord delivers again only what a resumed session missed; the rest is read back from here."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.ports import ReadPosition

CHANNELS_MAX = 50_000


@dataclass(slots=True)
class _Channel:
    community: str | None
    done: int = 0
    at_work: set[int] = field(default_factory=set[int])
    missed: int | None = None
    """The first message that could not be stored: the mark stays before it until the channel was read again."""

    @property
    def mark(self) -> int:
        """Everything up to this message is dealt with."""
        open_ids = [*self.at_work, *(() if self.missed is None else (self.missed,))]
        return min([self.done, *(number - 1 for number in open_ids)])


class ChannelPositions:
    """While held, what is saved stays as it was: live messages must not hide the gap before them."""

    def __init__(self) -> None:
        self._channels: OrderedDict[str, _Channel] = OrderedDict()
        self._held: dict[str, int] | None = None
        self._saved: dict[str, int] = {}
        self._read: set[str] = set()

    def load(self, positions: Sequence[ReadPosition]) -> None:
        for mark in reversed(positions):  # latest first as they come: what is oldest makes room first
            self._channel(mark.channel, mark.community).done = mark.message
            self._saved[mark.channel] = mark.message
            self._read.add(mark.community or "")

    def begin(self, channel: str, community: str | None, message: int) -> None:
        """A message is being dealt with."""
        self._channel(channel, community).at_work.add(message)

    def end(self, channel: str, message: int, *, stored: bool) -> None:
        """It was stored, or was not for the bot; or it could not be stored now."""
        known = self._channel(channel, None)
        known.at_work.discard(message)
        if stored:
            known.done = max(known.done, message)
        else:
            known.missed = message if known.missed is None else min(known.missed, message)

    def seen(self, channel: str, community: str | None, message: int) -> None:
        """Everything up to `message` is of no concern (the first sight of a channel), or was read again."""
        known = self._channel(channel, community)
        known.done = max(known.done, message)
        known.missed = None
        self._read.add(community or "")

    def hold(self) -> None:
        if self._held is None:
            self._held = {channel: known.mark for channel, known in self._channels.items()}

    def release(self) -> None:
        self._held = None

    def mark(self, channel: str) -> int | None:
        """Where to read on from; None for a channel that was never seen."""
        if self._held is not None:
            return self._held.get(channel)
        known = self._channels.get(channel)
        return None if known is None else known.mark

    def missed(self) -> Sequence[str]:
        """Channels of which something could not be stored."""
        return [channel for channel, known in self._channels.items() if known.missed is not None]

    def private(self) -> Sequence[str]:
        """Chats with one person, the one with the latest message first."""
        own = [(known.mark, channel) for channel, known in self._channels.items() if known.community is None]
        return [channel for _, channel in sorted(own, reverse=True)]

    def knows(self, community: str) -> bool:
        """Whether a server was read before, in this process or an earlier one."""
        return community in self._read

    def unsaved(self) -> Sequence[ReadPosition]:
        """What has moved since `saved`; nothing while held."""
        if self._held is not None:
            return []
        moved: list[ReadPosition] = []
        for channel, known in self._channels.items():
            if known.mark > self._saved.get(channel, -1):
                moved.append(ReadPosition(channel=channel, message=known.mark, community=known.community))
        return moved

    def saved(self, positions: Sequence[ReadPosition]) -> None:
        for mark in positions:
            self._saved[mark.channel] = mark.message

    def snapshot(self) -> Mapping[str, int]:
        return {channel: known.mark for channel, known in self._channels.items()}

    def _channel(self, channel: str, community: str | None) -> _Channel:
        known = self._channels.get(channel)
        if known is not None:
            self._channels.move_to_end(channel)
        else:
            known = self._channels[channel] = _Channel(community=community)
            if len(self._channels) > CHANNELS_MAX:
                gone, _ = self._channels.popitem(last=False)
                self._saved.pop(gone, None)
        return known
