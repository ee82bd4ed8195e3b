"""What is said in one language, in the words in which memory has it: "acuarela" is the "watercolour" of "prefers watercolour"."""

import re
from collections.abc import Iterator, Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line, says_name
from adapters.builtin.planner.reading.phrases import INFLECTED
from adapters.builtin.planner.wanted import known
from agent.domain.memory import Memory
from agent.ports import PlanRequest
from agent.text.words import normalised, shares_word, tokenise

KINDS = ("preference", "character", "fact", "rule")
STEM_CHARS_MIN = 4
"""Letters of a word by which it is known whatever ending it has, in languages whose nouns change theirs."""


def as_remembered(request: PlanRequest, what: str, language: str) -> str:
    """`what` as a memory has it: a name without its case ending, a look in the memory's own language; as it is where none has it."""
    return held_in_memory(request, what, language) or what


def named_in_full(request: PlanRequest, text: str) -> str:
    """The look, or the name, of the one memory all of whose words the text has; "" where it has those of none, or of several."""
    said, told = {token.norm for token in tokenise(text)}, grammar.word_set("told_of")
    found: set[str] = set()
    for memory in known(request, *KINDS):
        core = memory.name or " ".join(word for word in memory.text.split() if normalised(word) not in told)
        words = {token.norm for token in tokenise(core)}
        found |= {core} if words and words <= said else set()
    return found.pop() if len(found) == 1 else ""


def held_in_memory(request: PlanRequest, what: str, language: str) -> str:
    """The same, "" where no memory has it."""
    memories = known(request, *KINDS)
    if any(shares_word(what, f"{one.name} {one.text}") for one in memories):
        return what
    named = (name for one in memories for name in (one.name, *one.aliases) if says_name(what, name))
    looks = (
        held for one in memories for held, words in _looks_in(one, language) if _says(what, words, language)
    )
    return next(named, "") or next(looks, "")


def _looks_in(memory: Memory, language: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Its looks as it has them, with the words for each in that language."""
    line = Line(memory.text, language)
    for found in grammar.any_look().all(line.tokens):
        words = found.value.words
        yield line.said(found.first, found.last), (*words.get(language, ()), *words.get("en", ()))


def _says(text: str, words: Sequence[str], language: str) -> bool:
    """Whether the text has one of the words, endings let pass where the language hangs them on."""
    plain = normalised(text)
    if language not in INFLECTED:
        return any(says_name(plain, word) for word in words)
    least = 2 if language == "ko" else STEM_CHARS_MIN
    stems = [word[: max(len(word) - 1, STEM_CHARS_MIN)] for word in words if len(word) >= least]
    return any(re.search(rf"(?<!\w){re.escape(stem)}", plain) for stem in stems)
