"""The pictures of messages that a menu was opened on: they come with the menu alone, and are needed once its form is filled in."""

from collections import OrderedDict

from adapters.discord.http.platform_errors import FOREIGN
from adapters.discord.http.rest import Rest
from adapters.discord.inbound.forms import attached
from adapters.discord.inbound.message_files import FileRef, media_in, shown_beside
from adapters.http.foreign_json import Raw, obj, objects, string

TARGETS_MAX = 1_000


class Targets:
    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._known: OrderedDict[str, tuple[FileRef, ...]] = OrderedDict()

    def keep(self, number: str, message: Raw, *, me: str) -> None:
        """The message `number`, as the menu's interaction describes it."""
        self._known[number] = _pictures_in(message, me)
        self._known.move_to_end(number)
        if len(self._known) > TARGETS_MAX:
            self._known.popitem(last=False)

    async def pictures(self, channel: str, number: str, *, me: str) -> tuple[FileRef, ...]:
        """Of a message kept before; after a restart as far as Discord shows it to the bot."""
        if number in self._known:
            return self._known[number]
        try:
            return _pictures_in(await self._rest.message(channel, number), me)
        except FOREIGN:
            return ()


def _pictures_in(message: Raw, me: str) -> tuple[FileRef, ...]:
    """Of another's message; the bot's own pictures are known to the store."""
    if string(obj(message.get("author")).get("id")) == me:
        return ()
    files = [attached(file) for file in objects(message.get("attachments"))]
    for number, embed in enumerate(objects(message.get("embeds")), start=1):
        for part in ("image", "thumbnail"):
            url = string(obj(embed.get(part)).get("proxy_url"))
            if url:
                files.append(FileRef(url=url, name=f"embedded-{number}.png"))
                break
    return (*files, *shown_beside(media_in(message.get("components")), files))
