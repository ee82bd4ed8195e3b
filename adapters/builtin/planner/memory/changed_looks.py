"""What is otherwise than memory has it: "Luna's hair is red now", "Rex is not brown but black"."""

from collections.abc import Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.memory.introductions import is_passing
from adapters.builtin.planner.memory.people import owned_by, possessives
from adapters.builtin.planner.reading.altered_phrases import looking
from adapters.builtin.planner.reading.contrasts import CLAUSE_END, Contrast, contrast_in
from adapters.builtin.planner.reading.parts_become import part_become
from adapters.builtin.planner.reading.phrases import INFLECTED, UNSPACED
from adapters.builtin.planner.reading.said_looks import is_look
from adapters.builtin.planner.wanted import known
from agent.domain.generation import Statement
from agent.domain.memory import Memory
from agent.ports import PlanRequest
from agent.text.words import normalised, tokenise


def changed(request: PlanRequest, said: str, language: str) -> Statement | None:
    """What is otherwise of somebody or something that memory knows."""
    text, has_lead = _without_lead(said.strip().rstrip(" .!。"), language)
    article = grammar.words("determiner", language).at(tokenise(text), 0)
    if (
        article is not None
        and article.last < len(tokenise(text))
        and grammar.words("definite", language).get([article.value])
    ):
        text = text[tokenise(text)[article.last].start :]  # Portuguese "a Luna"
    found = _subject(request, text, language)
    if found is None:
        return _other_taste(request, text, language)
    memory, rest, part = found
    if language in UNSPACED and (told := part_become(rest, language, sure=has_lead)) is not None:
        return Statement(kind="character", name=memory.name, text=told)
    if part:
        return _part_changed(memory, part, rest, has_lead=has_lead, language=language)
    no_longer = grammar.spoken("no_longer", language).at(tokenise(rest), 0)
    contrast = contrast_in(rest, language)
    if contrast.new and (contrast.old or has_lead or _says_now(rest, language)):
        return _told(memory, contrast, rest, language)
    return (
        Statement(kind="character", name=memory.name, text=rest) if no_longer and not contrast.new else None
    )


def _without_lead(text: str, language: str) -> tuple[str, bool]:
    """Without "no,", "correction:", "you got that wrong,", and whether there was one."""
    tokens, position = tokenise(text), 0
    while (lead := grammar.spoken("changed_my_mind", language).at(tokens, position)) and lead.last < len(
        tokens
    ):
        position = lead.last
    return (text[tokens[position].start :] if position else text), position > 0


def _subject(request: PlanRequest, text: str, language: str) -> tuple[Memory, str, str] | None:
    """Whom memory knows, what is said of them, and the part of them that it is said of: "hair" of "Luna's hair is red"."""
    owner = grammar.words("of_owner", language).at(tokenise(text), 0)
    text = text[tokenise(text)[owner.last].start :] if owner and owner.last < len(tokenise(text)) else text
    tokens = tokenise(text)
    first = tokens[0].norm if tokens else ""
    for memory in known(request, "character"):
        if language in INFLECTED and len(tokens) > 1 and _is_inflected(first, memory):
            return memory, text[tokens[1].start :], ""  # "у Барсика ..."
        for name in (memory.name, *memory.aliases):
            plain = normalised(name)
            if not plain or not (normalised(text) + " ").startswith(
                (f"{plain} ", f"{plain}, ", f"{plain}'s ", plain if not plain.isascii() else "\0")
            ):
                continue
            rest = text[len(name) :]
            if first.endswith("'s") and not rest.startswith("'s "):
                rest = f"'s {rest}"
            if not rest.startswith("'s "):
                return memory, rest.strip(" ,"), ""
            part, verb, how = _part_of(rest[3:], language)
            return (memory, f"{verb} {how}", part) if part else (memory, rest[3:], "")
    mine = next(iter(possessives(text, language)), None)
    if mine is None or mine.start:
        return None
    named = [one for one in owned_by(request, mine.noun) if one.kind == "character" and one.name]
    return (named[0], text[mine.end :].strip(), "") if len(named) == 1 else None


def _is_inflected(word: str, memory: Memory) -> bool:
    """Whether the word is one of its names with the ending of a case."""
    stems = (normalised(name) for name in (memory.name, *memory.aliases) if name)
    return any(
        len(stem) >= STEM_CHARS_MIN
        and word != stem
        and word.startswith(stem[:-1] if stem[-1] in _VOWELS else stem)
        and len(word) - len(stem) <= ENDING_CHARS_MAX
        for stem in stems
    )


