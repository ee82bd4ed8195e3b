"""Looks that are said of things, whatever words join the two: "the roof red", "can her eyes be green", "wings in orange"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.reading.phrases import LOOK_BEHIND, VERB_LAST, without_article
from agent.domain.formats import named_format
from agent.text.words import Token, singular, tokenise

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
    tokens = tokenise(how)
    position = 0
    while position < len(tokens):
        last = _look_at(tokens, position, language)
        if last == position:
            return False
        position = last
    return bool(tokens)


def compares(word: str) -> bool:
    return word.endswith("er") and len(word) > 4 and grammar.glyph_of(word) == ""


def looks_in(text: str, language: str) -> Sequence[Look]:
    """Every look that the text gives to a thing; () where it says anything else beside."""
    text = _verb_off(text, language)
    tokens = tokenise(text)
    parts = list(_parts(tokens, _after_order(tokens, language), language))
    clauses = [one for one in _clauses(text, tokens, parts) if any(part.kind != "link" for part in one)]
    found = [_look(text, tokens, clause, language) for clause in clauses]
    return [one for one in found if one is not None] if all(found) else ()


def _verb_off(text: str, language: str) -> str:
    """Without the verb of making where a language puts it last."""
    endings = grammar.listed("make", language) if language in VERB_LAST else ()
    ending = next((one for one in endings if one and text.endswith(one) and text != one), "")
    return text.removesuffix(ending).strip() if ending else text


def _after_order(tokens: Sequence[Token], language: str) -> int:
    """Where the words that only order it end: "could you paint", "give her"."""
    position = 0
    while position < len(tokens):
        opens = _longest(tokens, position, language, _ORDERS)
        if opens > position:
            position = opens
        elif _longest(tokens, position, language, ("definite", "his", "mine")) > position:
            break
        elif 0 < position < (it := _longest(tokens, position, language, ("it",))) < len(tokens):
            position = it
        else:
            break
    ends_in_article = (
        0 < position < len(tokens) and _longest(tokens, position - 1, language, ("definite",)) == position
    )
    return position - int(ends_in_article)  # French "mets le" is "put it" and "put the"


def _longest(tokens: Sequence[Token], position: int, language: str, names: Sequence[str]) -> int:
    found = [grammar.spoken(name, language).at(tokens, position) for name in names]
    return max((one.last for one in found if one is not None), default=position)


def _look_at(tokens: Sequence[Token], position: int, language: str) -> int:
    """Where the look that begins here ends; `position` where none does."""
    colour = grammar.colours(language).at(tokens, position)
    if colour is not None:
        return colour.last
    looks = ("plain_adjective", "shade", "looks_like")
    word = tokens[position].norm
    if grammar.spoken("another_one", language).get([word]) is not None:
        return position
    acts = word.endswith("ing")  # "the fox smiling" does something
    looks_so = (compares(word) and not named_format(word)) or any(
        word in grammar.word_set(name) for name in looks
    )
    return position + int(looks_so and not acts)


def _parts(tokens: Sequence[Token], start: int, language: str) -> Iterator[_Part]:
    position = start
    while position < len(tokens):
        kind, last = _kind_at(tokens, position, language)
        yield _Part(kind=kind, first=position, last=last)
        position = last


def _kind_at(tokens: Sequence[Token], position: int, language: str) -> tuple[str, int]:
    if grammar.spoken("joiner", language).get([tokens[position].norm]):
        return "and", position + 1
    for kind, names in (("the", ("definite", "his", "mine")), ("link", _LINKS), ("a", ("determiner",))):
        if (last := _longest(tokens, position, language, names)) > position:
            return kind, last
    last = _look_at(tokens, position, language)
    of = grammar.spoken("owner_of", language).at(tokens, position)
    if of is not None and of.last < len(tokens) and _look_at(tokens, of.last, language) > of.last:
        return "link", of.last  # Spanish "de rojo"
    return ("look", last) if last > position else ("word", position + 1)


def _clauses(text: str, tokens: Sequence[Token], parts: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    """ "the door red and the windows white" is two, "red and white" one."""
    clause: list[_Part] = []
    for number, part in enumerate(parts):
        following = parts[number + 1].kind if number + 1 < len(parts) else ""
        comma = part.first and "," in text[tokens[part.first - 1].end : tokens[part.first].start]
        ends = part.kind == "and" and following != "look"
        is_whole = {"word", "look"} <= {one.kind for one in clause}
        if clause and (ends or (comma and (is_whole or part.kind not in ("look", "link")))):
            yield clause
            clause = []
        if not ends:
            clause.append(part)
    yield clause


def _look(text: str, tokens: Sequence[Token], clause: Sequence[_Part], language: str) -> Look | None:
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
    whole = text[tokens[first if not (before and behind) else before[0].first].start : tokens[last - 1].end]
    thing, owner = _owned(_CASE.sub("", whole) if language in VERB_LAST else whole, language)
    if not thing or _asks_or_acts(tokenise(thing), language):
        return None
    return Look(
        thing=thing, owner=owner, how=text[tokens[looks[0].first].start : tokens[looks[-1].last - 1].end],
        is_definite=bool(owner) or clause[0].kind == "the" or behind_it or thing.startswith("ال"),
        is_said=behind_it or (bool(behind) and (linked or language not in LOOK_BEHIND)),
    )  # fmt: skip


def _owned(whole: str, language: str) -> tuple[str, str]:
    """The thing, and whose it is: "the dragon's wings", "los ojos del dragón". The colour of a thing is said of the thing."""
    tokens = tokenise(whole)
    part, owner = whole, ""
    for first in range(1, len(tokens) - 1):
        of = grammar.spoken("owner_of", language).at(tokens, first)
        behind = grammar.spoken("owner_before", language).at(tokens, first)
        if of is not None and of.last < len(tokens):
            part, owner = whole[: tokens[first - 1].end], whole[tokens[of.last].start :]
        elif behind is not None:
            owner, part = whole[: tokens[first - 1].end], whole[tokens[behind.last].start :]
    if not owner and len(tokens) > 1 and tokens[0].norm.endswith("'s"):
        part, owner = whole[tokens[1].start :], whole[: tokens[0].end - 2]
    owner, last = without_article(owner, language), tokenise(part)[-1:]
    if last and len(tokenise(part)) > 1 and last[0].norm in grammar.word_set("colour_noun"):
        part = part[: tokenise(part)[-2].end]  # "dress colour"
    if owner and part.lower() in grammar.word_set("colour_noun"):
        return owner, ""
    return part, owner


def _asks_or_acts(thing: Sequence[Token], language: str) -> bool:
    """Whether a word stands among them that no thing is called by."""
    return any(grammar.spoken(name, language).at(thing, n) for name in _NO_THING for n in range(len(thing)))


def is_part(word: str) -> bool:
    """Whether it is a part of somebody or something: "eyes", "roof"."""
    return {word, singular(word)} & grammar.word_set("parts_of_somebody") != set()
