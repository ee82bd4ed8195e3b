"""Who is being asked something, in memory."""

from dataclasses import dataclass, field
from datetime import datetime

from agent.domain.conversation import AuthorId, Place
from agent.errors import StoreUnavailable


@dataclass(slots=True, kw_only=True)
class FakeOpenQuestions:
    """`down`: every call fails as if Postgres were away."""

    askers: set[tuple[str, AuthorId]] = field(default_factory=set[tuple[str, AuthorId]])
    gathering: set[tuple[str, AuthorId]] = field(default_factory=set[tuple[str, AuthorId]])
    """Whose request is not begun yet, and where."""
    down: bool = False

    def open(self, place: Place, author: str) -> None:
        self.askers.add((place.conversation(AuthorId(author)), AuthorId(author)))

    async def gathers(self, place: Place, author: AuthorId, at: datetime) -> bool:
        return (place.conversation(author), author) in self.gathering

    async def asked(self, place: Place, author: AuthorId) -> bool:
        if self.down:
            raise StoreUnavailable("made to fail")
        return (place.conversation(author), author) in self.askers
