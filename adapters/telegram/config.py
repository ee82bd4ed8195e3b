"""How to reach Telegram, checked when it is made."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from agent.errors import Misconfigured

PUBLIC_API_URL = "https://api.telegram.org"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramConfig:
    """Raises Misconfigured when made from what cannot work."""

    token: str = field(repr=False)
    api_url: str = PUBLIC_API_URL
    """A Bot API server: `/bot<token>/METHOD` and `/file/bot<token>/PATH` are appended."""
    webhook_url: str = ""
    """Public https address that Telegram calls, and whose path is served here; empty: long polling."""
    webhook_secret: str = field(default="", repr=False)
    """1 to 256 of A-Z a-z 0-9 _ -, the same in every process; needed with webhook_url."""
    webhook_bind: str = "127.0.0.1"
    webhook_port: int = 8443
    """Where the webhook is served, behind a proxy that ends TLS; 0 takes a free port."""

    def __post_init__(self) -> None:
        if not _TOKEN.fullmatch(self.token):
            raise Misconfigured(
                "TELEGRAM_TOKEN", "it should look like 123456:ABC-DEF...; copy it anew from @BotFather"
            )
        if self.webhook_url and not _SECRET.fullmatch(self.webhook_secret):
            raise Misconfigured(
                "TELEGRAM_WEBHOOK_SECRET", "webhook mode needs a secret: 1 to 256 letters, digits, _ and -"
            )

    @property
    def bot_id(self) -> int:
        """The bot's own, which its token begins with."""
        return int(self.token.partition(":")[0])

    @property
    def base_url(self) -> str:
        return (self.api_url or PUBLIC_API_URL).rstrip("/")

    @property
    def webhook_path(self) -> str:
        return urlsplit(self.webhook_url).path or "/"
