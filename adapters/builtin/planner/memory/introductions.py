"""Characters, told or shown: "Luna is a silver-haired elf", "my cat is called Miso and is ginger", "this is Rex"."""

import re
from collections.abc import Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.memory.people import possessives
from agent.domain.generation import Statement
from agent.text.words import Token, normalised, tokenise

NAME_WORDS_MAX = 3


def shown(text: str, language: str, image: str | None, seen: str) -> Statement | None:
    """ "this is Luna", "save this as Luna", "this is my cat": the picture at hand becomes a reference picture."""
    tokens = tokenise(text)
    found = grammar.spoken("this_is", language).at(tokens, 0)
    if image is None or found is None or found.last >= len(tokens):
        return None
    rest = text[tokens[found.last].start :].strip(" .!")
    mine = next(iter(possessives(rest, language)), None)
    name = _name_at(rest, tokenise(rest), 0, asked=False)
    if mine is not None and mine.start == 0:
        after = rest[mine.end :].strip()
        named = _name_at(after, tokenise(after), 0, asked=False)
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


def _name_at(text: str, tokens: Sequence[Token], position: int, *, asked: bool) -> str:
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
    known = words[0] in grammar.word_set("not_a_name") or grammar.styles("en").get(words) is not None
    return "" if known else f"{name[:1].upper()}{name[1:]}"


def _says(tokens: Sequence[Token], position: int) -> bool:
    """Whether a word that says something of somebody stands here: no part of a name."""
    return any(grammar.spoken(name, "zh").at(tokens, position) for name in ("is", "looks", "called"))


def _called(said: str, tokens: Sequence[Token], language: str) -> Statement | None:
    """ "my cat is called Miso and is ginger", "I have a dog named Bella, she is white", "meine Katze heißt Mina"."""
    for position in range(1, len(tokens)):
        called = grammar.spoken("called", language).at(tokens, position)
        if called is None or called.last >= len(tokens):
            continue
        name = _name_at(said, tokens, called.last, asked=True)
        before = said[: tokens[position].start].strip(" ,")
        mine = next(iter(possessives(before, language)), None)
        have = grammar.spoken("i_have", language).at(tokenise(before), 0)
        kind = (
            mine.said[_prefix(mine.said, language) :]
            if mine
            else before[tokenise(before)[have.last].start :]
            if have and have.last < len(tokenise(before))
            else ""
        )
        if name and kind:
            after = said[tokens[called.last].start :][len(name) :]
            return _character(name, _bare(kind, language), _predicate(after, language), language)
    return None


def _prefix(said: str, language: str) -> int:
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
    name = _name_at(rest, tokenise(rest), 0, asked=False) if gap else ""
    after = rest[len(name) :]
    what = _predicate(after, language)
    kind = _bare(mine.said[_prefix(mine.said, language) :], language)
    if not name or (after.strip(" .,") and not what) or not (what or asked):
        return None
    return _character(name, kind, what, language)


def _by_name(said: str, tokens: Sequence[Token], language: str, *, asked: bool) -> Statement | None:
    """ "Luna is a silver-haired elf", "Nox has one ear"."""
    name = _name_at(said, tokens, 0, asked=asked)
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
        kind="character", name=name, text=_bare(what, language) if is_copula else f"{kept} {what}"
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
        or not _name_at(name, tokenise(name), 0, asked=True)
        or len(name.split()) > NAME_WORDS_MAX
    ):
        return None
    text = _predicate(f",{what}", language)
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


def _predicate(after: str, language: str) -> str:
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
            return _bare(text, language)
        text = text[tokens[found.last].start :]


def _bare(text: str, language: str) -> str:
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


def _character(name: str, kind: str, what: str, language: str) -> Statement:
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


def in_passing(text: str, language: str) -> tuple[Statement | None, str]:
    """Who is told of within a request, and the request without it: "draw my dog Rex, he's a golden retriever" draws Rex."""
    for owned in possessives(text, language):
        after = text[owned.end :]
        name = _name_at(after, tokenise(after), 0, asked=False) if after[:1] == " " else ""
        rest = after.lstrip()[len(name) :]
        match = (
            re.match(
                r"\s*[,;.]?\s*(?:and\s+)?(?:who|he|she|it)(?:'s|\s+is)\s+(?P<what>[^,.;!?]{3,120})", rest
            )
            if name
            else None
        )
        if match is not None:
            told = _character(
                name,
                _bare(owned.said[_prefix(owned.said, language) :], language),
                _bare(match["what"], language),
                language,
            )
            return told, f"{text[: owned.start]}{name}{rest[match.end() :]}"
    return None, text


def described_in_answer(asked_for: str, answer: str, language: str) -> Statement | None:
    """The character, or "my cat", that an answer to "What does ... look like?" describes; None where it says no more than a name.

    `asked_for`: as it was asked for: "Smokey", "my cat".
    """
    tokens = tokenise(answer)
    called = next(
        (f for n in range(len(tokens)) if (f := grammar.spoken("called", language).at(tokens, n))), None
    )
    named = asked_for if asked_for[:1].isupper() and not asked_for.startswith("my ") else ""
    text = answer
    if called is not None and called.last < len(tokens):
        named = _name_at(answer, tokens, called.last, asked=True)
        start = (
            tokens[called.first - 1].start
            if called.first and tokens[called.first - 1].norm in grammar.word_set("his")
            else tokens[called.first].start
        )
        text = f"{answer[:start]}{answer[tokens[called.last].start + len(named) :]}"
    text = _predicate(text, language)
    if not re.search(r"\w", text) or normalised(text) == normalised(named):
        return None
    if named:
        kind = asked_for.removeprefix("my ") if asked_for.startswith("my ") else ""
        return _character(named, kind, text, language)
    return Statement(kind="fact", text=f"{asked_for} is {answer.strip(' ,.!;')}") if asked_for else None
