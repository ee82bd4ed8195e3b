"""In which language somebody is told what needs no turn: that a button is not theirs, that there was nothing in a message."""

from contextlib import suppress

from agent.domain.incoming import IncomingMessage, IncomingPress
from agent.errors import StoreUnavailable
from agent.planning.spoken_language import language_of_event
from agent.ports import SettingsStore
from agent.translation.catalogue import speak


class EventLanguage:
    """By what is kept of the person too. It is looked up only where something is said: most events become turns, which look by
    themselves."""

    def __init__(self, settings: SettingsStore | None = None) -> None:
        """`settings`: None where what an event tells by itself has to do."""
        self._settings = settings

    async def take_up(self, event: IncomingMessage | IncomingPress) -> None:
        """Speaks it from here on; what the event tells by itself has to do while the store does not answer."""
        if self._settings is None:
            return
        with suppress(StoreUnavailable):
            author = await self._settings.author(event.author.id)
            speak(language_of_event(event, author, await self._settings.channel(event.place)))
