"""What is otherwise than memory has it: "Luna's hair is red now", "Rex is not brown but black"."""

import re
from datetime import timedelta

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.intents.conditions import nickname_in
from adapters.builtin.planner.memory.introductions import is_passing, owned_first
from adapters.builtin.planner.memory.people import owned_by
from adapters.builtin.planner.reading.altered_phrases import looking
from adapters.builtin.planner.reading.contrasts import CLAUSE_END, Contrast, contrast_in
from adapters.builtin.planner.reading.parts_become import part_become
from adapters.builtin.planner.reading.phrases import INFLECTED, UNSPACED
from adapters.builtin.planner.reading.said_looks import is_look
from adapters.builtin.planner.wanted import known
from agent.domain.generation import Statement
from agent.domain.memory import Memory
from agent.ports import PlanRequest
from agent.text.words import normalised

A_MOMENT = timedelta(minutes=10)
"""Within which "he" is who was told of last."""
STEM_CHARS_MIN, ENDING_CHARS_MAX = 4, 2
_VOWELS = "аяоеиыaeo"


def changed(request: PlanRequest, said: str, language: str) -> Statement | None:
    """What is otherwise of somebody or something that memory knows."""
    if (called := _also_called(request, said, language)) is not None:
        return called
    whole = Line(said.strip().rstrip(" .!。"), language)
    text = whole.without_lead("changed_my_mind")  # "no,", "correction:"
    has_lead = text != whole.text
    line = Line(text, language)
    article = line.own(0, "determiner")
    if article is not None and grammar.words("definite", language).get([article.value]):
        text = line.since(article.last) or text  # Portuguese "a Luna"
    found = _subject(request, text, language)
    if found is None:
        return _other_taste(request, text, language)
    memory, rest, part = found
    if language in UNSPACED and (told := part_become(rest, language, sure=has_lead)) is not None:
        return Statement(kind="character", name=memory.name, text=told)
    contrast = contrast_in(rest, language)
    said_line = Line(rest, language)
    shows = said_line.at(0, "looks") is not None and any(
        is_look(said_line.norm(n), language) for n in range(said_line.size)
    )
    sure = bool(has_lead or contrast.old or shows or said_line.has("now_so", "becomes"))
    if part:
        # A scene is no change: "Luna's dress is on fire".
        lasts = contrast.new and not is_passing(contrast.new, language)
        first, *more = contrast.new.split(", ")
        clefts = (re.match(r"(?P<part>\w+) that(?: is|'s) (?P<look>.+)", one) for one in more)
        looks = [f"{first} {part}", *(f"{one['look']} {one['part']}" for one in clefts if one is not None)]
        told = f"has {' and '.join(looks)}" if lasts and (sure or is_look(contrast.new, language)) else ""
    elif contrast.new:
        told = _told(memory, contrast, rest, language) if sure else ""
    else:
        gone = Line(rest, language).at(0, "no_longer") is not None
        told = re.split(r"[,;]|\s(?:so|btw|and)\s", rest)[0] if gone else ""
    return Statement(kind="character", name=memory.name, text=told) if told else None


def _also_called(request: PlanRequest, said: str, language: str) -> Statement | None:
    """ "we also call her Lulu", "Seraphine's nickname is Sera", of somebody whom memory knows."""
    if (found := nickname_in(said)) is None:
        return None
    who, own = found["who"], [one for one in known(request, "character") if one.name]
    named = (one for one in own if normalised(who) in (normalised(one.name), *normalised(one.name).split()))
    meant = last_of(request) if Line(who, language).is_whole("pronoun") else next(named, None)
    return meant and Statement(kind="character", name=meant.name, text=f"also called {found['name']}")


def _subject(request: PlanRequest, text: str, language: str) -> tuple[Memory, str, str] | None:
    """Whom memory knows, what is said of them, and the part of them that it is said of: "hair" of "Luna's hair is red"."""
    line = Line(text, language)
    if (owner := line.own(0, "of_owner")) is not None and owner.last < line.size:
        line = Line(line.since(owner.last), language)
    text = line.text
    for memory in known(request, "character"):
        names = [name for name in (memory.name, *memory.aliases) if normalised(name)]
        if language in INFLECTED and line.size > 1 and any(_is_inflected(line.norm(0), n) for n in names):
            return memory, line.since(1), ""  # "у Барсика ..."
        for name in names:
            plain = normalised(name)
            ends = (" ", ", ", "'s ") if plain.isascii() else ("",)
            if not f"{normalised(text)} ".startswith(tuple(plain + end for end in ends)):
                continue
            rest = text[len(name) :]
            if not rest.startswith("'s "):
                return memory, rest.strip(" ,"), ""
            part, said = _part_of(Line(rest[3:], language))
            return memory, said if part else rest[3:], part
    mine = owned_first(text, language)
    if mine is None:
        return _of_the_last(request, line)
    owned = owned_by(request, mine.noun, owner=mine.owner)
    named = [one for one in owned if one.kind == "character" and one.name]
    if len(named) != 1:
        return None
    rest = text[mine.end :].strip()
    called = normalised(rest).startswith(f"{normalised(named[0].name)} ")
    return named[0], rest[len(named[0].name) :].strip() if called else rest, ""


