"""What was written just now that a message may belong to: what a bot such as PluralKit says once more in a member's other name, and the
picture that was shown before the words."""

from collections import OrderedDict
from datetime import timedelta

import discord

WITHIN = timedelta(seconds=15)
"""After what the member wrote."""
REMEMBERED_MAX = 2_000
SHOWN_BEFORE = timedelta(seconds=2)
"""How long before the words a picture may have been shown that belongs to them."""
SHOWN_MAX = 5_000


class ProxiedMessages:
    """What webhooks posted lately, and which of it stands for a member's message. A bot such as PluralKit posts the words, and what
    the member wrote is deleted. The wish stands then. Discord does not tell for whom a webhook speaks; that the words are the same, just
    now and in the same place, does."""

    def __init__(self) -> None:
        self._posted: OrderedDict[int, discord.Message] = OrderedDict()
        self._originals: OrderedDict[int, int] = OrderedDict()

    def saw(self, message: discord.Message) -> None:
        """Any message; those of webhooks are remembered."""
        if message.webhook_id is None or message.interaction_metadata is not None:
            return
        self._posted[message.id] = message
        if len(self._posted) > REMEMBERED_MAX:
            self._posted.popitem(last=False)

    def replaces(self, deleted: discord.Message) -> bool:
        """Whether a webhook says now what this message said."""
        proxy = next((posted for posted in reversed(self._posted.values()) if _says(posted, deleted)), None)
        if proxy is None:
            return False
        self._originals[proxy.id] = deleted.id
        if len(self._originals) > REMEMBERED_MAX:
            self._originals.popitem(last=False)
        return True

    def original(self, message: int) -> int:
        """The member's own message, where this one of a webhook stands for it; else the same."""
        return self._originals.get(message, message)


class ShownBefore:
    """Pictures that were not for the bot: one may turn out to belong to the next words ("make this blue")."""

    def __init__(self) -> None:
        self._shown: OrderedDict[tuple[int, int], discord.Message] = OrderedDict()

    def saw(self, message: discord.Message) -> None:
        key = (message.channel.id, message.author.id)
        self._shown[key] = message
        self._shown.move_to_end(key)
        if len(self._shown) > SHOWN_MAX:
            self._shown.popitem(last=False)

    def before(self, message: discord.Message) -> discord.Message | None:
        """What its author showed there right before it."""
        shown = self._shown.get((message.channel.id, message.author.id))
        recent = shown is not None and abs(message.created_at - shown.created_at) <= SHOWN_BEFORE
        return shown if recent else None


def _says(posted: discord.Message, deleted: discord.Message) -> bool:
    """The words, or all but the marks around them that tell in whose name; or the same count of pictures without a word."""
    if posted.channel.id != deleted.channel.id or not deleted.id < posted.id:
        return False
    if posted.created_at - deleted.created_at > WITHIN:
        return False
    words, before = posted.content.strip(), deleted.content.strip()
    if words:
        return words in before
    return not before and bool(posted.attachments) and len(posted.attachments) == len(deleted.attachments)
