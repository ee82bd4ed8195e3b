"""Series: variants, comic panels, one character in several places, several requests in one message."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.reading import opening
from adapters.builtin.planner.reading.reading import SEASONS, Reading, read
from agent.domain.generation import Panel, SlotName
from agent.limits import PICTURES_PER_TURN_MAX
from agent.text.words import Token, tokenise
from agent.translation.catalogue import N_, _, ngettext

_PLACES = (N_("at the beach"), N_("in a forest"), N_("in a city at night"), N_("in the mountains"))
"""Where a series goes when nobody said."""
STYLES = (N_("watercolour"), N_("pixel art"), N_("woodcut"), N_("neon"))
"""What a series in different styles goes through where nobody said."""
LABEL_CHARS_MAX = 80
REQUESTS_MAX = 8
_PARTS = re.compile(
    r"\s*(?:\n+|;|(?:^|\s)(?:\d+\s*[.):]|\(\d+\)|panel \d+:?|scene \d+:?|first,?|then,?|next,?|finally,?|and finally)\s+"
    r"|\s\|\s|\s*->\s*|→)\s*",
    re.IGNORECASE,
)
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
        tokens = tokenise(sentence)
        start = 0
        thens = [(found.first, found.last) for found in grammar.words("then", language).all(tokens)]
        for first, last in sorted((*thens, *_further_pictures(tokens, language))):
            pieces.append(sentence[start : tokens[first].start])
            start = tokens[last - 1].end
        pieces.append(sentence[start:])
    return pieces


def _further_pictures(tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """First and last word of each "and another picture of"."""
    for joiner in grammar.words("joiner", language).all(tokens):
        another = grammar.words("another_one", language).at(tokens, joiner.last)
        noun = grammar.words("picture", language).at(tokens, another.last) if another is not None else None
        of = grammar.words("of", language).at(tokens, noun.last) if noun is not None else None
        if of is not None and of.last < len(tokens):
            yield joiner.first, of.last


def _names_a_picture(part: str, language: str) -> bool:
    rest = opening.without_opening(_without_first(part), language)
    tokens = tokenise(rest)
    opens = grammar.words("determiner", language).at(tokens, 0) or grammar.numbers(language).at(tokens, 0)
    names = opens.last < len(tokens) if opens else opening.starts_with_wish(part, language)
    tied_back = not tokens or tokens[0].norm in grammar.word_set("tied_back")
    return names and not tied_back and not opening.leading_pronoun(rest, language)


def _without_first(part: str) -> str:
    tokens = tokenise(part)
    found = grammar.spoken("first_of_all", "any").at(tokens, 0)
    return part[tokens[found.last].start :] if found and found.last < len(tokens) else part


def panels_of(reading: Reading, text: str) -> tuple[Panel, ...]:
    """One panel a picture, at most PICTURES_PER_TURN_MAX; () for a single picture."""
    if not reading.series and (parts := requests_in(text, reading.language)):
        asked = parts[:PICTURES_PER_TURN_MAX]
        return tuple(
            _panel(n, _without_first(part), reading.language, _picture_name)
            for n, part in enumerate(asked, 1)
        )
    number = min(reading.pictures, PICTURES_PER_TURN_MAX)
    if not reading.series or number < 2:
        return ()
    listed = _listed(text, number)
    if reading.series == "seasons":
        return tuple(Panel(label=season, slots={"time": season}) for season in map(_, SEASONS))
    if reading.series == "places":
        return _in_places(listed, number, reading.language)
    if reading.series == "panels" and listed:
        told = _told_in_full(listed[:number], reading.language)
        return tuple(_panel(n, part, reading.language, _panel_name) for n, part in enumerate(told, 1))
    name = _panel_name if reading.series == "panels" else _variant_name
    return tuple(Panel(label=name(n)) for n in range(1, number + 1))


def _picture_name(number: int) -> str:
    return _("picture {number}", number=number)


def _panel_name(number: int) -> str:
    return _("panel {number}", number=number)


def _variant_name(number: int) -> str:
    return _("variant {number}", number=number)


def too_many(reading: Reading) -> str:
    """What is said when more pictures were wanted than one request may yield."""
    if reading.pictures <= PICTURES_PER_TURN_MAX:
        return ""
    return ngettext(
        "I draw at most {n} picture at a time.",
        "I draw at most {n} pictures at a time.",
        PICTURES_PER_TURN_MAX,
    )


def _listed(text: str, number: int) -> Sequence[str]:
    """What is in each picture, as listed after the colon."""
    _before, colon, after = text.partition(":")
    if not colon:
        return ()
    for cut in (_PARTS, re.compile(r"(?<=[.!?])\s+"), re.compile(r",\s*(?:and\s+)?|\s+and\s+")):
        parts = [part.strip(" ,.;!") for part in cut.split(after) if part and re.search(r"\w", part)]
        if len(parts) >= 2:
            return parts
    return ()


def _told_in_full(parts: Sequence[str], language: str) -> Sequence[str]:
    """The parts with "it", "they" and a missing subject in the words of the first one: "a robot finds a flower, waters it" leaves
    out whom the second panel shows. Other languages stay as they are."""
    first = parts[0]
    tokens = tokenise(first)
    found = grammar.things_named("en").all(tokens) if language == "en" else ()
    nouns = list(
        dict.fromkeys(first[tokens[one.first].start : tokens[one.last - 1].end].lower() for one in found)
    )
    return (
        [first, *(_told(part, [f"the {noun}" for noun in nouns]) for part in parts[1:])] if nouns else parts
    )


def _told(part: str, cast: Sequence[str]) -> str:
    who, thing, first = cast[0], cast[-1], part.split(" ", 1)[0].lower()
    standing_for = {
        "they": " and ".join(cast),
        "both": " and ".join(cast),
        "he": who,
        "she": who,
        "it": thing,
    }
    told = f"{standing_for[first]}{part[len(first) :]}" if first in standing_for else part
    acts = re.fullmatch(r"[a-z]+[^suc\W]s", first) and not grammar.things_named("en").whole(first)
    told = f"{who} {told}" if acts else told
    return (
        re.sub(r"(?<=\w)\s+it\b(?!\s+(?:is|was|has|'s))", f" {thing}", told)
        if acts and len(cast) > 1
        else told
    )


def _panel(number: int, part: str, language: str, named: Callable[[int], str]) -> Panel:
    reading = read(part, language)
    slots: dict[SlotName, str] = dict(reading.slots())
    if reading.subject:
        slots["subject"] = reading.subject
    # What has a subject is told by it; the reply names both.
    name = named(number)
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
