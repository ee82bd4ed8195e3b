"""Under which id the inbox knows an event: one that tells nobody who did what."""

import hashlib
from dataclasses import dataclass

from agent.domain.conversation import PlatformName

NUMBERED = frozenset({"discord", "telegram"})
"""Platforms whose ids are numbers of their own. The others' are made by a page or a script, and hold names and words."""
EVENT_ID_CHARS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKeys:
    """Of one installation."""

    secret: bytes
    """Without it nobody can try which event a key stands for."""

    def of(self, platform: PlatformName, event_id: str) -> str:
        """The same for the same event, in every process (migrations/0018 computes it as well)."""
        if platform in NUMBERED:
            return event_id[:EVENT_ID_CHARS_MAX]
        return hashlib.sha256(self.secret + f"{platform} {event_id}".encode()).hexdigest()
