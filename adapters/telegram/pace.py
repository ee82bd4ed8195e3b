"""How often the working message may change. Replies are never held back; this spares what only entertains."""

from collections import OrderedDict
from dataclasses import dataclass

from adapters.telegram.albums import Clock
from agent.errors import PlatformUnavailable

PRIVATE_SECONDS = 1.5
"""Between two changes in a private chat (Telegram: about one message a second)."""
GROUP_SECONDS = 5.0
"""In a group, for all its turns together: at most 12 of its 20 a minute, so that the replies themselves get through."""
CHATS_MAX = 5_000


@dataclass(slots=True)
class _Chat:
    shown_at: float = float("-inf")
    quiet_until: float = float("-inf")


class Pace:
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._chats: OrderedDict[int, _Chat] = OrderedDict()

    def allows(self, chat: int) -> bool:
        """Whether a change may be shown in this chat now; if so, it counts as shown."""
        now, known = self._clock(), self._chat(chat)
        pause = GROUP_SECONDS if chat < 0 else PRIVATE_SECONDS
        if now < known.quiet_until or now - known.shown_at < pause:
            return False
        known.shown_at = now
        return True

    def check(self, chat: int) -> None:
        """Raises PlatformUnavailable while Telegram wants silence: asking again sooner makes the wait longer."""
        rest = self._chat(chat).quiet_until - self._clock()
        if rest > 0:
            raise PlatformUnavailable("Telegram asks to wait", retry_after_seconds=rest)

    def hush(self, chat: int, seconds: float) -> None:
        """Telegram asked for silence."""
        self._chat(chat).quiet_until = self._clock() + seconds

    def _chat(self, chat: int) -> _Chat:
        known = self._chats.setdefault(chat, _Chat())
        self._chats.move_to_end(chat)
        if len(self._chats) > CHATS_MAX:
            self._chats.popitem(last=False)
        return known
