"""What memory says about how a picture is to be: preferences and rules as slots, the narrower scope first."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.languages import language_of
from adapters.builtin.language.lexicon import StyleEntry
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.frames import frame
from adapters.builtin.planner.reading.reading import Reading, read
from adapters.builtin.planner.wanted import known
from agent.domain.generation import Evidence, SlotName
from agent.domain.memory import Memory
from agent.ports import PlanRequest
from agent.text.words import normalised, singular, tokenise

CONFIDENCE: Mapping[str, float] = {"user": 0.9, "channel": 0.8, "community": 0.7}
RULE_CONFIDENCE = 1.0
EXCLUDED_WORDS_MAX = 5
_PRIOR_SLOTS: tuple[SlotName, ...] = (
    "style", "palette", "format", "time", "composition", "exclude", "setting",
)  # fmt: skip
_FOOD = frozenset(
    map(chr, (*range(0x1F345, 0x1F380), *range(0x1F950, 0x1F970), *range(0x1F9C0, 0x1F9CC), 0x1FAD4))
)
_PEOPLE = frozenset("👧👦👩👨🧑👶👴👵")
_SEVERAL = re.compile(r"(?<=ch)es\b|(?<=sh)es\b|(?<=[a-z]{2}[^su\W])s\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """What memory fills in."""

    slots: Mapping[SlotName, Evidence]
    """Preferences: used where the message and the thread say nothing."""
    ruled: Mapping[SlotName, Evidence]
    """Rules: they hold over the message."""
    forbidden: tuple[tuple[str, Memory], ...]
    """Things that a rule forbids."""
    meanings: Mapping[SlotName, Evidence]
    """What a word of the request stands for here: "banners are 4:1"."""


def priors(request: PlanRequest, said: Reading) -> Priors:
    """Everything that the profile and the recollection say, the narrowest scope first."""
    slots: dict[SlotName, Evidence] = {}
    ruled: dict[SlotName, Evidence] = {}
    forbidden: list[tuple[str, Memory]] = []
    meanings: dict[SlotName, Evidence] = {}
    for memory in known(request, "rule"):
        for name, value in wishes_of(memory, said).items():
            if name == "exclude":
                forbidden.append((value, memory))
            ruled[name] = _joined(ruled.get(name) if name == "exclude" else None, value, memory, rule=True)
    for memory in known(request, "preference"):
        for name, value in wishes_of(memory, said).items():
            if name == "exclude":
                if not _mentioned(value, said):
                    slots[name] = _joined(slots.get(name), value, memory, rule=False)
            elif name not in slots:
                slots[name] = _joined(None, value, memory, rule=False)
                if name == "format" and said.format and _condition(memory.text) is not None:
                    meanings[name] = slots[name]
    return Priors(slots=slots, ruled=ruled, forbidden=tuple(forbidden), meanings=meanings)


def wishes_of(memory: Memory, said: Reading) -> Mapping[SlotName, str]:
    """The slots that a preference or rule is about; {} where its condition does not hold for this request."""
    if Line(memory.text, language_of(memory.text)).has("liked_no_more"):
        return {}  # "liked pastels, no longer does"
    found = _condition(memory.text)
    if found is None:
        return read_wishes(memory.text)
    return read_wishes(found[1]) if _mentioned(found[0], said) else {}


def read_wishes(text: str) -> Mapping[SlotName, str]:
    """ "prefers watercolour" -> style; "never gore" -> exclude."""
    plain = text
    for found in reversed(Line(text, "any").all("wish_places")):
        plain = Line(plain, "any").without(found, put="")
    plain = " ".join(plain.split())
    language = language_of(plain)
    if Line(plain, "any").has("negative"):
        listed = after_lead(plain, "negative_lead").strip(" .!,")
        return {"exclude": listed} if listed and len(listed.split()) <= EXCLUDED_WORDS_MAX else {}
    core = after_lead(plain, "wish_lead").strip(" .!,")
    for said in (f"x in {core}", core, f"x in {_SEVERAL.sub('', core)}"):  # "ink drawings", "woodcuts"
        slots = read(said, language).slots().items()
        wished: dict[SlotName, str] = {name: value for name, value in slots if name in _PRIOR_SLOTS}
        if wished:
            return wished
    return _look_named(core)


def _look_named(text: str) -> Mapping[SlotName, str]:
    """A style or colours that the text names in whatever language: a few words of memory tell theirs badly ("tonos pastel")."""
    line = Line(text, "any")
    found = next(iter(grammar.any_look().all(line.tokens)), None)
    if found is None:
        return {}
    slot: SlotName = "style" if isinstance(found.value, StyleEntry) else "palette"
    return {slot: line.said(found.first, found.last)}


def after_lead(text: str, name: str) -> str:
    """The text from its first word on that is none of the words of that name."""
    line, position = Line(text, "any"), 0
    while (found := line.at(position, name)) is not None:
        position = found.last
    return line.since(position)


def _condition(text: str) -> tuple[str, str] | None:
    """The things it holds for, and what holds: ("banners", "3:1")."""
    for name in ("for_things", "things_are"):
        match = frame(name).match(text.strip(" .!"))
        told = match is not None and re.search(r"\w", match["wish"])
        if match and told and match["things"].lower().strip() not in grammar.word_set("everything"):
            return match["things"], match["wish"]
    return _of_some_things(text)


def _of_some_things(text: str) -> tuple[str, str] | None:
    """ "likes landscapes in watercolour": of what can be seen, and not of pictures as such."""
    match = frame("things_in").match(text.strip(" .!"))
    if match is None or not read_wishes(match["wish"]):
        return None
    every = grammar.word_set("everything") | grammar.word_set("picture")
    said = Line(match["things"], "any")
    plain = all(said.norm(n) in every or said.norm(n).removesuffix("s") in every for n in range(said.size))
    return None if plain or read_wishes(match["things"]) else (match["things"], match["wish"])


def _mentioned(words: str, said: Reading) -> bool:
    """Whether the request names one of the words, in whatever number; words to print are what "text" names."""
    asked = " ".join([said.subject, *said.slots().values()])
    present = {singular(token.norm) for token in tokenise(asked)}
    present |= {singular(word) for word in grammar.word_set("lettering_part")} if said.printed else set()
    line, small = Line(words, "en"), ("determiner", "joiner", "place_preposition", "of")
    content = {line.norm(n) for n in range(line.size) if line.own(n, *small) is None}
    return any(singular(word) in present for word in content) or _is_of_kind(content, asked)


def _is_of_kind(words: Set[str], asked: str) -> bool:
    """Whether the request is of what the words name as a whole: ramen is food, "head and shoulders" a portrait."""
    said = f" {normalised(asked)} "
    if words & grammar.word_set("portrait_kind"):
        return any(f" {sign} " in said.replace(",", " ") for sign in grammar.word_set("portrait_signs"))
    shown = [one.value[:1] for one in grammar.things().all(tokenise(asked))]
    named = [singular(token.norm) for token in tokenise(asked)]
    return (
        (bool(words & grammar.word_set("food_kind")) and any(one in _FOOD for one in shown))
        or (bool(words & grammar.word_set("animal_kind")) and any(grammar.is_animal(one) for one in named))
        or (bool(words & grammar.word_set("person_kind")) and any(one in _PEOPLE for one in shown))
    )


def _joined(before: Evidence | None, value: str, memory: Memory, *, rule: bool) -> Evidence:
    scope = memory.scope.kind
    source = f"{scope} rule: {memory.text}" if rule else f"memory: {memory.sentence()}"
    if before is not None:
        return replace(before, value=f"{before.value}, {value}", source=f"{before.source}; {source}")
    confidence = RULE_CONFIDENCE if rule else CONFIDENCE[scope]
    return Evidence(value=value, method="recall", source=source, confidence=confidence, memory=memory.id)
