"""The settings of authors and channels, in memory."""

from dataclasses import dataclass, field, replace

from agent.domain.conversation import AuthorId, Place
from agent.domain.memory import AuthorSettings, ChannelSettings, MemoryScope


@dataclass
class FakeSettings:
    """The `SettingsStore`."""

    authors: dict[str, AuthorSettings] = field(default_factory=dict[str, AuthorSettings])
    channels: dict[str, ChannelSettings] = field(default_factory=dict[str, ChannelSettings])
    """By the kind of the place and its key: "channel:web:atelier/art"."""

    async def author(self, author: AuthorId) -> AuthorSettings:
        return self.authors.get(author, AuthorSettings())

    async def save_author(self, author: AuthorId, settings: AuthorSettings) -> None:
        self.authors[author] = settings

    async def note_language(self, author: AuthorId, *, wrote: str = "", platform: str = "") -> None:
        known = await self.author(author)
        await self.save_author(
            author,
            replace(known, wrote=wrote or known.wrote, platform_language=platform or known.platform_language),
        )

    async def channel(self, place: Place) -> ChannelSettings:
        return self.settings_of(place.channel_key, place.community_key)

    async def save_channel(self, scope: MemoryScope, settings: ChannelSettings) -> None:
        self.channels[f"{scope.kind}:{scope.key}"] = settings

    def settings_of(self, channel: str, community: str | None) -> ChannelSettings:
        found = self.channels.get(f"channel:{channel}") or self.channels.get(f"community:{community}")
        return found or ChannelSettings()
