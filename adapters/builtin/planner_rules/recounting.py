"""Other numbers of the same things: "but with 3 kites", "only one cat", "two more balloons", "another fox"."""

import re
from collections.abc import Sequence

from adapters.builtin.planner_rules import grammar, subjects
from adapters.builtin.planner_rules.counting import COUNT_MAX
from adapters.builtin.planner_rules.edits import Body, Edit
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.tokens import Token, stem, tokenise

_ONE = ("a", "an", "one", "another", "single", "un", "una", "ein", "eine", "einen", "une", "um", "uma")


def recounted(body: Body) -> Edit | None:
    """The number of a thing of the picture changes; None where it is not in the picture, or no number is said."""
    match = frame("recount").match(body.text)
    number = _number(match["number"], body.language) if match else 0
    if match is None or not number:
        return None
    what = match["what"].strip()
    place = _counted(body.subject, what, body.language)
    if place is None or (
        match["number"] in _ONE and not (match["more"] or match["number"] in ("one", "another"))
    ):
        return None
    first, last, before = place
    if match["number"].lower() == "another" and not body.text.lower().startswith("add"):
        return None
    adds = bool(match["more"]) or match["number"].lower() == "another"
    total = min(before + number if adds else number, COUNT_MAX)
    noun = _in_number(body.subject[first:last].strip(), what, total, body.language)
    subject = f"{body.subject[: _start(body.subject, first, body.language)]}{total if total > 1 else 'one'} {noun}{body.subject[last:]}"
    counts = without(body.base.get("count", ""), [what])
    counted = f"{total} {noun}" if total > 1 else ""
    return Edit(slots={"subject": subject, "count": subjects.joined(counts, counted)})


def without(count: str, gone: Sequence[str]) -> str:
    """ "5 balloons, 2 kites" without the kites."""
    kept = [one for one in count.split(", ") if not any(subjects.shares_word(one, thing) for thing in gone)]
    return ", ".join(kept)


def _number(word: str, language: str) -> int:
    """0 for a word that is no number."""
    if word.isdecimal():
        return int(word) if 0 < int(word) <= COUNT_MAX else 0
    if word.lower() in _ONE:
        return 1
    return grammar.numbers(language).whole(word) or grammar.numbers("en").whole(word) or 0


def _counted(subject: str, what: str, language: str) -> tuple[int, int, int] | None:
    """Where the thing stands with its adjectives, without its number, and how many there are now."""
    span = subjects.span_of(subject, what.split()[-1], language)
    if span is None:
        return None
    tokens = [token for token in tokenise(subject) if token.end <= span[1]]
    position = len(tokens) - 1
    for back in range(position - 1, max(-1, position - 1 - subjects.ADJECTIVES_MAX), -1):
        if (number := _number(tokens[back].norm, language)) > 0:
            return tokens[back + 1].start, span[1], number
        if grammar.words("determiner", language).get([tokens[back].norm]):
            return tokens[back + 1].start, span[1], 1
        if _parts(subject, tokens, back, language):
            break
    return span[0], span[1], 1


def _parts(subject: str, tokens: Sequence[Token], back: int, language: str) -> bool:
    """Whether another phrase ends with this word."""
    ties = ("joiner", "place_preposition", "of")
    between = subject[tokens[back].end : tokens[back + 1].start]
    return "," in between or any(grammar.words(name, language).get([tokens[back].norm]) for name in ties)


def _start(subject: str, first: int, language: str) -> int:
    """Where the number or article before the phrase begins."""
    before = [token for token in tokenise(subject) if token.end <= first]
    if not before:
        return first
    word = before[-1]
    is_number = _number(word.norm, language) or grammar.words("determiner", language).get([word.norm])
    return word.start if is_number else first


_SEVERAL = {"mouse": "mice", "man": "men", "woman": "women", "child": "children", "person": "people", "goose": "geese", "wolf": "wolves",
            "leaf": "leaves", "elf": "elves", "dwarf": "dwarves", "fish": "fish", "sheep": "sheep", "deer": "deer"}  # fmt: skip


def _plural(noun: str) -> str:
    """In English; other languages' words are left as they were said."""
    if noun.lower() in _SEVERAL:
        return _SEVERAL[noun.lower()]
    if not re.search(r"[a-z]$", noun):
        return noun
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search(r"(?:s|x|z|ch|sh)$", noun) else f"{noun}s"


def _in_number(old: str, what: str, total: int, language: str) -> str:
    """The phrase as it stood, the noun in the number it has now."""
    adjectives, _, noun = old.rpartition(" ")
    said = what.split()[-1]
    if total == 1:
        said = stem(said)
    elif stem(said) == said:
        said = noun if stem(noun) != noun else (_plural(noun) if language == "en" else noun)
    new = " ".join(what.split()[:-1]) or adjectives
    return f"{new} {said}".strip()
