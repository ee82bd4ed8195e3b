"""Places of the web: one community with channels, threads inside them, and a private chat for each person."""

import re
from collections.abc import Mapping, Sequence

from adapters.web.config import WebConfig, WebServices
from adapters.web.identity.names import private_chat_of
from adapters.web.identity.sessions import Person
from agent.domain.conversation import MessageId, Place
from agent.errors import BadInput, NotAllowed, NotFound, Refused
from agent.ports import WebChannel, WebChannels
from agent.translation.catalogue import _

COMMUNITY = "atelier"
PRIVATE = "@me"
"""How a page names its person's private chat; it cannot name another's."""
CHANNEL_CHARS_MAX = 24
TITLE_CHARS_MAX = 40
NEW_CHANNELS_MAX = 50
"""Channels in which nobody has written yet."""
_AS_IT_IS = WebChannel()

_CHANNEL = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{CHANNEL_CHARS_MAX - 2}}}[a-z0-9])?")


class Places:
    """The places a page may name. Everything else is refused."""

    def __init__(self, services: WebServices, config: WebConfig) -> None:
        self._services = services
        self._start = config.channels
        self._made: list[str] = []

    def place(self, person: Person, channel: str) -> Place:
        """Raises BadInput."""
        if channel == PRIVATE:
            return private_place(person)
        return Place(platform="web", community=COMMUNITY, channel=channel_name(channel))

    async def within(self, person: Person, channel: str, thread: str) -> Place:
        """A channel, or the thread that starts at one of its messages. Raises BadInput, NotFound."""
        place = self.place(person, channel)
        if not place.private and (await self._known()).get(place.channel, _AS_IT_IS).is_deleted:
            raise NotFound(_("That channel was deleted."))
        if not thread:
            return place
        if place.private:
            raise BadInput(_("A private chat has no threads."))
        first = await self._services.board.message(thread, viewer=person.author.id)
        if first.place.channel_key != place.channel_key or first.place.thread is not None:
            raise NotFound(_("That message is not in this channel, so no thread starts there."))
        return Place(platform="web", community=COMMUNITY, channel=place.channel, thread=first.id)

    async def thread_starter(self, place: Place, person: Person) -> MessageId | None:
        """What the first message of a new thread replies to: the message it was started from."""
        if place.thread is None:
            return None
        written = await self._services.board.page(place, viewer=person.author.id, limit=1)
        return None if written else MessageId(place.thread)

    async def listed(self) -> Mapping[str, str]:
        """The shared channels with the titles they are shown by: those from the start, then those people made."""
        known = await self._known()
        names = dict.fromkeys((*self._start, *await self._written(), *known, *self._made))
        kept = [name for name in names if not known.get(name, _AS_IT_IS).is_deleted]
        return {name: known.get(name, _AS_IT_IS).title or name for name in kept}

    async def make(self, name: str) -> str:
        """Makes a channel known. Raises BadInput, Refused."""
        channel = channel_name(name.strip().lstrip("#").lower().replace(" ", "-"))
        listed = await self.listed()
        if channel in listed:
            return channel
        empty = set(listed) - {*self._start, *await self._written()}
        if len(empty) >= NEW_CHANNELS_MAX:
            raise Refused(_("There are many empty channels already. Write in one of them first."))
        if self._services.made_channels:
            await self._services.made_channels.make(channel)
        else:
            self._made.append(channel)
        return channel

    async def rename(self, person: Person, channel: str, title: str) -> None:
        """For moderators. Raises NotAllowed, NotFound, BadInput."""
        place, store = await self._managed(person, channel)
        title = " ".join(title.replace("\x00", "").split())
        if not 0 < len(title) <= TITLE_CHARS_MAX:
            raise BadInput(_("A channel's title has 1 to {most} characters.", most=TITLE_CHARS_MAX))
        await store.rename(place.channel, title)

    async def delete(self, person: Person, channel: str) -> None:
        """For moderators, with all that was said there. Raises NotAllowed, NotFound, BadInput."""
        place, store = await self._managed(person, channel)
        if len(await self.listed()) == 1:
            raise BadInput(_("This is the only channel. Make another one first."))
        await store.delete(place)

    async def _managed(self, person: Person, channel: str) -> tuple[Place, WebChannels]:
        if not person.author.may_manage:
            raise NotAllowed(_("Only moderators name and delete channels."))
        place = await self.within(person, channel, "")
        if place.private or self._services.made_channels is None:
            raise BadInput(_("That is no channel that can be changed."))
        return place, self._services.made_channels

    async def _written(self) -> Sequence[str]:
        source = self._services.channels
        return await source.channels("web", COMMUNITY) if source else ()

    async def _known(self) -> Mapping[str, WebChannel]:
        made = self._services.made_channels
        return await made.known() if made else {}


def channel_name(name: str) -> str:
    if not _CHANNEL.fullmatch(name):
        raise BadInput(
            _(
                "A channel's name has lower-case letters, digits and hyphens, {most} at most: for "
                "example night-sketches.",
                most=CHANNEL_CHARS_MAX,
            )
        )
    return name


def private_place(person: Person) -> Place:
    return private_chat_of(person.slug)


def channel_of(place: Place) -> str:
    """The name a page uses for a place."""
    return PRIVATE if place.private else place.channel


def may_follow(person: Person, channel_key: str) -> bool:
    """Whether events of a channel concern this person: every shared one, and the own private chat."""
    shared = Place(platform="web", community=COMMUNITY, channel="").channel_key
    return channel_key.startswith(shared) or channel_key == private_place(person).channel_key
