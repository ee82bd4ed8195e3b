"""Series: variants, comic panels, one character in several places."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.planner_rules import grammar, wishes
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.narrating import told_in_full
from adapters.builtin.planner_rules.reading import SEASONS, Reading, read
from adapters.builtin.planner_rules.tokens import tokenise
from agent.domain.generation import Panel, SlotName
from agent.limits import PICTURES_PER_TURN_MAX

_PLACES = ("at the beach", "in a forest", "in a city at night", "in the mountains")
"""Where a series goes when nobody said."""
STYLES = ("watercolour", "pixel art", "woodcut", "neon")
"""What a series in different styles goes through where nobody said."""
LABEL_CHARS_MAX = 80
REQUESTS_MAX = 8
_PARTS = frame("parts")
_THEN = frame("and_then")
_FIRST = frame("first_of_all")


def common_to(reading: Reading, text: str) -> Reading:
    """What all pictures of a series share: of listed panels what stands before the colon, of several requests the look."""
    if reading.series == "panels" and _listed(text, reading.pictures):
        head, _, listed = text.partition(":")
        return replace(
            read(head, reading.language),
            subject=listed.strip(" ."),
            series=reading.series,
            pictures=reading.pictures,
        )
    parts = requests_in(text, reading.language) if not reading.series else ()
    if not parts:
        return reading
    read_parts = [read(part, reading.language) for part in parts]
    last = read_parts[-1]
    return Reading(
        language=reading.language, subject="; ".join(one.subject for one in read_parts if one.subject),
        style=last.style, palette=last.palette, format=last.format, excluded=last.excluded,
    )  # fmt: skip


def requests_in(text: str, language: str) -> tuple[str, ...]:
    """The pictures of "a fox and then a bear", "draw a cat. draw a dog", one text each; () for one request. "a cat jumps and then
    falls" is one: what follows names nobody."""
    parts = [part.strip(" ,.;!") for part in _THEN.split(text) if re.search(r"\w", part)]
    if not 2 <= len(parts) <= REQUESTS_MAX:
        return ()
    names_somebody = [_names_a_picture(part, language) for part in parts]
    return tuple(parts) if all(names_somebody) else ()


def _names_a_picture(part: str, language: str) -> bool:
    if frame("orders_a_change").match(part) or frame("same").match(part):
        return False
    rest = wishes.without_opening(_FIRST.sub("", part), language)
    tokens = tokenise(rest)
    opens = grammar.words("determiner", language).at(tokens, 0) or grammar.numbers(language).at(tokens, 0)
    pronoun = wishes.PRONOUNS[language].match(rest) or re.match(
        r"^(?:the|same|its|his|her|their)\b", rest, re.IGNORECASE
    )
    names = opens.last < len(tokens) if opens else wishes.starts_with_wish(part, language)
    return bool(tokens) and names and pronoun is None


def panels_of(reading: Reading, text: str) -> tuple[Panel, ...]:
    """One panel a picture, at most PICTURES_PER_TURN_MAX; () for a single picture."""
    if not reading.series and (parts := requests_in(text, reading.language)):
        asked = parts[:PICTURES_PER_TURN_MAX]
        return tuple(
            _panel(n, _FIRST.sub("", part), reading.language, "picture") for n, part in enumerate(asked, 1)
        )
    number = min(reading.pictures, PICTURES_PER_TURN_MAX)
    if not reading.series or number < 2:
        return ()
    listed = _listed(text, number)
    if reading.series == "seasons":
        return tuple(Panel(label=season, slots={"time": season}) for season in SEASONS)
    if reading.series == "places":
        return _in_places(listed, number, reading.language)
    if reading.series == "panels" and listed:
        told = told_in_full(listed[:number], reading.language)
        return tuple(_panel(n, part, reading.language, "panel") for n, part in enumerate(told, 1))
    word = "panel" if reading.series == "panels" else "variant"
    return tuple(Panel(label=f"{word} {n}") for n in range(1, number + 1))


def too_many(reading: Reading) -> str:
    """What is said when more pictures were wanted than one request may yield."""
    if reading.pictures <= PICTURES_PER_TURN_MAX:
        return ""
    return f"I draw at most {PICTURES_PER_TURN_MAX} pictures at a time."


def _listed(text: str, number: int) -> Sequence[str]:
    """What is in each picture, as listed after the colon."""
    _, colon, after = text.partition(":")
    if not colon:
        return ()
    parts = [part.strip(" ,.;") for part in _PARTS.split(after) if part and re.search(r"\w", part)]
    if len(parts) < 2:
        parts = [part.strip(" .!") for part in re.split(r"(?<=[.!?])\s+", after) if part.strip()]
    if len(parts) < 2:
        parts = [part.strip(" .") for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", after) if part.strip()]
    return parts if len(parts) >= 2 else ()


def _panel(number: int, part: str, language: str, word: str) -> Panel:
    reading = read(part, language)
    slots: dict[SlotName, str] = dict(reading.slots())
    if reading.subject:
        slots["subject"] = reading.subject
    # What has a subject is told by it; the reply names both.
    label = f"{word} {number}" if "subject" in slots else f"{word} {number}: {part}"
    return Panel(label=label[:LABEL_CHARS_MAX], slots=slots)


def _in_places(listed: Sequence[str], number: int, language: str) -> tuple[Panel, ...]:
    places = [*listed, *(place for place in _PLACES if place not in listed)][:number]
    return tuple(Panel(label=place, slots={**_place(place, language)}) for place in places)


def _place(place: str, language: str) -> dict[SlotName, str]:
    reading = read(f"x {place}" if re.match(r"^(?:in|on|at|under)\b", place) else f"x in {place}", language)
    slots: dict[SlotName, str] = {
        "setting": reading.setting or re.sub(r"^(?:the|an?)\s+", "", place, flags=re.IGNORECASE)
    }
    if reading.time:
        slots["time"] = reading.time
    return slots
