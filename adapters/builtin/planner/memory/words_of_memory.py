"""What is said in one language, in the words in which memory has it: "acuarela" is the "watercolour" of "prefers watercolour"."""

import re
from collections.abc import Iterator, Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.reading.phrases import INFLECTED
from adapters.builtin.planner.wanted import known
from agent.domain.memory import Memory
from agent.ports import PlanRequest
from agent.text.words import normalised, shares_word, tokenise

KINDS = ("preference", "character", "fact", "rule")
_LATIN = "A-Za-z\u00c0-\u024f"
STEM_CHARS_MIN = 4
"""Letters of a word by which it is known whatever ending it has, in languages whose nouns change theirs."""


def as_remembered(request: PlanRequest, what: str, language: str) -> str:
    """`what` as a memory has it: a name without its case ending, a look in the memory's own language; as it is where none has it."""
    memories = known(request, *KINDS)
    if any(shares_word(what, f"{one.name} {one.text}") for one in memories):
        return what
    names = (pair for one in memories for pair in _names_in(one, language))
    return next((held for held, words in names if any(_says(what, word, language) for word in words)), what)


def _names_in(memory: Memory, language: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Its names and looks as it has them, with the words for each in that language."""
    for name in (memory.name, *memory.aliases):
        if name:
            yield name, (name,)
    tokens = tokenise(memory.text)
    for found in grammar.any_look().all(tokens):
        held = memory.text[tokens[found.first].start : tokens[found.last - 1].end]
        yield held, (*found.value.words.get(language, ()), *found.value.words.get("en", ()))


def _says(text: str, word: str, language: str) -> bool:
    """Whether the text has the word, endings let pass where the language hangs them on; "Mavi'yi", "Maviのこと" name Mavi."""
    plain, sought = normalised(text), normalised(word)
    if not re.search(f"[{_LATIN}]", sought) and language not in INFLECTED:
        return sought in plain
    stem = sought[: max(len(sought) - 1, STEM_CHARS_MIN)] if language in INFLECTED else sought
    ending = r"\w*" if language in INFLECTED and len(sought) >= STEM_CHARS_MIN else ""
    return re.search(rf"(?<!\w){re.escape(stem)}{ending}(?![{_LATIN}])", plain) is not None
