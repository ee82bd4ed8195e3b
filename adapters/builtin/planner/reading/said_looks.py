"""Looks that are said of things, whatever words join the two: "the roof red", "can her eyes be green", "wings in orange"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.reading.phrases import LOOK_BEHIND, VERB_LAST, without_article
from agent.domain.formats import named_format
from agent.text.words import singular

THING_WORDS_MAX = 4
_ORDERS = ("lead", "polite", "asking", "make", "add", "replace", "draw", "only", "modal")
_CASE = re.compile(r"(?<=[가-힣])(?:을|를|이|가|은|는)$|(?<=[^\W\d_])(?:を|に|が|は)$|\s+(?:को|का|की)$")
"""What marks the thing that something is done to."""
_LINKS = ("should", "replaced_by", "palette_before", "degree", "saying_how", "closing", "instead_behind")

_NO_THING = (
    "question_word", "remove", "i", "likes", "dislikes", "looks", "it", "too", "instead_of", "without", "place_preposition",
    "pronoun", "style_before",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is said of one thing."""

    thing: str
    """Without its article and whose it is: "left boat", "wings"."""
    how: str
    owner: str = ""
    is_definite: bool = False
    is_said: bool = False
    """Said of it, and not the name of a thing: "the roof red", not "the red roof". Where adjectives follow their noun only a word between
    the two tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Words [first, last) of a clause, and what they do: "look" | "the" | "a" | "link" | "and" | "word"."""

    kind: str
    first: int
    last: int


def is_look(how: str, language: str) -> bool:
    """A colour, a size, a comparative or another adjective that says how a thing looks."""
    line, position = Line(how, language), 0
    while position < line.size and (last := _look_at(line, position)) > position:
        position = last
    return 0 < line.size == position


def compares(word: str) -> bool:
    return word.endswith("er") and len(word) > 4 and grammar.glyph_of(word) == ""


def looks_in(text: str, language: str) -> Sequence[Look]:
    """Every look that the text gives to a thing; () where it says anything else beside."""
    line = Line(_verb_off(text, language), language)
    parts = list(_parts(line, _after_order(line)))
    clauses = [one for one in _clauses(line, parts) if any(part.kind != "link" for part in one)]
    found = [_look(line, clause) for clause in clauses]
    return [one for one in found if one is not None] if all(found) else ()


def _verb_off(text: str, language: str) -> str:
    """Without the verb of making where a language puts it last."""
    endings = grammar.listed("make", language) if language in VERB_LAST else ()
    ending = next((one for one in endings if one and text.endswith(one) and text != one), "")
    return text.removesuffix(ending).strip() if ending else text


def _after_order(line: Line) -> int:
    """Where the words that only order it end: "could you paint", "give her"."""
    position = 0
    while position < line.size:
        opens = _longest(line, position, *_ORDERS)
        if opens == position:
            it = _longest(line, position, "it")
            names_it = _longest(line, position, "definite", "his", "mine") > position
            if names_it or not 0 < position < it < line.size:
                break
            opens = it
        position = opens
    in_article = 0 < position < line.size and _longest(line, position - 1, "definite") == position
    return position - int(in_article)  # French "mets le" is "put it" and "put the"


def _longest(line: Line, position: int, *names: str) -> int:
    found = (line.at(position, name) for name in names)
    return max((one.last for one in found if one is not None), default=position)


def _look_at(line: Line, position: int) -> int:
    """Where the look that begins here ends; `position` where none does."""
    colour = grammar.colours(line.language).at(line.tokens, position)
    if colour is not None:
        return colour.last
    word = line.norm(position)
    acts = word.endswith("ing")  # "the fox smiling" does something
    if acts or line.is_word(position, "another_one"):
        return position
    listed = any(word in grammar.word_set(name) for name in ("plain_adjective", "shade", "looks_like"))
    return position + int(listed or (compares(word) and not named_format(word)))


