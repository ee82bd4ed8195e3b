"""Characters, told or shown: "Luna is a silver-haired elf", "my cat is called Miso and is ginger", "this is Rex"."""

import re
from collections.abc import Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.memory.people import possessives
from adapters.builtin.planner.reading.phrases import UNSPACED
from agent.domain.generation import Statement
from agent.domain.memory import ME
from agent.text.words import Token, normalised, tokenise

NAME_WORDS_MAX = 3


def shown(text: str, language: str, image: str | None, seen: str) -> Statement | None:
    """ "this is Luna", "save this as Luna", "this is my cat": the picture at hand becomes a reference picture."""
    tokens = tokenise(text)
    found = grammar.spoken("this_is", language).at(tokens, 0)
    if image is None or found is None or found.last >= len(tokens):
        return None
    rest = text[tokens[found.last].start :].strip(" .!")
    if (oneself := grammar.spoken("myself", language).at(tokenise(rest), 0)) is not None:
        said = rest[tokenise(rest)[oneself.last - 1].end :].strip(" ,")
        return Statement(kind="character", name=ME, text=said or "as in the picture", image=image)
    mine = next(iter(possessives(rest, language)), None)
    name = name_at(rest, tokenise(rest), 0, asked=False)
    if mine is not None and mine.start == 0:
        after = rest[mine.end :].strip()
        named = name_at(after, tokenise(after), 0, asked=False)
        if not grammar.glyph_of(mine.noun):
            return None
        called = named or f"my {mine.noun}"
        return Statement(kind="character", name=called, text=f"{mine.noun} as in the picture", image=image)
    if not name:
        return None
    after = rest[len(name) :].strip(" ,")
    kind = re.sub(r"^(?:my|our|the|a|an)\s+", "", after, flags=re.IGNORECASE)
    return Statement(kind="character", name=name, text=kind or seen or "as in the picture", image=image)


def introduced(said: str, language: str, *, asked: bool) -> Statement | None:
    """The character that a sentence describes. `asked`: to be remembered by order, so that small letters may be a name."""
    said = _without_role(said)
    tokens = tokenise(said)
    return (
        _called(said, tokens, language)
        or _mine_by_name(said, language, asked=asked)
        or _by_name(said, tokens, language, asked=asked)
        or _apposed(said, language, asked=asked)
        or _unnamed(said, language, asked=asked)
    )


def _without_role(said: str) -> str:
    """Left of the name: "my character Zed, a green goblin"."""
    match = re.match(r"^(?:my|our|the|a)\s+(?:new\s+|main\s+)?(?P<role>[\w&]+)\s+(?=[A-ZÀ-ÖØ-Þ])", said)
    return said[match.end() :] if match and match["role"].lower() in grammar.word_set("role") else said


def name_at(text: str, tokens: Sequence[Token], position: int, *, asked: bool) -> str:
    """The name that begins at this word: up to three words with a capital; `asked`: one in small letters will do."""
    last = position
    while (
        last < len(tokens)
        and last - position < NAME_WORDS_MAX
        and not (last > position and _says(tokens, last))
    ):
        word = text[tokens[last].start : tokens[last].end]
        gap = text[tokens[last - 1].end : tokens[last].start] if last > position else " "
        if not (word[:1].isupper() or (not word.isascii() and not word[:1].islower())) or gap.strip():
            break
        last += 1
    last = position + 1 if last == position and asked and position < len(tokens) else last
    if last == position:
        return ""
    name = text[tokens[position].start : tokens[last - 1].end]
    name = name.removesuffix("'s")
    words = normalised(name).split()
    style = None if asked else grammar.styles("en").get(words)  # a cat may be called Pixel
    known = words[0] in grammar.word_set("not_a_name") or style is not None
    return "" if known else f"{name[:1].upper()}{name[1:]}"


def _says(tokens: Sequence[Token], position: int) -> bool:
    """Whether a word that says something of somebody stands here: no part of a name."""
    return any(
        grammar.words(name, language).at(tokens, position)
        for language in UNSPACED
        for name in ("is", "looks", "called")
    )


def _called(said: str, tokens: Sequence[Token], language: str) -> Statement | None:
    """ "my cat is called Miso and is ginger", "I have a dog named Bella, she is white", "meine Katze heißt Mina"."""
    for position in range(1, len(tokens)):
        called = grammar.spoken("called", language).at(tokens, position)
        if called is None or called.last >= len(tokens):
            continue
        name = name_at(said, tokens, called.last, asked=True)
        before = said[: tokens[position].start].strip(" ,")
        mine = next(iter(possessives(before, language)), None)
        have = grammar.spoken("i_have", language).at(tokenise(before), 0)
        kind = (
            mine.said[prefix_of(mine.said, language) :]
            if mine
            else before[tokenise(before)[have.last].start :]
            if have and have.last < len(tokenise(before))
            else ""
        )
        if name and kind:
            after = said[tokens[called.last].start :][len(name) :]
            return character_of(name, bare(kind, language), predicate_of(after, language), language)
    return None


def prefix_of(said: str, language: str) -> int:
    """How many characters "my " takes."""
    tokens = tokenise(said)
    found = grammar.spoken("mine", language).at(tokens, 0)
    return tokens[found.last].start if found and found.last < len(tokens) else 0