STEM_CHARS_MIN, ENDING_CHARS_MAX = 4, 2
_VOWELS = "аяоеиыaeo"


def _part_of(rest: str, language: str) -> tuple[str, str, str]:
    """ "hair", "is", "red" of "hair is red"."""
    tokens = tokenise(rest)
    for position in range(1, len(tokens)):
        verb = next(
            (
                f
                for name in ("becomes", "is", "negation")
                if (f := grammar.spoken(name, language).at(tokens, position))
            ),
            None,
        )
        if verb is not None:
            return (
                rest[: tokens[position].start].strip(),
                rest[tokens[position].start : tokens[verb.last - 1].end],
                rest[tokens[verb.last - 1].end :],
            )
    return "", "", ""


def _part_changed(memory: Memory, part: str, rest: str, *, has_lead: bool, language: str) -> Statement | None:
    """ "Luna's hair is red now", "Luna's hair isn't grey, it's silver"; a scene is none: "Luna's dress is on fire"."""
    contrast = contrast_in(rest, language)
    sure = has_lead or contrast.old or _says_now(rest, language) or is_look(contrast.new, language)
    if not contrast.new or not sure or is_passing(contrast.new, language):
        return None
    return Statement(kind="character", name=memory.name, text=f"has {contrast.new} {part}")


def _told(memory: Memory, contrast: Contrast, rest: str, language: str) -> Statement | None:
    """What comes in the place of what memory has: a feature as it is said, a word of the description as "black, not brown"."""
    if grammar.spoken("looks", language).at(tokenise(rest), 0) is not None and not contrast.old:
        kept = CLAUSE_END.split(rest)[0]
        return Statement(kind="character", name=memory.name, text=kept)
    if is_passing(contrast.new, language):
        return None
    old = (
        contrast.old
        if contrast.old and normalised(contrast.old) in normalised(memory.text)
        else _same_kind(memory, contrast.new, language)
    )
    new = _with_its_thing(contrast, language)
    return Statement(kind="character", name=memory.name, text=f"{new}, not {old}" if old else new)


def _with_its_thing(contrast: Contrast, language: str) -> str:
    """ "collar rojo" of "ya no lleva collar verde, ahora es rojo": a mere look is said of the thing that had the other one."""
    tokens = tokenise(contrast.old)
    found = next((f for n in range(len(tokens)) if (f := grammar.thing_at(tokens, n, language))), None)
    thing = contrast.old[tokens[found.first].start : tokens[found.last - 1].end] if found else ""
    bare = not thing or len(tokens) == 1 or not is_look(contrast.new, language)
    return contrast.new if bare else looking(thing, contrast.new, language)


def _same_kind(memory: Memory, new: str, language: str) -> str:
    """The colour that another takes the place of; "" where the description has none, or several."""
    book = grammar.colours(language)
    colours = [memory.text[t.start : t.end] for t in tokenise(memory.text) if book.get([t.norm])]
    return colours[0] if book.whole(new) is not None and len(colours) == 1 else ""


def _says_now(rest: str, language: str) -> bool:
    tokens = tokenise(rest)
    return any(
        grammar.spoken(name, language).at(tokens, n)
        for name in ("now_so", "becomes")
        for n in range(len(tokens))
    )


def _other_taste(request: PlanRequest, text: str, language: str) -> Statement | None:
    """ "I meant dogs, not cats", "my favourite is ink, not watercolour", where memory has the one that it is not."""
    contrast = contrast_in(text, language)
    if not contrast.old or not contrast.new:
        return None
    new = contrast.new
    while (led := _first_of(new, ("likes", "favourite", "is", "now_so"), language)) and led < len(
        tokenise(new)
    ):
        new = new[tokenise(new)[led].start :]
    behind = grammar.spoken("favourite", language).before(tokenise(new), len(tokenise(new)))
    new = new[: tokenise(new)[behind.first - 1].end] if behind is not None and behind.first else new
    wanted = normalised(contrast.old).split()
    has_it = any(
        set(wanted) <= set(normalised(memory.text).split()) for memory in known(request, "preference")
    )
    return Statement(kind="preference", text=f"prefers {new}, not {contrast.old}") if has_it else None


def _first_of(text: str, names: Sequence[str], language: str) -> int:
    """How many words a phrase of one of these names takes up at the beginning."""
    found = [grammar.spoken(name, language).at(tokenise(text), 0) for name in names]
    return max((one.last for one in found if one is not None), default=0)
