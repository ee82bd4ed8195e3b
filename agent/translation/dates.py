"""Days and times as people of a language write them: the standard library knows only the machine's own language."""

from datetime import date, datetime

from agent.translation.catalogue import _, pgettext


def day_and_year(day: date) -> str:
    """
    >>> day_and_year(date(2026, 11, 5))
    '5 Nov 2026'
    """
    return _("{day} {month} {year}", day=day.day, month=month(day), year=f"{day:%Y}")


def day_and_time(moment: datetime) -> str:
    """
    >>> day_and_time(datetime(2026, 11, 5, 18, 0))
    '5 Nov at 18:00'
    """
    return _("{day} {month} at {time}", day=moment.day, month=month(moment), time=f"{moment:%H:%M}")


def moment_in_short(moment: datetime) -> str:
    """
    >>> moment_in_short(datetime(2026, 11, 5, 18, 0))
    '5 Nov 18:00'
    """
    return _("{day} {month} {time}", day=moment.day, month=month(moment), time=f"{moment:%H:%M}")


def weekday_and_time(moment: datetime) -> str:
    """
    >>> weekday_and_time(datetime(2026, 11, 5, 18, 0))
    'Thu 5 Nov 18:00'
    """
    return _("{weekday} {moment}", weekday=weekday_in_short(moment.weekday()), moment=moment_in_short(moment))


def month(day: date) -> str:
    return (
        pgettext("month, short", "Jan"), pgettext("month, short", "Feb"), pgettext("month, short", "Mar"),
        pgettext("month, short", "Apr"), pgettext("month, short", "May"), pgettext("month, short", "Jun"),
        pgettext("month, short", "Jul"), pgettext("month, short", "Aug"), pgettext("month, short", "Sep"),
        pgettext("month, short", "Oct"), pgettext("month, short", "Nov"), pgettext("month, short", "Dec"),
    )[day.month - 1]  # fmt: skip


def weekday_in_short(weekday: int) -> str:
    """0 is Monday."""
    return (
        pgettext("weekday, short", "Mon"), pgettext("weekday, short", "Tue"), pgettext("weekday, short", "Wed"),
        pgettext("weekday, short", "Thu"), pgettext("weekday, short", "Fri"), pgettext("weekday, short", "Sat"),
        pgettext("weekday, short", "Sun"),
    )[weekday]  # fmt: skip
