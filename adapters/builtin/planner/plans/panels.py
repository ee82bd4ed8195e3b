"""Series: variants, comic panels, one character in several places, several requests in one message."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.frames import frame
from adapters.builtin.planner.reading import opening
from adapters.builtin.planner.reading.reading import SEASONS, Reading, read
from agent.domain.generation import Panel, SlotName
from agent.limits import PICTURES_PER_TURN_MAX
from agent.translation.catalogue import N_, _, ngettext

_PLACES = (N_("at the beach"), N_("in a forest"), N_("in a city at night"), N_("in the mountains"))
"""Where a series goes when nobody said."""
STYLES = (N_("watercolour"), N_("pixel art"), N_("woodcut"), N_("neon"))
"""What a series in different styles goes through where nobody said."""
LABEL_CHARS_MAX = 80
REQUESTS_MAX = 8
_SENTENCE = re.compile(r"(?<=[.!?])\s+|[;\n]+")


def common_to(reading: Reading, text: str) -> Reading:
    """What all pictures of a series share: of listed panels what stands before the colon, of several requests the look."""
    if reading.series == "panels" and _listed(text, reading.pictures):
        head, _colon, listed = text.partition(":")
        common = read(head, reading.language)
        return replace(common, subject=listed.strip(" ."), series=reading.series, pictures=reading.pictures)
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
    parts = [part.strip(" ,.;!") for part in _cut_at_then(text, language) if re.search(r"\w", part)]
    if not 2 <= len(parts) <= REQUESTS_MAX:
        return ()
    names_somebody = [_names_a_picture(part, language) for part in parts]
    return tuple(parts) if all(names_somebody) else ()


def _cut_at_then(text: str, language: str) -> list[str]:
    """At "and then", "then", "and another picture of", and where a sentence with its own verb of drawing begins."""
    pieces: list[str] = []
    for sentence in _SENTENCE.split(text):
        line, start = Line(sentence, language), 0
        thens = [(found.first, found.last) for found in grammar.words("then", language).all(line.tokens)]
        for first, last in sorted((*thens, *_further_pictures(line))):
            pieces.append(sentence[start : line.tokens[first].start])
            start = line.tokens[last - 1].end
        pieces.append(sentence[start:])
    return pieces


def _further_pictures(line: Line) -> Iterator[tuple[int, int]]:
    """First and last word of each "and another picture of"."""
    for joiner in grammar.words("joiner", line.language).all(line.tokens):
        another = line.own(joiner.last, "another_one")
        noun = line.own(another.last, "picture") if another is not None else None
        of = line.own(noun.last, "of") if noun is not None else None
        if of is not None and of.last < line.size:
            yield joiner.first, of.last


def _names_a_picture(part: str, language: str) -> bool:
    line = Line(opening.without_opening(_without_first(part), language), language)
    opens = line.own(0, "determiner") or grammar.numbers(language).at(line.tokens, 0)
    names = opens.last < line.size if opens else opening.starts_with_wish(part, language)
    tied_back = not line.size or line.norm(0) in grammar.word_set("tied_back")
    return names and not tied_back and not opening.leading_pronoun(line.text, language)


def _without_first(part: str) -> str:
    return Line(part, "any").after("first_of_all") or part


def panels_of(reading: Reading, text: str) -> tuple[Panel, ...]:
    """One panel a picture, at most PICTURES_PER_TURN_MAX; () for a single picture."""
    language = reading.language
    if not reading.series and (parts := requests_in(text, language)):
        asked = parts[:PICTURES_PER_TURN_MAX]
        return tuple(
            _panel(_("picture {number}", number=n), _without_first(part), language)
            for n, part in enumerate(asked, 1)
        )
    number = min(reading.pictures, PICTURES_PER_TURN_MAX)
    if not reading.series or number < 2:
        return ()
    listed = _listed(text, number)
    if reading.series == "seasons":
        return tuple(Panel(label=season, slots={"time": season}) for season in map(_, SEASONS))
    if reading.series == "places":
        return _in_places(listed, number, language)
    if reading.series == "variants":
        return tuple(Panel(label=_("variant {number}", number=n)) for n in range(1, number + 1))
    labels = [_("panel {number}", number=n) for n in range(1, number + 1)]
    if not listed:
        return tuple(Panel(label=label) for label in labels)
    told = _told_in_full(listed[:number], language)
    return tuple(_panel(label, part, language) for label, part in zip(labels, told, strict=False))


def too_many(reading: Reading) -> str:
    """What is said when more pictures were wanted than one request may yield."""
    if reading.pictures <= PICTURES_PER_TURN_MAX:
        return ""
    most = PICTURES_PER_TURN_MAX
    return ngettext("I draw at most {n} picture at a time.", "I draw at most {n} pictures at a time.", most)


def _listed(text: str, number: int) -> Sequence[str]:
    """What is in each picture, as listed after the colon."""
    _before, colon, after = text.partition(":")
    if not colon:
        return ()
    for cut in (frame("panel_parts"), re.compile(r"(?<=[.!?])\s+"), re.compile(r",\s*(?:and\s+)?|\s+and\s+")):
        parts = [part.strip(" ,.;!") for part in cut.split(after) if part and re.search(r"\w", part)]
        if len(parts) >= 2:
            return parts
    return ()


def _told_in_full(parts: Sequence[str], language: str) -> Sequence[str]:
    """The parts with "it", "they" and a missing subject in the words of the first one: "a robot finds a flower, waters it" leaves
    out whom the second panel shows. Other languages stay as they are."""
    line = Line(parts[0], "en")
    found = grammar.things_named("en").all(line.tokens) if language == "en" else ()
    nouns = list(dict.fromkeys(line.said(one.first, one.last).lower() for one in found))
    cast = [f"the {noun}" for noun in nouns]
    return [parts[0], *(_told(part, cast) for part in parts[1:])] if cast else parts


def _told(part: str, cast: Sequence[str]) -> str:
    who, thing, first = cast[0], cast[-1], part.split(" ", 1)[0].lower()
    everyone = " and ".join(cast)
    standing_for = {"they": everyone, "both": everyone, "he": who, "she": who, "it": thing}
    told = f"{standing_for[first]}{part[len(first) :]}" if first in standing_for else part
    if not re.fullmatch(r"[a-z]+[^suc\W]s", first) or grammar.things_named("en").whole(first):
        return told
    told = f"{who} {told}"  # "waters it" says what is done
    of_it = r"(?<=\w)\s+it\b(?!\s+(?:is|was|has|'s))"
    return re.sub(of_it, f" {thing}", told) if len(cast) > 1 else told


def _panel(name: str, part: str, language: str) -> Panel:
    reading = read(part, language)
    slots: dict[SlotName, str] = dict(reading.slots())
    if reading.subject:
        slots["subject"] = reading.subject
    # What has a subject is told by it; the reply names both.
    label = name if "subject" in slots else _("{panel}: {what}", panel=name, what=part)
    return Panel(label=label[:LABEL_CHARS_MAX], slots=slots)


def _in_places(listed: Sequence[str], number: int, language: str) -> tuple[Panel, ...]:
    places = [*listed, *(place for place in map(_, _PLACES) if place not in listed)][:number]
    return tuple(Panel(label=place, slots=_place(place, language)) for place in places)


def _place(place: str, language: str) -> dict[SlotName, str]:
    reading = read(f"x {place}" if re.match(r"^(?:in|on|at|under)\b", place) else f"x in {place}", language)
    bare = re.sub(r"^(?:the|an?)\s+", "", place, flags=re.IGNORECASE)
    slots: dict[SlotName, str] = {"setting": reading.setting or bare}
    if reading.time:
        slots["time"] = reading.time
    return slots
