"""Places of the web: one community with channels, threads inside them, and a private chat for each person."""

import re
from collections.abc import Sequence

from adapters.web.config import WebConfig, WebServices
from adapters.web.identity.sessions import Person
from agent.domain.conversation import MessageId, Place
from agent.errors import BadInput, NotFound, Refused
from agent.translation.catalogue import _

COMMUNITY = "atelier"
PRIVATE = "@me"
"""How a page names its person's private chat; it cannot name another's."""
CHANNEL_CHARS_MAX = 24
NEW_CHANNELS_MAX = 50
"""Channels in which nobody has written yet, kept by this process."""

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

    async def listed(self) -> Sequence[str]:
        """Names of the shared channels: those from the start, then those people made."""
        source = self._services.channels
        written = await source.channels("web", COMMUNITY) if source else ()
        return list(dict.fromkeys((*self._start, *written, *self._made)))

    async def make(self, name: str) -> str:
        """Makes a channel known; it lasts once someone has written there. Raises BadInput, Refused."""
        channel = channel_name(name.strip().lstrip("#").lower().replace(" ", "-"))
        if channel not in await self.listed():
            if len(self._made) >= NEW_CHANNELS_MAX:
                raise Refused(_("There are many empty channels already. Write in one of them first."))
            self._made.append(channel)
        return channel


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
    return Place(platform="web", channel=f"@{person.slug}", private=True)


def channel_of(place: Place) -> str:
    """The name a page uses for a place."""
    return PRIVATE if place.private else place.channel


def may_follow(person: Person, channel_key: str) -> bool:
    """Whether events of a channel concern this person: every shared one, and the own private chat."""
    shared = Place(platform="web", community=COMMUNITY, channel="").channel_key
    return channel_key.startswith(shared) or channel_key == private_place(person).channel_key
