"""Series: variants, comic panels, one character in several places."""

import re
from collections.abc import Sequence

from adapters.offline.planning.grammar import frame
from adapters.offline.planning.reading import Reading, read
from agent.generation import Panel, SlotName
from agent.limits import PICTURES_PER_TURN_MAX

_PLACES = ("at the beach", "in a forest", "in a city at night", "in the mountains")
"""Where a series goes when nobody said."""
STYLES = ("watercolour", "pixel art", "woodcut", "neon")
"""What a series in different styles goes through where nobody said."""
_PARTS = frame("parts")


def panels_of(reading: Reading, text: str) -> tuple[Panel, ...]:
    """One panel a picture, at most PICTURES_PER_TURN_MAX; () for a single picture."""
    number = min(reading.pictures, PICTURES_PER_TURN_MAX)
    if not reading.series or number < 2:
        return ()
    listed = _listed(text, number)
    if reading.series == "places":
        return _in_places(listed, number, reading.language)
    if reading.series == "panels" and listed:
        return tuple(_panel(n, part, reading.language) for n, part in enumerate(listed[:number], 1))
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
        parts = [part.strip(" .") for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", after) if part.strip()]
    return parts if len(parts) >= 2 else ()


def _panel(number: int, part: str, language: str) -> Panel:
    reading = read(part, language)
    slots: dict[SlotName, str] = dict(reading.slots())
    if reading.subject:
        slots["subject"] = reading.subject
    return Panel(label=f"panel {number}: {part}"[:80], slots=slots)


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
