"""What the Discord adapter is told from outside."""

from dataclasses import dataclass, field

from agent.ports import Shards


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordConfig:
    token: str = field(repr=False)
    """The bot's token, from the developer portal."""
    api_url: str = ""
    """Base of the REST API with its version (`http://127.0.0.1:8888/api/v10`); "" is Discord's own."""
    files_url: str = ""
    """Where profile pictures are (`http://127.0.0.1:8888/cdn`); "" is Discord's own file server."""
    gateway_url: str = ""
    """The gateway for every shard, and for resuming (`ws://127.0.0.1:8889/gateway`); "" is what Discord names."""
    models: tuple[str, ...] = ()
    """Names of the image models that may be chosen, to be offered while a person types."""
    shard_count: int | None = None
    """Of all gateway processes together; None: what Discord recommends, all in this process."""
    shard_ids: tuple[int, ...] = ()
    """This process's shards; empty: all. Needs shard_count."""
    listens: bool = False
    """Whether voice messages are fetched, to be listened to."""
    identify_pause_seconds: float = 5.0
    """Between two sessions opened: Discord takes one in five seconds."""
    servers_pause_seconds: float = 2.0
    """A new session counts as open when no further server was named for this long."""


def shards_of(config: DiscordConfig) -> Shards | None:
    """None: this process has all of them."""
    if not config.shard_ids or config.shard_count is None:
        return None
    return Shards(numbers=config.shard_ids, count=config.shard_count)
