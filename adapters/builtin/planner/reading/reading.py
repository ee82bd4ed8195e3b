"""One request's text, read: which slots it names, and what is left as its subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.reading import altered_phrases, opening, phrases
from adapters.builtin.planner.reading.counts import counts, take_pictures
from adapters.builtin.planner.reading.exclusions import take_excluded
from adapters.builtin.planner.reading.lettering import take_printed
from adapters.builtin.planner.reading.looks import take_palette, take_styles
from adapters.builtin.planner.reading.places import take_setting, take_time
from adapters.builtin.planner.reading.scan import Scan, tidy
from adapters.builtin.planner.reading.shapes import take_composition, take_format
from agent.domain.generation import Evidence, SlotName
from agent.translation.catalogue import N_

SEASONS = (N_("spring"), N_("summer"), N_("autumn"), N_("winter"))
OWN_LOOKS_MAX = 3
"""Words before a sunset that say how it looks."""
READINGS_KEPT = 128
"""One message is read several times on the way to its plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text says about a picture; "" and () where it says nothing."""

    language: str
    subject: str = ""
    style: str = ""
    setting: str = ""
    time: str = ""
    palette: str = ""
    composition: str = ""
    printed: str = ""
    format: str = ""
    count: str = ""
    excluded: tuple[str, ...] = ()
    series: str = ""
    """"variants" | "panels" | "places" | "seasons" | ""."""
    pictures: int = 1
    is_vague: bool = False
    """ "something", "anything nice": no subject was named, on purpose."""
    is_my_choice: bool = False
    """ "surprise me", "whatever you like": the bot is to choose."""

    def slots(self) -> dict[SlotName, str]:
        """The slots with a value, without subject."""
        values: dict[SlotName, str] = {
            "style": self.style, "setting": self.setting, "time": self.time, "palette": self.palette,
            "composition": self.composition, "text": self.printed, "format": self.format, "count": self.count,
            "exclude": ", ".join(self.excluded),
        }  # fmt: skip
        return {name: value for name, value in values.items() if value}

    def evidence(self) -> dict[SlotName, Evidence]:
        values: dict[SlotName, str] = {"subject": self.subject} if self.subject else {}
        return {name: said(value) for name, value in (values | self.slots()).items()}


def said(value: str) -> Evidence:
    return Evidence(value=value, method="said", source="you said", confidence=1.0)


@lru_cache(maxsize=READINGS_KEPT)
def read(text: str, language: str) -> Reading:
    """The text without its opening ("can you please draw me"), slot by slot."""
    printed, left = take_printed(opening.without_opening(text, language), language)
    scan = Scan(left, language)
    series, pictures = take_pictures(scan)
    if _take_seasons(scan):
        series, pictures = "seasons", len(SEASONS)
    excluded = take_excluded(scan)
    chosen_format = take_format(scan)
    composition = take_composition(scan)
    styles = take_styles(scan)
    time = take_time(scan)
    setting = take_setting(scan)
    palette = take_palette(scan)
    count = counts(scan)
    subject = opening.without_closing(opening.without_opening(scan.rest(), language), language)
    subject = opening.without_picture_of(subject, language)
    about = opening.after_vague(subject, language)
    is_vague = about is not None
    is_my_choice = is_vague and opening.is_left_to_me(subject, language)
    subject = subject if about is None else about
    subject = tidy(subject, language)
    subject = subject if _says_something(subject, language) else ""
    if not subject and not is_vague:
        subject = _subject_itself(left, (setting, time), language)
    return Reading(
        language=language, subject=subject, style=", ".join(styles), setting=setting or _place_drawn(subject, language),
        time=time, palette=palette, composition=composition, printed=printed, format=chosen_format, count=count,
        excluded=excluded, series=series, pictures=pictures, is_vague=is_vague and not subject,
        is_my_choice=is_my_choice and not subject,
    )  # fmt: skip


def _take_seasons(scan: Scan) -> bool:
    """ "in each season", "in all four seasons"."""
    found = scan.first("seasons")
    if found is not None:
        scan.take(found.first, found.last)
    return found is not None


def _says_something(subject: str, language: str) -> bool:
    """More than small words."""
    line = Line(subject, language)
    says = any(not line.is_own_word(n, *_SMALL) for n in range(line.size))
    return says or opening.leading_pronoun(subject, language) > 0


_SMALL = ("determiner", "dangling", "polite", "joiner", "place_preposition", "of", "picture", "style_after")


def _subject_itself(text: str, looks: Sequence[str], language: str) -> str:
    """ "a sunset", "a synthwave sunset": what was read as place or time is what is to be seen, where nothing but its looks is beside it."""
    for value in looks:
        bare = phrases.without_article(value, language)
        placed = Line(value, language).at(0, "place_preposition") is not None
        match = re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", text, re.IGNORECASE) if value else None
        if match is None or placed:
            continue
        before = Line(text[: match.start()], language)
        has_article = before.own(0, "indefinite", "determiner") is not None
        tied = any(before.own(n, *_TIES) for n in range(before.size))
        if not tied and before.size <= OWN_LOOKS_MAX + int(has_article):
            lead = before.said(0, 1) if has_article else ""
            return f"{altered_phrases.fitting(lead, match[0])} {match[0]}".strip()
    return ""


_TIES = ("place_preposition", "time_preposition", "bare_time")


def _place_drawn(subject: str, language: str) -> str:
    """A subject that is a place as a whole is the setting too: "a beach"."""
    line, first = Line(subject, language), 0
    while line.is_own_word(first, "determiner"):
        first += 1
    words = [token.norm for token in line.tokens[first:]]
    place = grammar.settings(language).get(words) if words else None
    return " ".join(words) if place is not None and not place.only_after else ""
