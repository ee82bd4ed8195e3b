"""What memory says about how a picture is to be: preferences and rules as slots, the narrower scope first."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.builtin.planner_rules import grammar
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.language import language_of
from adapters.builtin.planner_rules.reading import Reading, read
from adapters.builtin.planner_rules.tokens import stem, tokenise
from agent.domain.generation import Evidence, SlotName
from agent.domain.memory import Memory
from agent.ports import PlanRequest

CONFIDENCE: Mapping[str, float] = {"user": 0.9, "channel": 0.8, "community": 0.7}
RULE_CONFIDENCE = 1.0
_PRIOR_SLOTS: tuple[SlotName, ...] = (
    "style",
    "palette",
    "format",
    "time",
    "composition",
    "exclude",
    "setting",
)
_FRAME = frame("wish")
_NEGATIVE = frame("negative")
_NEGATIVE_FRAME = frame("negative_frame")
_HERE = frame("wish_here")
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


def known(request: PlanRequest, *kinds: str) -> Sequence[Memory]:
    """Live memories of these kinds from profile and recollection, each once, narrowest scope first."""
    listed = [*request.profile.memories, *(recalled.memory for recalled in request.recollection.memories)]
    unique = {memory.id: memory for memory in listed if memory.kind in kinds and memory.valid_to is None}
    order = {"user": 0, "channel": 1, "community": 2}
    return sorted(unique.values(), key=lambda memory: order[memory.scope.kind])


def wishes_of(memory: Memory, said: Reading) -> Mapping[SlotName, str]:
    """The slots that a preference or rule is about; {} where its condition does not hold for this request."""
    text, holds = _unconditional(memory.text, said)
    return read_wishes(text) if holds else {}


def read_wishes(text: str) -> Mapping[SlotName, str]:
    """ "prefers watercolour" -> style; "never gore" -> exclude."""
    plain = _HERE.sub("", text)
    language = language_of(plain)
    if _NEGATIVE.search(plain):
        listed = _NEGATIVE_FRAME.sub("", plain).strip(" .!,")
        return {"exclude": listed} if listed and len(listed.split()) <= 5 else {}
    reading = read(f"x in {_FRAME.sub('', plain)}", language)
    found = reading.slots()
    if not found:
        found = read(_FRAME.sub("", plain), language).slots()
    if not any(name in _PRIOR_SLOTS for name in found) and language == "en":  # "ink drawings", "woodcuts"
        found = read(f"x in {_SEVERAL.sub('', _FRAME.sub('', plain))}", language).slots()
    return {name: value for name, value in found.items() if name in _PRIOR_SLOTS}


_FOR = frame("wish_for")
_ARE = frame("wish_are")


def _unconditional(text: str, said: Reading) -> tuple[str, bool]:
    """ "banners are 3:1" says "3:1" where a banner is asked for, and nothing anywhere else."""
    found = _condition(text)
    return (found[1], _mentioned(found[0], said)) if found else (text, True)


def _condition(text: str) -> tuple[str, str] | None:
    """The things it holds for, and what holds: ("banners", "3:1")."""
    for pattern, condition, wish in ((_FOR, 2, 1), (_ARE, 1, 2)):
        match = pattern.match(text.strip(" .!"))
        if match is None or match[condition].lower().strip() in grammar.word_set("everything"):
            continue
        if re.search(r"\w", match[wish]):
            return match[condition], match[wish]
    return None


def _mentioned(words: str, said: Reading) -> bool:
    """Whether the request names one of the words, in whatever number."""
    asked = " ".join([said.subject, *said.slots().values()])
    present = {stem(token.norm) for token in tokenise(asked)}
    small = ("determiner", "joiner", "place_preposition", "of")
    content = [
        token.norm
        for token in tokenise(words)
        if not any(grammar.words(name, "en").get([token.norm]) for name in small)
    ]
    return any(stem(word) in present for word in content)


def _joined(before: Evidence | None, value: str, memory: Memory, *, rule: bool) -> Evidence:
    scope = memory.scope.kind
    source = f"{scope} rule: {memory.text}" if rule else f"memory: {memory.sentence()}"
    if before is not None:
        return Evidence(
            value=f"{before.value}, {value}", method="recall", source=f"{before.source}; {source}",
            confidence=before.confidence, memory=before.memory,
        )  # fmt: skip
    confidence = RULE_CONFIDENCE if rule else CONFIDENCE[scope]
    return Evidence(value=value, method="recall", source=source, confidence=confidence, memory=memory.id)
