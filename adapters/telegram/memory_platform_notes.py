"""What the adapter must not forget. The real platform notes is in Postgres; this one lives as long as the process."""

import hashlib
from collections import OrderedDict

from agent.domain.conversation import PlatformName

NOTES_MAX = 10_000


class MemoryPlatformNotes:
    """A `PlatformNotes` without a database; the oldest notes go first."""

    def __init__(self) -> None:
        self._notes: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def note(self, platform: PlatformName, key: str, value: str) -> None:
        self._notes[platform, key] = value
        self._notes.move_to_end((platform, key))
        if len(self._notes) > NOTES_MAX:
            self._notes.popitem(last=False)

    async def noted(self, platform: PlatformName, key: str) -> str | None:
        return self._notes.get((platform, key))


def message_key(kind: str, chat: int, message: int) -> str:
    """Key of a note about one message. A private chat's number is its person's, so it is not written down."""
    return f"{kind}/{hashlib.sha256(f'{chat}/{message}'.encode()).hexdigest()[:32]}"