def _parts(line: Line, start: int) -> Iterator[_Part]:
    position = start
    while position < line.size:
        kind, last = _kind_at(line, position)
        yield _Part(kind=kind, first=position, last=last)
        position = last


def _kind_at(line: Line, position: int) -> tuple[str, int]:
    if line.is_word(position, "joiner"):
        return "and", position + 1
    for kind, names in (("the", ("definite", "his", "mine")), ("link", _LINKS), ("a", ("determiner",))):
        if (last := _longest(line, position, *names)) > position:
            return kind, last
    last = _look_at(line, position)
    of = line.at(position, "owner_of")
    if of is not None and of.last < line.size and _look_at(line, of.last) > of.last:
        return "link", of.last  # Spanish "de rojo"
    return ("look", last) if last > position else ("word", position + 1)


def _clauses(line: Line, parts: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    """ "the door red and the windows white" is two, "red and white" one."""
    clause: list[_Part] = []
    for number, part in enumerate(parts):
        following = parts[number + 1].kind if number + 1 < len(parts) else ""
        ends = part.kind == "and" and following != "look"
        is_whole = {"word", "look"} <= {one.kind for one in clause}
        comma = "," in line.gap(part.first) and (is_whole or part.kind not in ("look", "link"))
        if clause and (ends or comma):
            yield clause
            clause = []
        if not ends:
            clause.append(part)
    yield clause


def _look(line: Line, clause: Sequence[_Part]) -> Look | None:
    """The one look of a clause: a thing and how it looks, in one order or the other, and nothing else."""
    said = [part for part in clause if part.kind in ("word", "look", "and")]
    words = [n for n, part in enumerate(said) if part.kind == "word"]
    if not words or len(words) > THING_WORDS_MAX:
        return None
    behind, before = said[words[-1] + 1 :], said[: words[0]]
    looks = behind or before
    if not looks or any(part.kind == "and" for part in said[words[0] : words[-1]]):
        return None
    first, last = said[words[0]].first, said[words[-1]].last
    linked = any(part.kind == "link" and first < part.first < looks[0].first for part in clause)
    behind_it = not behind and any(
        part.kind == "the" and looks[-1].last <= part.first <= first for part in clause
    )
    whole = line.said(before[0].first if before and behind else first, last)
    verb_last = line.language in VERB_LAST
    thing, owner = _owned(Line(_CASE.sub("", whole) if verb_last else whole, line.language))
    if not thing or Line(thing, line.language).has(*_NO_THING):
        return None
    return Look(
        thing=thing, owner=owner, how=line.said(looks[0].first, looks[-1].last),
        is_definite=bool(owner) or clause[0].kind == "the" or behind_it or thing.startswith("ال"),
        is_said=behind_it or (bool(behind) and (linked or line.language not in LOOK_BEHIND)),
    )  # fmt: skip


def _owned(whole: Line) -> tuple[str, str]:
    """The thing, and whose it is: "the dragon's wings", "los ojos del dragón". The colour of a thing is said of the thing."""
    thing, owner = whole.text, ""
    for first in range(1, whole.size - 1):
        of, behind = whole.at(first, "owner_of"), whole.at(first, "owner_before")
        if of is not None and of.last < whole.size:
            thing, owner = whole.upto(first), whole.since(of.last)
        elif behind is not None:
            owner, thing = whole.upto(first), whole.since(behind.last)
    if not owner and whole.size > 1 and whole.norm(0).endswith("'s"):
        thing, owner = whole.since(1), whole.upto(1)[:-2]
    owner, part = without_article(owner, whole.language), Line(thing, whole.language)
    if part.size > 1 and part.norm(part.size - 1) in grammar.word_set("colour_noun"):
        thing = part.upto(part.size - 1)  # "dress colour"
    if owner and thing.lower() in grammar.word_set("colour_noun"):
        return owner, ""
    return thing, owner


def is_part(word: str) -> bool:
    """Whether it is a part of somebody or something: "eyes", "roof"."""
    return {word, singular(word)} & grammar.word_set("parts_of_somebody") != set()
