"""What is needed to answer an interaction later, kept with the turn as plain strings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

TOKEN_SECONDS = 15 * 60.0
"""How long an interaction can be answered with its token."""
MARGIN_SECONDS = 30.0
"""Before the end the token is not used any more: what is begun with it must be done with it."""
UPLOAD_BYTES = 10 * 1024 * 1024
"""What every server and every private chat takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    interaction: str = ""
    token: str = ""
    app: str = ""
    until: float = 0.0
    """Epoch seconds of the token's end."""
    answer: Literal["", "original", "followup"] = ""
    """original: the deferred response becomes the working message. followup: the press was taken silently."""
    hidden: bool = False
    """The answer is seen by its author alone."""
    member: bool = True
    """The bot is in that server (or it is a chat with the bot), so that it can post with its own token."""
    limit: int = UPLOAD_BYTES
    """Largest upload, in bytes, of all files of a message together."""
    message: str = ""
    """The message that carries the pressed button."""

    def alive(self, now: float) -> bool:
        """Whether the token still answers, at epoch second `now`."""
        return bool(self.token) and now < self.until - MARGIN_SECONDS

    def through_token(self, now: float) -> bool:
        """Whether the working message is reached through the token rather than through the channel."""
        return self.alive(now) and (self.answer == "original" or self.hidden or not self.member)

    def stored(self) -> dict[str, str]:
        return {
            "interaction": self.interaction, "token": self.token, "app": self.app, "until": f"{self.until:.0f}",
            "answer": self.answer, "hidden": "1" if self.hidden else "", "member": "1" if self.member else "0",
            "limit": str(self.limit), "message": self.message,
        }  # fmt: skip


def handle_of(stored: Mapping[str, str]) -> Handle:
    """The handle that `stored` makes; unknown or missing parts are as for a plain message."""
    answer = stored.get("answer", "")
    until, limit = stored.get("until", ""), stored.get("limit", "")
    return Handle(
        interaction=stored.get("interaction", ""), token=stored.get("token", ""), app=stored.get("app", ""),
        until=float(until) if until.isdecimal() else 0.0,
        answer="original" if answer == "original" else "followup" if answer == "followup" else "",
        hidden=stored.get("hidden") == "1", member=stored.get("member") != "0",
        limit=int(limit) if limit.isdecimal() and int(limit) > 0 else UPLOAD_BYTES, message=stored.get("message", ""),
    )  # fmt: skip
