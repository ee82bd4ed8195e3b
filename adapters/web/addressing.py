"""Whether what is written in a shared channel is said to the bot, or to the people there: as on Discord, but for who is alone."""

import re
from dataclasses import dataclass
from datetime import timedelta

from adapters.web.config import WebServices
from adapters.web.identity.sessions import Person
from agent.commands.dispatch import parse_command
from agent.domain.conversation import Place
from agent.domain.memory import Hears
from agent.errors import NotFound

NAME = "atelier"
"""What people call the bot here; no visitor can have the name (adapters/web/identity/names.py)."""
ALONE_AFTER = timedelta(days=1)
"""Who is the only one to have written in a channel for so long is alone in it."""

_NAMED = re.compile(rf"(?<![\w@.-])@{NAME}\b(?!@)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a page sent, as far as it matters whom it is for."""

    text: str
    reply_to: str | None
    """What its author chose to reply to."""
    incognito: bool
    has_images: bool


class Addressing:
    """Asks the board and the store; keeps nothing."""

    def __init__(self, services: WebServices) -> None:
        self._services = services

    async def heard(self, place: Place, person: Person) -> Hears:
        """Whom the bot hears there just now: "alone" where this person is, else "named". Raises StoreUnavailable."""
        if place.private:
            return "all"
        chosen = (await self._services.settings.channel(place)).hears
        if chosen != "alone":
            return chosen
        since = self._services.clock.now() - ALONE_AFTER
        return "named" if await self._services.board.others(place, person.author.id, since) else "alone"

    async def is_for_bot(self, place: Place, person: Person, written: Written) -> bool:
        """Raises StoreUnavailable."""
        if place.private or written.incognito or is_named(written.text) or parse_command(written.text):
            return True
        answered = written.reply_to or place.thread
        if answered is not None and await self._is_of_bot(answered, person):
            return True
        if await self.heard(place, person) != "named":
            return True
        return written.reply_to is None and await self._is_asked(place, person)

    def may_join(self, written: Written) -> bool:
        """Pictures without a word may belong to what their author asked for just now."""
        return written.has_images and not written.text.strip() and written.reply_to is None

    async def _is_of_bot(self, message: str, person: Person) -> bool:
        try:
            found = await self._services.board.message(message, viewer=person.author.id)
        except NotFound:
            return False
        return found.author is None

    async def _is_asked(self, place: Place, person: Person) -> bool:
        """Whether the bot waits for this person's answer, which need not name it."""
        questions = self._services.questions
        return questions is not None and await questions.asked(place, person.author.id)


def is_named(text: str) -> bool:
    """
    >>> is_named("hey @Atelier, a fox"), is_named("write to me@atelier.example"), is_named("@ateliers")
    (True, False, False)
    """
    return _NAMED.search(text) is not None


def spoken(text: str) -> str:
    """The words without the bot's own name.

    >>> spoken("hey @Atelier, a fox"), spoken("@atelier /draw a fox")
    ('hey, a fox', '/draw a fox')
    """
    without = re.sub(r"[ \t]+(?=[,.;:!?])", "", re.sub(r"[ \t]{2,}", " ", _NAMED.sub("", text)))
    return without.strip(" \t\n,:")