def _of_the_last(request: PlanRequest, line: Line) -> tuple[Memory, str, str] | None:
    """ "he's grey, not black", "her eyes are green now": of whom the picture shows, or who was told of last."""
    pronoun = line.at(0, "he_is", "pronoun", "his")
    last = last_of(request)
    if pronoun is None or last is None or pronoun.last >= line.size:
        return None
    part, said = _part_of(Line(line.since(pronoun.last), line.language)) if line.at(0, "his") else ("", "")
    return last, said if part else line.since(pronoun.last), part


def last_of(request: PlanRequest) -> Memory | None:
    """Who the picture at hand shows, where that is one alone; else who was told of a moment ago."""
    own = [one for one in known(request, "character") if one.scope.kind == "user" and one.name]
    if request.base is not None:
        names = {normalised(one.name) for one in request.base.context.characters()}
        shown = [one for one in own if normalised(one.name) in names]
        return shown[0] if len(shown) == 1 and len(names) == 1 else None
    newest = max(own, key=lambda one: one.valid_from, default=None)
    return newest if newest is not None and request.now - newest.valid_from < A_MOMENT else None


def _is_inflected(word: str, name: str) -> bool:
    """Whether the word is the name with the ending of a case."""
    stem = normalised(name)
    return (
        len(stem) >= STEM_CHARS_MIN
        and word != stem
        and word.startswith(stem[:-1] if stem[-1] in _VOWELS else stem)
        and len(word) - len(stem) <= ENDING_CHARS_MAX
    )


def _part_of(rest: Line) -> tuple[str, str]:
    """ "hair" and "is red" of "hair is red"."""
    for position in range(1, rest.size):
        if (verb := rest.at(position, "becomes", "is", "negation")) is not None:
            said = f"{rest.said(position, verb.last)} {rest.behind(verb.last)}"
            return rest.until(position).strip(), said
    return "", ""


def _told(memory: Memory, contrast: Contrast, rest: str, language: str) -> str:
    """What comes in the place of what memory has: a feature as it is said, a word of the description as "black, not brown"."""
    if not contrast.old and Line(rest, language).at(0, "looks") is not None:
        return CLAUSE_END.split(rest)[0]
    if is_passing(contrast.new, language):
        return ""
    holds = contrast.old and normalised(contrast.old) in normalised(memory.text)
    old = contrast.old if holds else _same_kind(memory, contrast.new, language)
    new = _with_its_thing(contrast, language)
    return f"{new}, not {old}" if old else new


def _with_its_thing(contrast: Contrast, language: str) -> str:
    """ "collar rojo" of "ya no lleva collar verde, ahora es rojo": a mere look is said of the thing that had the other one."""
    line = Line(contrast.old, language)
    things = (grammar.thing_at(line.tokens, n, language) for n in range(line.size))
    found = next((one for one in things if one is not None), None)
    if found is None or line.size == 1 or not is_look(contrast.new, language):
        return contrast.new
    return looking(line.said(found.first, found.last), contrast.new, language)


def _same_kind(memory: Memory, new: str, language: str) -> str:
    """The colour that another takes the place of; "" where the description has none, or several."""
    book, line = grammar.colours(language), Line(memory.text, language)
    colours = [line.said(n, n + 1) for n in range(line.size) if book.get([line.norm(n)])]
    return colours[0] if book.whole(new) is not None and len(colours) == 1 else ""


def _other_taste(request: PlanRequest, text: str, language: str) -> Statement | None:
    """ "I meant dogs, not cats", "my favourite is ink, not watercolour", where memory has the one that it is not."""
    contrast = contrast_in(text, language)
    if not contrast.old or not contrast.new:
        return None
    line = Line(contrast.new, language)
    while 0 < (led := _longest(line)) < line.size:
        line = Line(line.since(led), language)
    behind = line.before(line.size, "favourite")
    new = line.upto(behind.first) if behind is not None and behind.first else line.text
    wanted = set(normalised(contrast.old).split())
    tastes = (set(normalised(memory.text).split()) for memory in known(request, "preference"))
    has_it = any(wanted <= words for words in tastes)
    return Statement(kind="preference", text=f"prefers {new}, not {contrast.old}") if has_it else None


def _longest(line: Line) -> int:
    """How many words the longest phrase that only says that it is so takes up at the beginning."""
    found = [line.at(0, name) for name in ("likes", "favourite", "is", "now_so")]
    return max((one.last for one in found if one is not None), default=0)
