"""Channels that refused the bot: not asked again at once, for each refusal counts against it."""

from collections import OrderedDict

from adapters.discord.outbound.edit_pace import Clock
from agent.errors import NotAllowed
from agent.translation.catalogue import _

QUIET_SECONDS = 300.0
CHANNELS_MAX = 5_000


class Refusals:
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._until: OrderedDict[str, float] = OrderedDict()
        self._told: OrderedDict[str, None] = OrderedDict()

    def check(self, channel: str) -> None:
        """Raises NotAllowed for a channel that refused lately."""
        if self._until.get(channel, float("-inf")) > self._clock():
            raise NotAllowed(_("I may not write in that channel."))

    def refused(self, channel: str) -> None:
        self._until[channel] = self._clock() + QUIET_SECONDS
        self._until.move_to_end(channel)
        if len(self._until) > CHANNELS_MAX:
            self._until.popitem(last=False)

    def is_told(self, channel: str) -> bool:
        """Whether somebody was told what is missing there."""
        return channel in self._told

    def told(self, channel: str) -> None:
        self._told[channel] = None
        if len(self._told) > CHANNELS_MAX:
            self._told.popitem(last=False)
