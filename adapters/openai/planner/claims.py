"""What a model claims of a value, held against what it was shown: a small model calls its own inventions "said", cites a memory at
random, and copies the examples of its prompt. Where a value comes from is looked up here, and the claim is only a hint."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.openai.chat.spoken_text import is_quoted, one_line, stands_in
from adapters.openai.planner.plan_shape import SlotShape
from adapters.openai.planner.planner_context import Sight
from agent.domain.characters import characters_in, remembered
from agent.domain.generation import Evidence, Method, SlotName
from agent.domain.memory import Memory
from agent.ports import PlanRequest

VALUE_CHARS_MAX = 400
_PLACEHOLDER = re.compile(r"<[^<>\d]{2,40}>")
"""As the prompts write whatever their examples leave open. Nobody's picture is of "<animal>"."""


def is_placeholder(text: str, request: PlanRequest) -> bool:
    """Whether a text was copied from an example of the prompt; a person may write such words all the same."""
    return any(hit not in request.text for hit in _PLACEHOLDER.findall(text))


def evidence_of(found: SlotShape, request: PlanRequest, sight: Sight) -> Evidence | None:
    """The value with where it really comes from; None for a value that is none."""
    value = one_line(found.value, VALUE_CHARS_MAX)
    if not value or is_placeholder(value, request):
        return None
    confidence = round(found.confidence, 3)
    if found.slot in request.answers and found.method in ("said", "assume"):
        return Evidence(value=value, method="ask", source="you answered")
    source = _said_by(value, found.slot, request)
    memory = _memory_of(value, found, sight, is_said=bool(source))
    if memory is not None:
        return Evidence(
            value=value, method="recall", source=f"memory: {memory.sentence()}", confidence=confidence, memory=memory.id
        )  # fmt: skip
    if found.method == "said" and source:
        return Evidence(value=value, method="said", source=source, confidence=confidence)
    method: Method = found.method if found.method in ("reason", "assume") else "reason"
    return Evidence(value=value, method=method, source=one_line(found.why, 160), confidence=confidence)


def people_of(evidence: Evidence, before: Evidence | None, sight: Sight) -> Evidence:
    """The slot character: who it is, after those that the model named `before` in a value of their own. What rests on memory
    rests, for each, on the memory of that name that was shown."""
    known = [remembered(memory, images=2) for memory in sight.memories.values() if memory.kind == "character"]
    people = characters_in(evidence.value, known if evidence.method == "recall" else ())
    others = [one for one in people if one.memory is None]
    if evidence.memory and evidence.memory not in {one.memory for one in people} and others:
        cited = replace(others[0], memory=evidence.memory)  # called otherwise than in memory
        people = tuple(cited if one is others[0] else one for one in people)
    if before is None:
        return replace(evidence, characters=people)
    together = {one.called.casefold(): one for one in (*before.people(), *people)}
    origin = before if before.method == "recall" else evidence
    return replace(origin, characters=tuple(together.values()))


def _said_by(value: str, slot: SlotName, request: PlanRequest) -> str:
    """Who said it, for a person to read; "" where nobody did. Words to be printed are said only word for word."""
    holds = is_quoted if slot == "text" else stands_in
    author = request.turn.author.id
    own = [line.text for line in request.turn.thread if line.author is not None and line.author.id == author]
    waiting = [e.value for e in request.pending.context.slots.values()] if request.pending else []
    if any(holds(value, words) for words in (request.text, *request.answers.values(), *own, *waiting)):
        return "you said"
    others = [
        words for line in request.turn.thread for words in (line.text, *(p.caption for p in line.pictures))
    ]
    return "said here before" if any(holds(value, words) for words in others) else ""


def _memory_of(value: str, found: SlotShape, sight: Sight, *, is_said: bool) -> Memory | None:
    """The memory that the value rests on: the one that was cited, unless it says nothing of the kind and something else does."""
    cited = sight.memories.get(found.memory.strip().upper())
    if found.method == "recall" and cited is not None:
        if _speaks_of(cited, value):
            return cited
        return None if is_said else _speaking([*sight.memories.values()], value) or cited
    if found.method == "said" and not is_said:
        return _speaking([*sight.memories.values()], value)
    return None


def _speaking(memories: Sequence[Memory], value: str) -> Memory | None:
    return next((memory for memory in memories if _speaks_of(memory, value)), None)


def _speaks_of(memory: Memory, value: str) -> bool:
    return stands_in(value, memory.in_full())
