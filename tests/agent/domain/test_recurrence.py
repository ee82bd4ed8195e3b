"""When a scheduled picture is due."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.recurrence import Recurrence, known_zone, next_after, parse_wish

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # a Wednesday
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("said", "words", "text"),
    [
        ("every friday 18:00 a new banner in our style", "every Friday at 18:00 (UTC)", "a new banner in our style"),
        ("every friday at 6pm draw a fox", "every Friday at 18:00 (UTC)", "a fox"),
        ("Every Mon and Thu 8:30 am, a cat", "every week at 08:30 (UTC): Mon, Thu", "a cat"),
        ("every day a clock at noon", "every day at 09:00 (UTC)", "a clock at noon"),
        ("every day at noon a clock", "every day at 12:00 (UTC)", "a clock"),
        ("every weekday 9:00 Europe/Berlin the menu", "every week at 09:00 (Europe/Berlin): Mon, Tue, Wed, Thu, Fri", "the menu"),
        ("every evening a lighthouse", "every day at 18:00 (UTC)", "a lighthouse"),
        ("every month on the 31st 10:00 a calendar page", "every month on day 31 at 10:00 (UTC)", "a calendar page"),
        ("every month a calendar page", "every month on day 1 at 09:00 (UTC)", "a calendar page"),
        ("tomorrow at 7 a sunrise", "on 2026-11-26 at 07:00 (UTC)", "a sunrise"),
        ("on 2026-12-24 18:00 a christmas tree", "on 2026-12-24 at 18:00 (UTC)", "a christmas tree"),
        ("next wednesday 10:00 a fox", "on 2026-12-02 at 10:00 (UTC)", "a fox"),
        ("every day 3 cats", "every day at 09:00 (UTC)", "3 cats"),
    ],
)  # fmt: skip
def test_a_wish_is_read_from_words(said: str, words: str, text: str) -> None:
    wish = parse_wish(said, zone="UTC", now=NOW)

    assert wish is not None
    assert (wish.when.words(), wish.text) == (words, text)


@pytest.mark.parametrize(
    "said",
    ["a fox every friday", "every friday 18:00", "every friday 25:00 a fox", "every friday 13pm a fox", "", "every fnord a fox",
     "on 2026-13-40 a fox", "every month on the 45th a fox"],
)  # fmt: skip
def test_what_is_no_schedule_is_none(said: str) -> None:
    assert parse_wish(said, zone="UTC", now=NOW) is None


@given(
    st.text(max_size=80),
    st.sampled_from(["", "every ", "every friday ", "tomorrow at ", "every month on the "]),
)
def test_no_text_raises(text: str, head: str) -> None:
    parse_wish(head + text, zone=BERLIN, now=NOW)


@pytest.mark.parametrize(
    ("when", "after", "due"),
    [
        (Recurrence(at=time(9)), NOW, datetime(2026, 11, 26, 9, tzinfo=UTC)),
        (Recurrence(at=time(13)), NOW, datetime(2026, 11, 25, 13, tzinfo=UTC)),
        (Recurrence(at=time(12)), NOW, datetime(2026, 11, 26, 12, tzinfo=UTC)),
        (Recurrence(weekdays=frozenset({4}), at=time(18), zone=BERLIN), NOW, datetime(2026, 11, 27, 17, tzinfo=UTC)),
        (Recurrence(month_day=31, at=time(10)), datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 2, 28, 10, tzinfo=UTC)),
        (Recurrence(once=date(2026, 11, 26)), NOW, datetime(2026, 11, 26, 9, tzinfo=UTC)),
        # Summer time begins on 28 March 2027 in Berlin: 02:30 is skipped, and due at what is 03:30 then.
        (Recurrence(at=time(2, 30), zone=BERLIN), datetime(2027, 3, 28, 0, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        # It ends on 31 October 2027: 02:30 comes twice, and is due the first time only.
        (Recurrence(at=time(2, 30), zone=BERLIN), datetime(2027, 10, 30, 22, tzinfo=UTC),
         datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (Recurrence(at=time(2, 30), zone=BERLIN), datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
         datetime(2027, 11, 1, 1, 30, tzinfo=UTC)),
        (Recurrence(at=time(0, 15), zone="Pacific/Auckland"), NOW, datetime(2026, 11, 26, 11, 15, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_the_next_due_time(when: Recurrence, after: datetime, due: datetime) -> None:
    assert next_after(when, after) == due


def test_a_day_that_is_over_is_never_due() -> None:
    assert next_after(Recurrence(once=date(2026, 11, 24)), NOW) is None


def test_zones_are_known_by_name_in_any_case() -> None:
    assert known_zone("europe/berlin") == BERLIN
    assert known_zone("Middle/Earth") == ""
