"""Times that a text speaks of ("3 May 2022", "in May", "yesterday", "letzte Woche"), as periods of UTC days.

Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero januar janvier janeiro", "february feb febrero februar février fevrier fevereiro",
            "march mar marzo märz mars março", "april apr abril avril", "may mayo mai maio", "june jun junio juni juin junho",
            "july jul julio juli juillet julho", "august aug agosto août aout", "september sep sept septiembre septembre setembro",
            "october oct octubre oktober octobre outubro", "november nov noviembre novembre novembro",
            "december dec diciembre dezember décembre decembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

YEAR_MIN, YEAR_MAX = 1970, 2200
"""Dates beyond are taken for something else."""

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.|º)?\s+(?:of\s+|de\s+)?({_MONTH})\b\.?,?(?:\s+(?:de\s+)?(\d{{4}}))?"
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b,?(?:\s+(\d{{4}}))?")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_IN_MONTH = re.compile(
    rf"\b(?:in|of|since|during|last|this|en|im|em|de|early|late)\s+({_MONTH})\b(?:\s+(\d{{4}}))?"
)
_MONTH_YEAR = re.compile(rf"\b({_MONTH}),?\s+(\d{{4}})\b")
_YEAR = re.compile(r"\b(20\d\d)\b")
_AGO = re.compile(r"\b(\d{1,3}|a|an|one|two|three|four|five|six)\s+(day|week|month|year)s?\s+ago\b")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}

# (first day, last day) counted back from today.
_RELATIVE: tuple[tuple[re.Pattern[str], int, int], ...] = tuple(
    (re.compile(pattern), first, last)
    for pattern, first, last in (
        (r"\b(?:today|this morning|earlier today|hoy|heute|aujourd'hui|hoje)\b|今天", 0, 0),
        (r"\b(?:yesterday|last night|ayer|gestern|hier|ontem)\b|昨天", 1, 1),
        (r"\b(?:day before yesterday|anteayer|vorgestern|avant-hier|anteontem)\b|前天", 2, 2),
        (r"\b(?:this week|esta semana|diese woche|cette semaine)\b|这周", 6, 0),
        (
            r"\blast week\b|\bla semana pasada\b|\bletzten? woche\b|\bla semaine dernière\b|\bsemana passada\b|上周",
            14,
            5,
        ),
        (r"\blast weekend\b", 9, 1),
        (r"\bthis month\b|\beste mes\b|\bdiesen monat\b|\bce mois\b", 31, 0),
        (
            r"\blast month\b|\bel mes pasado\b|\bletzten monat\b|\ble mois dernier\b|\bmês passado\b|上个月",
            62,
            25,
        ),
        (
            r"\blast year\b|\bel año pasado\b|\bletztes jahr\b|\bl'année dernière\b|\bano passado\b|去年",
            730,
            300,
        ),
        (r"\bthe other day\b|\bneulich\b|\bel otro día\b|\bl'autre jour\b", 10, 1),
    )
)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to, not including, `end`."""

    start: datetime
    end: datetime


def periods_in(text: str, *, now: datetime) -> list[Period]:
    """All it names, the exact ones first. A date without a year is this year's, or last year's if that is still to come."""
    lowered = text.casefold()
    exact = [*_days(lowered, now), *_relative(lowered, now)]
    if exact:
        return exact
    return list(_months(lowered, now)) or [_year(int(m[1])) for m in _YEAR.finditer(lowered)]


def without_periods(text: str) -> str:
    """The text in lower case without the times it names.

    >>> without_periods("the fox from last week, in May 2024").split()
    ['the', 'fox', 'from', ',']
    """
    lowered = text.casefold()
    for pattern in (
        _DAY_FIRST,
        _MONTH_FIRST,
        _ISO,
        _IN_MONTH,
        _MONTH_YEAR,
        _YEAR,
        _AGO,
        *(p for p, _, _ in _RELATIVE),
    ):
        lowered = pattern.sub(" ", lowered)
    return lowered


def _days(text: str, now: datetime) -> Iterator[Period]:
    found = [(m[3], MONTHS[m[2]], m[1]) for m in _DAY_FIRST.finditer(text)]
    found += [(m[3], MONTHS[m[1]], m[2]) for m in _MONTH_FIRST.finditer(text)]
    found += [(m[1], int(m[2]), m[3]) for m in _ISO.finditer(text)]
    for year, month, day in found:
        start = _date(_year_of(year, month, now), month, int(day))
        if start is not None:
            yield Period(start, start + timedelta(days=1))


def _relative(text: str, now: datetime) -> Iterator[Period]:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for pattern, first, last in _RELATIVE:
        if pattern.search(text):
            yield Period(today - timedelta(days=first), today - timedelta(days=last - 1))
    for match in _AGO.finditer(text):
        days = (_NUMBERS.get(match[1]) or int(match[1])) * _UNIT_DAYS[match[2]]
        slack = _UNIT_DAYS[match[2]] // 2
        yield Period(today - timedelta(days=days + slack), today - timedelta(days=days - slack - 1))


def _months(text: str, now: datetime) -> Iterator[Period]:
    for match in (*_MONTH_YEAR.finditer(text), *_IN_MONTH.finditer(text)):
        month = MONTHS[match[1]]
        year = _year_of(match[2], month, now)
        start, end = _date(year, month, 1), _date(year + month // 12, month % 12 + 1, 1)
        if start is not None and end is not None:
            yield Period(start, end)


def _year_of(year: str | None, month: int, now: datetime) -> int:
    return int(year) if year else now.year - (month > now.month)


def _year(year: int) -> Period:
    return Period(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))


def _date(year: int, month: int, day: int) -> datetime | None:
    if not YEAR_MIN <= year <= YEAR_MAX:
        return None
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
