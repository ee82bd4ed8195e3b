"""Every ceiling of the core, with its name, and the one gate at which a turn's spending is checked."""

from dataclasses import dataclass, field

from agent.errors import OverBudget
from agent.translation.catalogue import _, ngettext
from agent.translation.numbers import money

TEXT_CHARS_MAX = 4_000
"""Longest request a turn reads; what is longer is answered with a kind word (a prompt of 32,000 chars helps nobody)."""
IMAGES_PER_TURN_MAX = 8
"""Pictures attached to one message that are looked at; further ones are named as left out."""
IMAGE_BYTES_MAX = 20_000_000
"""Largest picture file taken in (Telegram's own download limit is 20 MB)."""
VOICE_SECONDS_MAX = 120.0
"""Longest voice message that is listened to."""
VOICE_BYTES_MAX = 5_000_000
"""The same in bytes, where nobody says how long it is: two minutes of speech take about half a megabyte."""
IMAGE_PIXELS_MAX = 40_000_000
"""Largest picture decoded, in pixels; checked from the header, before decoding."""
IMAGE_SIDE_MAX = 2_048
"""Longest side, in pixels, of a picture that people send, and of what platforms show; larger ones are scaled down at the gate."""
RENDERED_BYTES_MAX = 40_000_000
"""Largest file of an image model that is kept: a noisy 3840 x 2160 PNG with alpha has 33 MB."""
KEPT_SIDE_MAX = 6_400
"""Longest side, in pixels, of a model's own file; a 4K picture of 21:9 has 6,336."""
THREAD_MESSAGES_MAX = 25
"""Messages of the thread and of the reply chain that the planner sees."""
RECALLED_MAX = 12
"""Memories that one turn puts before the planner, beside the profile."""
PROFILE_CHARS_MAX = 1_600
"""Length of a profile, about 400 tokens."""
PICTURES_PER_TURN_MAX = 4
"""Pictures one request may yield."""
QUESTIONS_PER_MESSAGE_MAX = 2
OPTIONS_PER_QUESTION_MAX = 4
MEMORY_CHARS_MAX = 500
"""Longest single memory."""
REFERENCE_IMAGES_MAX = 8
"""Reference pictures of one character; image models take fewer."""
BOARDS_PER_SCOPE_MAX = 50
"""Style boards of one person, channel or community."""
LIKENESS_QUESTIONS_OPEN_MAX = 5
"""Questions that wait for one person to say whether they may be drawn; who asks further ones gets a picture without them."""
LIKENESS_NO_DAYS = 7
"""For so long nobody asks somebody again in a community where they said no to them."""
PEOPLE_ASKED_MAX = 3
"""People whom one request asks whether they may be drawn."""
USES_SHOWN_MAX = 4
"""Pictures of `/me used` that are shown at once."""
MEMORIES_PER_SCOPE_MAX = 10_000
"""Live memories kept in one scope unless the operator says otherwise (ATELIER_MEMORIES_PER_SCOPE); the least useful go first."""


CONTENT_SECONDS = 15.0
"""Deadline of one look at words or a picture by a content checker."""
PICTURES_LOOKED_AT_MAX = 24
"""Pictures that people brought which are looked at before one is drawn: more than an image model is handed, and some that those were made
from."""
CONTENT_LOOKS_AT_ONCE = 4
"""Looks of one turn at words and pictures, side by side."""
SCHEDULES_PER_PERSON_MAX = 10
"""Scheduled pictures one person may have."""
REASON_CHARS_MAX = 200
"""Longest reason of a report; the rest is cut off."""
OPEN_REPORTS_PER_PERSON_MAX = 10
"""Reports of one person that wait in one community."""
OPEN_REPORTS_PER_COMMUNITY_MAX = 200
"""Reports that wait in one community, of all its members."""
COMMUNITIES_ASKED_MAX = 5
"""Communities of which a platform is asked, in a private chat, whether the person moderates them."""
LOST_TRIES_MAX = 2
"""Times a paid step is begun when its outcome was lost with the process that began it: once more, and no further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLimits:
    """The operator's ceilings for a day (UTC); 0: none. Moderators set their own in ChannelSettings."""

    pictures_per_person: int = 0
    money_per_person_usd: float = 0.0
    money_usd: float = 0.0
    """Of everyone together, on every platform."""

    def any(self) -> bool:
        """Whether there is a ceiling at all."""
        return bool(self.pictures_per_person or self.money_per_person_usd or self.money_usd)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one turn may use. Zero renders means: plan only."""

    model_calls: int = 8
    """Language model calls, judging included."""
    renders: int = 6
    """Paid pictures: the four of a series and two revisions."""
    revisions: int = 1
    """Renders that only mend an earlier one."""
    seconds: float = 300.0
    """Wall seconds from the start of work; waiting for a person does not count."""
    money_usd: float = 1.0
    search_seconds: float = 8.0
    """Deadline of each search, page or recall."""
    plan_seconds: float = 60.0
    """Deadline of a plan; a slow model is given what it was found to need (agent/domain/plan_sizes.py)."""
    model_seconds: float = 60.0
    """Deadline of any other language model call: the turn goes on without it."""
    render_seconds: float = 240.0
    """Deadline of one render."""


@dataclass(slots=True, kw_only=True)
class Budget:
    """What is left of a turn's limits. `spend` is the one gate; it raises before the limit would be passed."""

    limits: Limits
    started_at: float
    """Monotonic seconds, from the injected clock."""
    spent: dict[str, float] = field(
        default_factory=lambda: {"model_calls": 0.0, "renders": 0.0, "money_usd": 0.0}
    )

    def spend(self, kind: str, amount: float = 1.0, *, now: float, usd: float = 0.0) -> None:
        """Take `amount` of `kind` (model_calls | renders), which is reckoned to cost `usd`; raises OverBudget, leaving the count
        unchanged, if it is not there."""
        self.check(now=now)
        if self.spent["money_usd"] + usd > self.limits.money_usd:
            text = _(
                "it would cost about {cost}, and {limit} is this turn's limit",
                cost=money(usd),
                limit=money(self.limits.money_usd),
            )
            raise OverBudget(text, limit="money_usd")
        if self.spent[kind] + amount > getattr(self.limits, kind):
            raise OverBudget(_reached(kind, getattr(self.limits, kind)), limit=kind)
        self.spent[kind] += amount

    def check(self, *, now: float) -> None:
        """Raises OverBudget once the time or the money is used up."""
        if now - self.started_at > self.limits.seconds:
            raise OverBudget(
                _("this turn's {seconds} seconds are used up", seconds=f"{self.limits.seconds:.0f}"),
                limit="seconds",
            )
        if self.spent["money_usd"] >= self.limits.money_usd:
            raise OverBudget(
                _("this turn's {limit} are used up", limit=money(self.limits.money_usd)), limit="money_usd"
            )

    def charge(self, usd: float) -> None:
        """Book money that was spent; never raises, the next `spend` does."""
        self.spent["money_usd"] += usd


def _reached(kind: str, most: int) -> str:
    if kind == "renders":
        return ngettext(
            "this turn's limit of {n} render is reached", "this turn's limit of {n} renders is reached", most
        )
    return ngettext(
        "this turn's limit of {n} model call is reached",
        "this turn's limit of {n} model calls is reached",
        most,
    )
