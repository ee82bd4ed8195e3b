"""People whom the platform names, read as somebody known: a name that is nobody's and no word stands for each of them while the message is
read, and `@me` or `@name` for the plan."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from adapters.builtin.language import small_words as grammar
from agent.domain.cast import evidence_of
from agent.domain.conversation import Said
from agent.domain.generation import Evidence, Plan
from agent.domain.memory import Memory, MemoryId, MemoryScope
from agent.policy.people_in_plans import AUTHOR
from agent.ports import PlanRequest
from agent.text.words import normalised, tokenise

T = TypeVar("T")

STAND_INS = (
    "Fenja", "Dagny", "Bodil", "Gunvor", "Eirik", "Hilke", "Torvald", "Sunniva", "Ragnhild", "Oddvar", "Ingvild", "Haldis",
)  # fmt: skip
"""Names that no lexicon knows as a thing. One that the message or a memory has already is passed over."""
PERSON = "person:"
"""Begins the id of the memory that stands for one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A request with stand-ins, and how to say it with the people's own names again."""

    request: PlanRequest
    markers: Mapping[str, str]
    """Stand-in to `@me` or `@name`."""

    def said_again(self, plan: Plan) -> Plan:
        """The plan with the people's markers, who are no memory and have no picture yet."""
        if not any(stand_in in repr(plan) for stand_in in self.markers):
            return plan
        marked = _reworded(plan, self._marked)
        evidence = marked.context.slots.get("character")
        if evidence is None:
            return marked
        slots = {**marked.context.slots, "character": _of_people(evidence)}
        return replace(marked, context=replace(marked.context, slots=slots))

    def _marked(self, text: str) -> str:
        for stand_in, marker in self.markers.items():
            text = text.replace(stand_in, marker)
        return text


def renamed(request: PlanRequest) -> Renamed:
    """With a stand-in for the author, and for each person whom the message names or answers."""
    said = request.turn.request
    people = said.people if isinstance(said, Said) else ()
    free = _free(request)
    markers = {next(free): AUTHOR}
    text = request.text
    for person in sorted(people, key=lambda one: -len(one.name)):
        stand_in = next(free, None)
        if stand_in is None:
            break
        markers[stand_in] = f"@{person.name}"
        text = text.replace(f"@{person.name}", stand_in)
        text = _answered(text, stand_in) if person.replied else text
    known = tuple(_known(request, stand_in, marker) for stand_in, marker in markers.items())
    profile = replace(request.profile, memories=(*known, *request.profile.memories))
    return Renamed(request=replace(request, text=text, profile=profile), markers=markers)


def stand_in_of_author(request: PlanRequest) -> str:
    """What stands for the author in a renamed request; "" in any other."""
    return next((m.name for m in request.profile.memories if m.id == f"{PERSON}{AUTHOR}"), "")


def is_person(memory: str | None) -> bool:
    return memory is not None and memory.startswith(PERSON)


def _free(request: PlanRequest) -> Iterator[str]:
    listed = [*request.profile.memories, *(found.memory for found in request.recollection.memories)]
    taken = normalised(" ".join([request.text, *(f"{m.name} {' '.join(m.aliases)}" for m in listed)]))
    yield from (name for name in STAND_INS if normalised(name) not in taken)


def _known(request: PlanRequest, stand_in: str, marker: str) -> Memory:
    author = request.turn.author.id
    return Memory(
        id=MemoryId(f"{PERSON}{marker}"), scope=MemoryScope(kind="user", key=author), kind="character", text="", author=author,
        name=stand_in, valid_from=request.now,
    )  # fmt: skip


def _answered(text: str, stand_in: str) -> str:
    """ "draw him as a pirate", in answer to somebody: the pronoun means them."""
    pronouns = grammar.word_set("somebody")
    found = next((token for token in tokenise(text) if token.norm in pronouns), None)
    return text if found is None else f"{text[: found.start]}{stand_in}{text[found.end :]}"


def _of_people(evidence: Evidence) -> Evidence:
    people = tuple(replace(one, memory=None) if is_person(one.memory) else one for one in evidence.characters)
    if people == evidence.characters:
        return evidence
    recalled = any(one.memory for one in people)
    if recalled:
        return evidence_of(people, method="recall", source=evidence.source, confidence=evidence.confidence)
    return evidence_of(people, method="said", source="you said")


def _reworded(value: T, said: Callable[[str], str]) -> T:
    """The same with every text in it said otherwise."""
    found: Any = value
    if isinstance(value, str):
        found = said(value)
    elif isinstance(value, tuple):
        found = tuple(_reworded(one, said) for one in cast("tuple[Any, ...]", value))
    elif isinstance(value, Mapping):
        found = {key: _reworded(one, said) for key, one in cast("Mapping[Any, Any]", value).items()}
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _reworded(getattr(value, f.name), said) for f in fields(value) if f.init}
        found = replace(cast("Any", value), **changed)
    return found
