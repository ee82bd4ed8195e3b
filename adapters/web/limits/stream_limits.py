"""Places for event streams: so many in all, for each address and each person. When all are taken, who has many gives one to who has
fewer, so that nobody keeps the others out by opening pages."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.web.error_responses import TooMany
from adapters.web.identity.login_attempts import network_of
from agent.domain.conversation import AuthorId
from agent.translation.catalogue import _, ngettext


@dataclass(slots=True, eq=False)
class StreamSeat:
    """One open stream. `woken` is set when it should look up: its place was given away, or its session may have ended."""

    person: AuthorId
    network: str
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    is_taken_away: bool = False


class StreamSeats:
    """All of this process."""

    def __init__(self, *, most: int, per_person: int, per_address: int) -> None:
        self._most = most
        self._per_person = per_person
        self._per_address = per_address
        self._taken: dict[StreamSeat, None] = {}

    def take(self, person: AuthorId, address: str) -> StreamSeat:
        """Raises TooMany."""
        mine = StreamSeat(person, network_of(address))
        people, networks = self._counted()
        if people[mine.person] >= self._per_person:
            raise TooMany(
                ngettext(
                    "{n} page is open under your name. Close one to open another.",
                    "{n} pages are open under your name. Close one to open another.",
                    self._per_person,
                )
            )
        if networks[mine.network] >= self._per_address:
            raise TooMany(f"{self._per_address} pages are open where you are. Close one of them.")
        if len(self._taken) >= self._most:
            self._take_away(_oldest_of_most(self._taken, people, networks, mine))
        self._taken[mine] = None
        return mine

    def give_back(self, seat: StreamSeat) -> None:
        self._taken.pop(seat, None)

    def wake(self) -> None:
        """Every stream looks up."""
        for seat in self._taken:
            seat.woken.set()

    def _take_away(self, seat: StreamSeat | None) -> None:
        if seat is None:
            raise TooMany(_("Many pages are open at the moment. This one will try again."))
        seat.is_taken_away = True
        seat.woken.set()
        del self._taken[seat]

    def _counted(self) -> tuple[Counter[str], Counter[str]]:
        return Counter(seat.person for seat in self._taken), Counter(seat.network for seat in self._taken)


def _oldest_of_most(
    taken: Iterable[StreamSeat], people: Counter[str], networks: Counter[str], mine: StreamSeat
) -> StreamSeat | None:
    """Of the person, else of the network, that has at least two more than the newcomer: to take one from who has no more would only turn
    the tables."""
    most = max(people.values(), default=0)
    if most >= people[mine.person] + 2:
        return next(seat for seat in taken if people[seat.person] == most)
    most = max(networks.values(), default=0)
    if most >= networks[mine.network] + 2:
        return next(seat for seat in taken if networks[seat.network] == most)
    return None
