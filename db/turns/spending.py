"""What people and places use in a day, in Postgres. A step is booked under the locks of every limit that it may reach, so that
twenty requests with one picture left give one picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

from agent.domain.conversation import Turn
from agent.domain.memory import ChannelSettings
from agent.errors import OverBudget, UnknownOutcome
from agent.limits import LOST_TRIES_MAX, DayLimits
from agent.translation.catalogue import N_, _, ngettext
from agent.translation.numbers import money
from db.accounts.linked_accounts import ACCOUNTS_OF
from db.batching import Batcher
from db.codec import load
from db.errors import guarded
from db.pool import Connection, Pool
from db.settings_store import settings_keys

LOCK_CLASS = 20260627
ROUNDING_USD = 1e-9
"""Sums of dollars are floating: ten pictures at 0.1 fit into one dollar."""
Unit = Literal["pictures", "usd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """One limit of a day: what is counted, how much of it, and whose it is in the words of the refusal."""

    column: str
    """Of the sums that `_SUMS` gives."""
    lock: str
    most: float
    unit: Unit
    whose: str


class PgSpending:
    """The `Spending` in Postgres."""

    def __init__(self, pool: Pool, limits: DayLimits) -> None:
        self._pool = pool
        self._limits = limits
        self._bookings = Batcher(self._booked_together)
        self._payments = Batcher(self._paid_together)

    @guarded
    async def take(
        self, turn: Turn, step: str, *, pictures: int = 0, usd: float = 0.0, free: bool = False
    ) -> None:
        place = turn.place
        booking = (turn.id, step, turn.author.id, place.channel_key, place.community_key, pictures, usd)
        booked = None
        if not self._limits.any():
            scopes = [*settings_keys(place.channel_key, place.community_key)]
            booked = await self._bookings.ask((*booking, scopes))
        if booked is None:
            async with self._pool.acquire() as connection:
                booked = await self._book_within_limits(connection, turn, booking)
        if not free and not booked["settled"] and booked["tries"] > LOST_TRIES_MAX:
            raise UnknownOutcome(f"{step} was begun {LOST_TRIES_MAX} times and its outcome never came")

    async def _booked_together(self, bookings: Sequence[tuple[Any, ...]]) -> Sequence[Any]:
        async with self._pool.acquire() as connection:
            rows = await connection.fetchmany(_BOOK_UNLIMITED, bookings)
        return [row if row["tries"] is not None else None for row in rows]

    async def _book_within_limits(
        self, connection: Connection, turn: Turn, booking: tuple[str, str, str, str, str | None, int, float]
    ) -> Any:
        async with connection.transaction():
            known = await connection.fetchrow(_BEGUN_AGAIN, *booking[:2])
            if known is None:
                await self._check(connection, turn, *booking[-2:])
                known = await connection.fetchrow(_BOOK, *booking)
            return known

    @guarded
    async def pay(self, turn: Turn, step: str, *, usd: float) -> None:
        await self._payments.ask((turn.id, step, usd))

    async def _paid_together(self, payments: Sequence[tuple[str, str, float]]) -> Sequence[None]:
        await self._pool.executemany(_PAY, payments)
        return [None] * len(payments)

    @guarded
    async def give_back(self, turn: Turn, step: str) -> None:
        await self._pool.execute(
            "delete from spending where turn_id = $1::uuid and step = $2 and not settled", turn.id, step
        )

    @guarded
    async def left(self, turn: Turn) -> Sequence[str]:
        async with self._pool.acquire() as connection:
            caps = await self._caps(connection, turn)
            sums: Any = await self._sums(connection, turn) if caps else {}
        return [left_of(cap, float(sums[cap.column])) for cap in caps]

    async def _caps(self, connection: Connection, turn: Turn) -> "Sequence[Cap]":
        keys = settings_keys(turn.place.channel_key, turn.place.community_key)
        found = await connection.fetch(_SETTINGS, *keys)
        settings = {row["scope"].partition(":")[0]: load(ChannelSettings, row["settings"]) for row in found}
        person = await connection.fetchval(_PERSON, turn.author.id)
        return _caps(turn, str(person), settings, self._limits)

    async def _sums(self, connection: Connection, turn: Turn) -> Any:
        place = turn.place
        return await connection.fetchrow(_SUMS, turn.author.id, place.channel_key, place.community_key)

    async def _check(self, connection: Connection, turn: Turn, pictures: int, usd: float) -> None:
        """Raises OverBudget; the locks are held to the end of the transaction, which books the step."""
        caps = [cap for cap in await self._caps(connection, turn) if pictures or cap.unit == "usd"]
        if not caps:
            return
        await connection.fetch(_LOCK, LOCK_CLASS, sorted({cap.lock for cap in caps}))
        sums = await self._sums(connection, turn)
        for cap in caps:
            used, wanted = float(sums[cap.column]), pictures if cap.unit == "pictures" else usd
            if used + wanted > cap.most + ROUNDING_USD or (cap.unit == "usd" and used >= cap.most):
                raise OverBudget(refusal(cap, sums["now"]), limit=cap.column)


def _caps(
    turn: Turn, whose: str, settings: Mapping[str, ChannelSettings], limits: DayLimits
) -> Sequence[Cap]:
    """Every limit that holds for this turn, the narrowest first. `whose`: the same for all accounts of the person."""
    person = f"person:{whose}"
    found = [
        Cap(column="person", lock=person, most=limits.pictures_per_person, unit="pictures", whose="your"),
        Cap(column="person_usd", lock=person, most=limits.money_per_person_usd, unit="usd", whose="your"),
    ]
    for scope, there in settings.items():
        key = turn.place.channel_key if scope == "channel" else turn.place.community_key
        lock, name = f"{scope}:{key}", f"this {scope}'s"
        own = own_cap(turn, there)
        found += [
            Cap(
                column=f"{scope}_person",
                lock=person,
                most=own,
                unit="pictures",
                whose=f"your ({scope})",
            ),
            Cap(column=scope, lock=lock, most=there.pictures_per_day_all, unit="pictures", whose=name),
            Cap(column=f"{scope}_usd", lock=lock, most=there.money_per_day_usd, unit="usd", whose=name),
        ]
    found.append(Cap(column="all_usd", lock="all", most=limits.money_usd, unit="usd", whose="the bot's"))
    return [cap for cap in found if cap.most > 0]


def own_cap(turn: Turn, settings: ChannelSettings) -> int:
    """The person's own pictures a day there: what was granted to them, else the most generous of their roles, else everyone's."""
    granted = settings.person_pictures_per_day.get(turn.author.id)
    if granted is not None:
        return granted
    of_roles = [
        settings.role_pictures_per_day[r] for r in turn.author.roles if r in settings.role_pictures_per_day
    ]
    if of_roles:
        return 0 if 0 in of_roles else max(of_roles)
    return settings.pictures_per_day


def refusal(cap: Cap, now: datetime) -> str:
    """A kind no, with the time at which it ends.

    >>> refusal(Cap(column="person", lock="", most=20, unit="pictures", whose="your"), datetime(2026, 1, 1, 18, 30, tzinfo=UTC))
    'That was your limit for today: 20 pictures. It starts anew at 00:00 UTC, in 5 h 30 min.'
    """
    amount = money(cap.most) if cap.unit == "usd" else ngettext("{n} picture", "{n} pictures", int(cap.most))
    now = now.astimezone(UTC)
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    hours, minutes = divmod(int((midnight - now).total_seconds() // 60), 60)
    left = (
        _("{hours} h {minutes} min", hours=hours, minutes=minutes)
        if hours
        else _("{minutes} min", minutes=minutes)
    )
    return _(_REACHED[cap.whose], amount=amount, left=left)


def left_of(cap: Cap, used: float) -> str:
    """
    >>> left_of(Cap(column="person", lock="", most=20, unit="pictures", whose="your"), 18)
    'pictures left of your limit today: 2 of 20'
    """
    left = max(0.0, cap.most - used)
    if cap.unit == "usd":
        return _(_MONEY_LEFT[cap.whose], left=money(left), most=money(cap.most))
    return _(_PICTURES_LEFT[cap.whose], left=f"{left:.0f}", most=f"{cap.most:.0f}")


_REACHED = {
    "your": N_("That was your limit for today: {amount}. It starts anew at 00:00 UTC, in {left}."),
    "your (channel)": N_(
        "That was your (channel) limit for today: {amount}. It starts anew at 00:00 UTC, in {left}."
    ),
    "your (community)": N_(
        "That was your (community) limit for today: {amount}. It starts anew at 00:00 UTC, in {left}."
    ),
    "this channel's": N_(
        "That was this channel's limit for today: {amount}. It starts anew at 00:00 UTC, in {left}."
    ),
    "this community's": N_(
        "That was this community's limit for today: {amount}. It starts anew at 00:00 UTC, in {left}."
    ),
    "the bot's": N_("That was the bot's limit for today: {amount}. It starts anew at 00:00 UTC, in {left}."),
}
_MONEY_LEFT = {
    "your": N_("money left of your limit today: {left} of {most}"),
    "your (channel)": N_("money left of your (channel) limit today: {left} of {most}"),
    "your (community)": N_("money left of your (community) limit today: {left} of {most}"),
    "this channel's": N_("money left of this channel's limit today: {left} of {most}"),
    "this community's": N_("money left of this community's limit today: {left} of {most}"),
    "the bot's": N_("money left of the bot's limit today: {left} of {most}"),
}
_PICTURES_LEFT = {
    "your": N_("pictures left of your limit today: {left} of {most}"),
    "your (channel)": N_("pictures left of your (channel) limit today: {left} of {most}"),
    "your (community)": N_("pictures left of your (community) limit today: {left} of {most}"),
    "this channel's": N_("pictures left of this channel's limit today: {left} of {most}"),
    "this community's": N_("pictures left of this community's limit today: {left} of {most}"),
    "the bot's": N_("pictures left of the bot's limit today: {left} of {most}"),
}
"""By whose limit it is."""


_BEGUN_AGAIN = """
update spending set tries = tries + 1 where turn_id = $1::uuid and step = $2 returning tries, settled
"""
_BOOK = """
insert into spending (turn_id, step, day, author, channel, community, pictures, usd)
values ($1::uuid, $2, (now() at time zone 'utc')::date, $3, $4, $5, $6, $7) returning tries, settled
"""
# Nothing comes back where a channel or community has settings, which may hold limits.
_BOOK_UNLIMITED = """
with booked as (
insert into spending (turn_id, step, day, author, channel, community, pictures, usd)
select $1::uuid, $2, (now() at time zone 'utc')::date, $3, $4, $5, $6, $7::double precision
where not exists (select 1 from channel_settings where scope = any($8::text[]))
on conflict (turn_id, step) do update set tries = spending.tries + 1 returning tries, settled
)
select b.tries, b.settled from (select) always left join booked b on true
"""
_PAY = "update spending set usd = $3, settled = true where turn_id = $1::uuid and step = $2"
_PERSON = "select coalesce((select person::text from linked_accounts where author = $1), $1)"
_SETTINGS = "select scope, settings from channel_settings where scope in ($1, $2) order by scope = $1 desc"
# In one order, so that two transactions cannot wait for each other.
_LOCK = "select pg_advisory_xact_lock($1, hashtext(cap)) from unnest($2::text[]) with ordinality c(cap, n) order by n"
# A person's accounts count together: else joining another would double what they may have.
_SUMS = f"""
with today as (select (now() at time zone 'utc')::date as day),
whose as (select array_append(array{ACCOUNTS_OF}, $1) as accounts)
select now(),
  p.pictures as person, p.usd as person_usd,
  c.pictures as channel, c.usd as channel_usd, c.own as channel_person,
  g.pictures as community, g.usd as community_usd, g.own as community_person,
  (select coalesce(sum(usd), 0) from spending s, today where s.day = today.day) as all_usd
from today, whose,
  lateral (select coalesce(sum(pictures), 0) as pictures, coalesce(sum(usd), 0) as usd
           from spending s where s.day = today.day and author = any(whose.accounts)) p,
  lateral (select coalesce(sum(pictures), 0) as pictures, coalesce(sum(usd), 0) as usd,
                  coalesce(sum(pictures) filter (where author = any(whose.accounts)), 0) as own
           from spending s where s.day = today.day and channel = $2) c,
  lateral (select coalesce(sum(pictures), 0) as pictures, coalesce(sum(usd), 0) as usd,
                  coalesce(sum(pictures) filter (where author = any(whose.accounts)), 0) as own
           from spending s where s.day = today.day and community = $3) g
"""