def _mine_by_name(said: str, language: str, *, asked: bool) -> Statement | None:
    """ "My dog Rex is brown", "my dog Rocko, he's a dachshund", and by order "my old dog Bella"."""
    mine = next(iter(possessives(said, language)), None)
    if mine is None or mine.start != 0:
        return None
    rest = said[mine.end :]
    gap = rest[: len(rest) - len(rest.lstrip())]
    rest = rest.strip()
    name = name_at(rest, tokenise(rest), 0, asked=False) if gap else ""
    after = rest[len(name) :]
    what = predicate_of(after, language)
    kind = bare(mine.said[prefix_of(mine.said, language) :], language)
    if not name or (after.strip(" .,") and not what) or not (what or asked):
        return None
    return character_of(name, kind, what, language)


def _by_name(said: str, tokens: Sequence[Token], language: str, *, asked: bool) -> Statement | None:
    """ "Luna is a silver-haired elf", "Nox has one ear"."""
    name = name_at(said, tokens, 0, asked=asked)
    if not name:
        return None
    after = said[len(name) :]
    verb = _verb(after, language)
    if verb is None:
        return None
    kept, what, is_copula = verb
    ends = any(kept.lower().startswith(word) for word in grammar.listed("no_longer", language))
    if ends or not what or (is_copula and not asked and is_passing(what, language)):
        return None
    if kept in (":", "=") and not asked:
        return None
    return Statement(
        kind="character", name=name, text=bare(what, language) if is_copula else f"{kept} {what}"
    )


def _verb(after: str, language: str) -> tuple[str, str, bool] | None:
    """The verb that "is" or "has" begins, what follows it, and whether it is "is"."""
    plain = after.lstrip()
    sign = re.match(r"^([:=])\s*", plain) or re.match(r"^('s)\s+(?!.*\b(?:is|are|has)\b)", plain)
    if sign is not None and not after.startswith(" "):
        return sign[1], plain[sign.end() :], True
    tokens = tokenise(plain)
    for name, is_copula in (("looks", False), ("is", True)):
        found = grammar.spoken(name, language).at(tokens, 0)
        if found is not None and not plain[: tokens[0].start].strip():
            return (
                plain[: tokens[found.last - 1].end],
                plain[tokens[found.last - 1].end :].strip(" ,."),
                is_copula,
            )
    return None


def is_passing(what: str, language: str) -> bool:
    """ "at the beach", "sleeping": what somebody does just now is no description."""
    tokens = tokenise(what)
    if not tokens:
        return True
    passing = grammar.spoken("not_described", language).at(tokens, 0)
    return passing is not None or (language == "en" and tokens[0].norm.endswith("ing"))


def _apposed(said: str, language: str, *, asked: bool) -> Statement | None:
    """By order: "Rex, my brown dog with a red collar"; "Nox, who is a black cat"."""
    name, comma, what = said.partition(",")
    if (
        not asked
        or not comma
        or not name_at(name, tokenise(name), 0, asked=True)
        or len(name.split()) > NAME_WORDS_MAX
    ):
        return None
    text = predicate_of(f",{what}", language)
    known = grammar.things().all(tokenise(text))
    return Statement(kind="character", name=f"{name[:1].upper()}{name[1:]}", text=text) if known else None


def _unnamed(said: str, language: str, *, asked: bool) -> Statement | None:
    """ "my dog is a golden retriever": a fact about what is the author's."""
    mine = next(iter(possessives(said, language)), None)
    if mine is None or mine.start != 0 or not grammar.glyph_of(mine.noun):
        return None
    verb = _verb(said[mine.end :], language)
    if verb is None or not verb[1] or (not asked and is_passing(verb[1], language)):
        return None
    return Statement(kind="fact", text=said)


def predicate_of(after: str, language: str) -> str:
    """What is said of somebody: " and is ginger" -> "ginger"; ", she's a purple tiefling" -> "purple tiefling"."""
    text = after.strip(" ,.;!-")
    while True:
        tokens = tokenise(text)
        found: Found[str] | None = grammar.spoken("and_is", language).at(tokens, 0)
        found = (
            found
            or grammar.spoken("is", language).at(tokens, 0)
            or grammar.spoken("pronoun", language).at(tokens, 0)
        )
        if found is None or found.last >= len(tokens):
            return bare(text, language)
        text = text[tokens[found.last].start :]


def bare(text: str, language: str) -> str:
    """Without "a", "my", "一只"."""
    tokens = tokenise(text)
    first = 0
    while first < len(tokens) - 1:
        found = grammar.spoken("determiner", language).at(tokens, first) or grammar.spoken(
            "mine", language
        ).at(tokens, first)
        if found is None or found.last >= len(tokens):
            break
        first = found.last
    return text[tokens[first].start :].strip(" ,.") if tokens else ""


def character_of(name: str, kind: str, what: str, language: str) -> Statement:
    """ "cat" and "ginger" make a "ginger cat"."""
    kind = "" if what and kind.strip().lower() in grammar.word_set("role") else kind.strip()
    if what and language == "en" and _is_plain(what):
        kind = f"{what} {kind}".strip()
    elif what:
        kind = what if not kind or normalised(kind) in normalised(what) else f"{kind}, {what}"
    return Statement(kind="character", name=name, text=kind)


def _is_plain(what: str) -> bool:
    """Adjectives alone: "ginger", "big and fluffy"."""
    plain = grammar.word_set("plain_adjective")
    return all(token.norm in plain or grammar.colours("en").get([token.norm]) for token in tokenise(what))
