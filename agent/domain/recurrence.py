"""When a scheduled picture is due: read from words, and counted in the person's own time zone. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from agent.translation.catalogue import N_, _
from agent.translation.dates import weekday_in_short

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS, WEEKEND = frozenset(range(5)), frozenset((5, 6))
AHEAD_DAYS_MAX = 400
"""How far a due time is looked for; a month's 31st comes within 62 days, a 29 February within 366 is not asked for."""
DEFAULT_TIME = time(9, 0)

_TIME = re.compile(
    r"(?:\bat\s+)?\b(?:(?P<hour>\d{1,2}):(?P<minute>\d{2})\s*(?P<half>am|pm)?|(?P<bare>\d{1,2})\s*(?P<bare_half>am|pm)"
    r"|(?<=at )(?P<at>\d{1,2})(?!\S)|(?P<word>noon|midnight))(?![\w:])",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:\b(?:in|zone)\s+)?\b((?:[A-Za-z_]+/[A-Za-z_+\-/0-9]+)|UTC|GMT)\b")
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_EVERY = re.compile(
    rf"^every\s+(?P<what>day|morning|evening|weekday|weekend|month(?:\s+on)?(?:\s+the)?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?"
    rf"|{_DAY}(?:\s*(?:,|and|&)\s*{_DAY})*)\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    rf"^(?:on\s+)?(?P<what>today|tomorrow|\d{{4}}-\d{{2}}-\d{{2}}|(?:next\s+)?{_DAY})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """Due at `at` in `zone` on these days: of the week, of the month, or one date only."""

    weekdays: frozenset[int] = frozenset()
    """0 is Monday; empty: every day (unless `month_day` or `once` is set)."""
    month_day: int = 0
    """1..31; in shorter months the last day."""
    once: date | None = None
    at: time = DEFAULT_TIME
    zone: str = "UTC"

    def words(self) -> str:
        """As a person would say it.

        >>> Recurrence(weekdays=frozenset({4}), at=time(18), zone="Europe/Berlin").words()
        'every Friday at 18:00 (Europe/Berlin)'
        """
        at = {"time": f"{self.at:%H:%M}", "zone": self.zone}
        if self.once is not None:
            return _("on {day} at {time} ({zone})", day=self.once.isoformat(), **at)
        if self.month_day:
            return _("every month on day {day} at {time} ({zone})", day=self.month_day, **at)
        if self.weekdays in (frozenset(), frozenset(range(7))):
            return _("every day at {time} ({zone})", **at)
        if len(self.weekdays) == 1:
            return _(_WEEKLY[min(self.weekdays)], **at)
        days = ", ".join(weekday_in_short(number) for number in sorted(self.weekdays))
        return _("every week at {time} ({zone}): {days}", days=days, **at)


_WEEKLY = (
    N_("every Monday at {time} ({zone})"), N_("every Tuesday at {time} ({zone})"), N_("every Wednesday at {time} ({zone})"),
    N_("every Thursday at {time} ({zone})"), N_("every Friday at {time} ({zone})"), N_("every Saturday at {time} ({zone})"),
    N_("every Sunday at {time} ({zone})"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be drawn, and when."""

    when: Recurrence
    text: str


def known_zone(name: str) -> str:
    """The name of a time zone as its database has it; "" when there is none."""
    names = {zone.lower(): zone for zone in available_timezones()}
    return names.get(name.strip().lower(), "")


def parse_wish(text: str, *, zone: str, now: datetime) -> Wish | None:
    """`every friday 18:00 a new banner in our style`; None when it does not begin with a time. `zone` holds unless the text
    names one. Raises nothing.

    >>> parse_wish("every friday 6pm a banner", zone="UTC", now=datetime(2026, 11, 25, tzinfo=UTC)).text
    'a banner'
    """
    said = " ".join(text.split())
    today = now.astimezone(ZoneInfo(zone)).date()
    days = _every(said) or _one_day(said, today)
    if days is None:
        return None
    when, rest = days
    rest, at = _time_of(rest)
    rest, named = _zone_of(rest)
    rest = rest.strip(" ,:-–")
    rest = re.sub(r"^(?:draw|post|make|show)\s+(?:me\s+|us\s+)?", "", rest, flags=re.IGNORECASE)
    if at == "wrong" or not rest:
        return None
    recurrence = Recurrence(
        weekdays=when.weekdays, month_day=when.month_day, once=when.once,
        at=at if isinstance(at, time) else when.at, zone=named or zone,
    )  # fmt: skip
    return Wish(when=recurrence, text=rest)


def next_after(when: Recurrence, moment: datetime) -> datetime | None:
    """The first due time after `moment`, in UTC; None when there is none any more. A time that the clocks skip is due when they
    have gone forward; one that comes twice is due the first time."""
    zone = ZoneInfo(when.zone)
    day = moment.astimezone(zone).date() - timedelta(days=1)
    for _day in range(AHEAD_DAYS_MAX):
        if _falls_on(when, day):
            due = datetime.combine(day, when.at, zone).astimezone(UTC)
            if due > moment:
                return due
        day += timedelta(days=1)
    return None


def _falls_on(when: Recurrence, day: date) -> bool:
    if when.once is not None:
        return day == when.once
    if when.month_day:
        last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return day.day == min(when.month_day, last.day)
    return not when.weekdays or day.weekday() in when.weekdays


def _every(said: str) -> tuple[Recurrence, str] | None:
    found = _EVERY.match(said)
    if found is None:
        return None
    what, rest = found["what"].lower(), said[found.end() :]
    if what.startswith("month"):
        number = re.search(r"\d+", what)
        day = int(number[0]) if number else 1
        return (Recurrence(month_day=day), rest) if 1 <= day <= 31 else None
    if what == "evening":
        return Recurrence(at=time(18, 0)), rest
    if what in ("day", "morning"):
        return Recurrence(), rest
    if what in ("weekday", "weekend"):
        return Recurrence(weekdays=WEEKDAYS if what == "weekday" else WEEKEND), rest
    days = frozenset(_weekday(word) for word in re.findall(_DAY, what, re.IGNORECASE))
    return Recurrence(weekdays=days), rest


def _one_day(said: str, today: date) -> tuple[Recurrence, str] | None:
    found = _ONCE.match(said)
    if found is None:
        return None
    what, rest = found["what"].lower(), said[found.end() :]
    if what in ("today", "tomorrow"):
        return Recurrence(once=today + timedelta(days=what == "tomorrow")), rest
    if what[0].isdigit():
        try:
            return Recurrence(once=date.fromisoformat(what)), rest
        except ValueError:
            return None
    ahead = (_weekday(what.removeprefix("next ").strip()) - today.weekday() - 1) % 7 + 1
    return Recurrence(once=today + timedelta(days=ahead)), rest


def _weekday(word: str) -> int:
    return next(number for number, day in enumerate(DAYS) if day.startswith(word.lower()[:3]))


def _time_of(rest: str) -> tuple[str, time | str]:
    """The text without its time of day; "" when it names none, "wrong" for one that no clock shows."""
    found = _TIME.search(rest)
    # Only at the head: "every day a clock at noon" draws a clock.
    if found is None or rest[: found.start()].strip(" ,") not in ("", "at"):
        return rest, ""
    left = rest[: found.start()] + rest[found.end() :]
    if found["word"]:
        return left, time(12 if found["word"].lower() == "noon" else 0)
    hour = int(found["hour"] or found["bare"] or found["at"])
    half = (found["half"] or found["bare_half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return left, "wrong"
        hour = hour % 12 + (12 if half == "pm" else 0)
    minute = int(found["minute"] or 0)
    return (left, time(hour, minute)) if hour < 24 and minute < 60 else (left, "wrong")


def _zone_of(rest: str) -> tuple[str, str]:
    """The text without a time zone at its head, and that zone."""
    found = _ZONE.search(rest)
    if found is None or rest[: found.start()].strip(" ,("):
        return rest, ""
    name = known_zone(found[1])
    return (rest[: found.start()] + rest[found.end() :].lstrip(" )"), name) if name else (rest, "")
