"""How often the bot may be heard in a chat. Replies are never held back; this spares what only entertains."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from adapters.telegram.albums import Clock

PRIVATE_SECONDS = 1.5
"""Between two changes in a private chat (Telegram: about one message a second)."""
GROUP_SECONDS = 4.0
"""Between two changes in a group, for all its turns together."""
GROUP_MINUTE_MAX = 20
"""Calls that Telegram takes for one group in a minute."""
GROUP_PROGRESS_MAX = 12
"""Progress is shown while the group's minute holds fewer calls than this, so that the replies themselves get through."""
GROUP_OPEN_MAX = 14
"""The same for working messages: in a fuller minute a reply comes without one, which is one call in place of two."""
GROUP_ACTION_MAX = 6
"""The same for chat actions ("sending a photo"), which say the least."""
GROUP_LOOK_MAX = 8
"""The same for looking for lost messages (lost_messages.py), which no one waits for."""
CHATS_MAX = 5_000


@dataclass(slots=True)
class _Chat:
    shown_at: float = float("-inf")
    quiet_until: float = float("-inf")
    calls_at: deque[float] = field(default_factory=lambda: deque[float](maxlen=GROUP_MINUTE_MAX))


class Pace:
    """Of one process; a group whose turns run on several workers is held by what Telegram answers."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._chats: OrderedDict[int, _Chat] = OrderedDict()

    def allows(self, chat: int) -> bool:
        """Whether a change may be shown in this chat now; if so, it counts as shown."""
        now, known = self._clock(), self._chat(chat)
        pause = GROUP_SECONDS if chat < 0 else PRIVATE_SECONDS
        if now - known.shown_at < pause or not self._has_room(known, chat, GROUP_PROGRESS_MAX):
            return False
        known.shown_at = now
        self.count(chat)
        return True

    def allows_opening(self, chat: int) -> bool:
        """Whether there is room for a working message."""
        return self._has_room(self._chat(chat), chat, GROUP_OPEN_MAX)

    def allows_action(self, chat: int) -> bool:
        """Whether a chat action may be sent now; if so, it counts."""
        if not self._has_room(self._chat(chat), chat, GROUP_ACTION_MAX):
            return False
        self.count(chat)
        return True

    def seconds_to_room(self, chat: int) -> float:
        """Until a look takes the place of nothing that somebody waits for; zero: now."""
        now, known = self._clock(), self._chat(chat)
        quiet = max(0.0, known.quiet_until - now)
        recent = [at for at in known.calls_at if now - at < 60]
        if chat > 0 or len(recent) < GROUP_LOOK_MAX:
            return quiet
        return max(quiet, recent[-GROUP_LOOK_MAX] + 60 - now)

    def count(self, chat: int) -> None:
        """A call was made."""
        if chat < 0:
            self._chat(chat).calls_at.append(self._clock())

    def rest(self, chat: int) -> float:
        """Seconds for which Telegram wants silence here; zero or less: none."""
        return self._chat(chat).quiet_until - self._clock()

    def hush(self, chat: int, seconds: float) -> None:
        """Telegram asked for silence."""
        self._chat(chat).quiet_until = self._clock() + seconds

    def _has_room(self, known: _Chat, chat: int, most: int) -> bool:
        now = self._clock()
        if now < known.quiet_until:
            return False
        return chat > 0 or sum(now - at < 60 for at in known.calls_at) < most

    def _chat(self, chat: int) -> _Chat:
        known = self._chats.setdefault(chat, _Chat())
        self._chats.move_to_end(chat)
        if len(self._chats) > CHATS_MAX:
            self._chats.popitem(last=False)
        return known
