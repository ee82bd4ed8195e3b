"""A spending in memory: books every step, refuses where a test says so."""

from collections.abc import Sequence

from agent.domain.conversation import Turn
from agent.errors import OverBudget, UnknownOutcome
from agent.limits import LOST_TRIES_MAX


class FakeSpending:
    """The `Spending`. `pictures_max` is a person's pictures a day; 0: no limit."""

    def __init__(self, *, pictures_max: int = 0) -> None:
        self.pictures_max = pictures_max
        self.booked: dict[tuple[str, str], int] = {}
        self.reckoned: dict[str, float] = {}
        """By turn: what its latest step was reckoned to cost."""
        self.paid: dict[tuple[str, str], float] = {}
        self._tries: dict[tuple[str, str], int] = {}
        self._whose: dict[tuple[str, str], str] = {}

    async def take(
        self, turn: Turn, step: str, *, pictures: int = 0, usd: float = 0.0, free: bool = False
    ) -> None:
        key = (turn.id, step)
        self.reckoned[turn.id] = usd
        if key in self.booked:
            if not free and key not in self.paid and self._tries[key] >= LOST_TRIES_MAX:
                raise UnknownOutcome(f"{step} was begun {LOST_TRIES_MAX} times and its outcome never came")
            self._tries[key] += 1
            return
        used = sum(n for booked, n in self.booked.items() if self._whose[booked] == turn.author.id)
        if self.pictures_max and pictures and used + pictures > self.pictures_max:
            raise OverBudget(f"That was your limit for today: {self.pictures_max} pictures.", limit="person")
        self.booked[key], self._tries[key], self._whose[key] = pictures, 1, turn.author.id

    async def pay(self, turn: Turn, step: str, *, usd: float) -> None:
        if (turn.id, step) in self.booked:
            self.paid[turn.id, step] = usd

    async def left(self, turn: Turn) -> Sequence[str]:
        used = sum(n for booked, n in self.booked.items() if self._whose[booked] == turn.author.id)
        left = max(0, self.pictures_max - used)
        return (
            [f"pictures left of your limit today: {left} of {self.pictures_max}"] if self.pictures_max else []
        )

    async def give_back(self, turn: Turn, step: str) -> None:
        if (turn.id, step) not in self.paid:
            for held in (self.booked, self._tries, self._whose):
                held.pop((turn.id, step), None)

    @property
    def pictures(self) -> int:
        return sum(self.booked.values())
