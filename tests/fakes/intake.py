"""An intake that only remembers: what was handed in, once for each event."""

from dataclasses import dataclass, field, replace

from agent.domain.conversation import Place, TurnId
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from agent.errors import StoreUnavailable


@dataclass(slots=True, kw_only=True)
class FakeIntake:
    """`down`: that many calls fail as if Postgres were away. `note` answers every event, which then has no turn; with it `is_error`,
    `alone` and `is_stray`."""

    messages: list[IncomingMessage] = field(default_factory=list[IncomingMessage])
    presses: list[IncomingPress] = field(default_factory=list[IncomingPress])
    duplicates: list[str] = field(default_factory=list[str])
    withdrawn: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Channel and message of what is gone from the platform."""
    down: int = 0
    note: str = ""
    is_error: bool = False
    alone: bool = False
    is_stray: bool = False
    failing: str = ""
    """A text for which taking in fails with a defect."""

    async def message(self, incoming: IncomingMessage) -> Accepted:
        if self.failing and incoming.text == self.failing:
            raise RuntimeError("a defect")
        answer = self._accept(incoming.event_id)
        if not answer.duplicate:
            self.messages.append(incoming)
        return answer

    async def deleted(self, place: Place, message: str) -> None:
        self.withdrawn.append((place.channel_key, message))

    async def press(self, incoming: IncomingPress) -> Accepted:
        answer = self._accept(incoming.event_id)
        if not answer.duplicate:
            self.presses.append(incoming)
        return answer

    def _accept(self, event_id: str) -> Accepted:
        if self.down > 0:
            self.down -= 1
            raise StoreUnavailable("the database is away")
        known = {event.event_id for event in (*self.messages, *self.presses)}
        answer = Accepted(
            turn=None if self.note else TurnId(f"turn-{event_id}"), note=self.note, is_error=self.is_error,
            alone=self.alone, is_stray=self.is_stray,
        )  # fmt: skip
        if event_id in known:
            self.duplicates.append(event_id)
            return replace(answer, duplicate=True)
        return answer
