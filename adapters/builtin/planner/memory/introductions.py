"""Characters, told or shown: "Luna is a silver-haired elf", "my cat is called Miso and is ginger", "this is Rex"; and those told of beside
something else, within a request or in the answer to "What does your cat look like?"."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.frames import frame
from adapters.builtin.planner.intents.conditions import NO_COPULA, nickname_in
from adapters.builtin.planner.memory.people import Owned, possessives
from adapters.builtin.planner.reading.phrases import UNSPACED
from agent.domain.generation import Statement
from agent.domain.memory import ME
from agent.text.words import normalised, tokenise

NAME_WORDS_MAX = 3
_HANGS_MINE = ("ar", "id", "tr")
"""Languages that say "my" at the end of the noun: "kucingku"."""
_TOPIC_BEHIND = re.compile(r"^(?:은|는)(?=\s)|^\s+[-–—](?=\s)")
_TOPIC = re.compile(r"(?<=[가-힣])(?:은|는)$")


def shown(text: str, language: str, image: str | None, seen: str) -> Statement | None:
    """ "this is Luna", "save this as Luna", "this is my cat": the picture at hand becomes a reference picture."""
    rest = Line(Line(text, language).after("this_is").strip(" .!"), language)
    if image is None or not rest.text:
        return None
    if (oneself := rest.at(0, "myself")) is not None:
        said = rest.behind(oneself.last).strip(" ,")
        return Statement(kind="character", name=ME, text=said or "as in the picture", image=image)
    if (mine := owned_first(rest.text, language)) is not None:
        called = _name_in(rest.text[mine.end :].strip()) or f"my {mine.noun}"
        known = grammar.glyph_of(mine.noun)
        what = f"{mine.noun} as in the picture"
        return Statement(kind="character", name=called, text=what, image=image) if known else None
    name = _name_in(rest.text)
    kind = re.sub(r"^(?:my|our|the|a|an)\s+", "", rest.text[len(name) :].strip(" ,"), flags=re.IGNORECASE)
    what = kind or seen or "as in the picture"
    return Statement(kind="character", name=name, text=what, image=image) if name else None


def introduced(said: str, language: str, *, asked: bool) -> Statement | None:
    """The character that a sentence describes. `asked`: to be remembered by order, so that small letters may be a name."""
    plain = _without_role(said)
    asked, said = asked or plain != said, plain
    return (
        _nicknamed(said, language)
        or _called(Line(said, language))
        or _mine_by_name(said, language, asked=asked)
        or _by_name(said, language, asked=asked)
        or (_apposed(said, language) if asked else None)
        or _unnamed(said, language, asked=asked)
    )


def owned_first(text: str, language: str) -> Owned | None:
    """ "my dog", where the text begins with it."""
    mine = next(iter(possessives(text, language)), None)
    return mine if mine is not None and mine.start == 0 else None


def _without_role(said: str) -> str:
    """Left of the name: "my character Zed, a green goblin"."""
    match = re.match(r"^(?:my|our|the|a)\s+(?:new\s+|main\s+)?(?P<role>[\w&]+)\s+(?=[A-ZÀ-ÖØ-Þ])", said)
    return said[match.end() :] if match and match["role"].lower() in grammar.word_set("role") else said


def _name_in(text: str, position: int = 0, *, asked: bool = False) -> str:
    """The name that begins at this word: up to three words with a capital; `asked`: one in small letters will do."""
    line = Line(text, "en")
    last = position
    while last < min(line.size, position + NAME_WORDS_MAX) and (last == position or not _says(text, last)):
        word = line.said(last, last + 1)
        gap = text[line.tokens[last - 1].end : line.tokens[last].start] if last > position else ""
        if gap.strip() or not (word[:1].isupper() or (not word.isascii() and not word[:1].islower())):
            break
        last += 1
        if _TOPIC.search(word):
            break
    last = position + 1 if last == position and asked and position < line.size else last
    name = _TOPIC.sub("", line.said(position, last).removesuffix("'s"))
    words = normalised(name).split()
    style = None if asked else grammar.styles("en").get(words)  # a cat may be called Pixel
    is_known = not name or words[0] in grammar.word_set("not_a_name") or style is not None
    return "" if is_known else f"{name[:1].upper()}{name[1:]}"


def _says(text: str, position: int) -> bool:
    """Whether a word that says something of somebody stands here: no part of a name."""
    says = ("is", "looks", "called", "mine")
    return any(Line(text, language).own(position, *says) for language in (*UNSPACED, "hi", "ko", "tr"))


def _called(line: Line) -> Statement | None:
    """ "my cat is called Miso and is ginger", "I have a dog named Bella, she is white", "meine Katze heißt Mina"."""
    for position in range(1, line.size):
        called = line.at(position, "called")
        if called is None or called.last >= line.size:
            continue
        also = line.at(called.last, "also")
        first = also.last if also is not None else called.last
        name = _name_in(line.text, first, asked=True)
        kind = _kind_before(line.upto(position), line.language) if name else ""
        if kind:
            after = predicate_of(line.since(first)[len(name) :], line.language)
            return _character(name, kind, after, line.language)
    return None


def _nicknamed(said: str, language: str) -> Statement | None:
    """ "everyone calls my paladin Aurelion just Ozzy", "Seraphine's nickname is Sera"; "we call our van Gertrude" gives it its name."""
    if (found := nickname_in(said)) is None:
        return None
    name, who = f"{found['name'][:1].upper()}{found['name'][1:]}", found["who"].strip(" ,")
    mine = owned_first(who, language)
    known = _name_in(who[mine.end :].strip() if mine is not None else who)
    kind = _kind_of(mine, language) if mine is not None else ""
    more = f"also called {name}" if known else predicate_of(found["more"] or "", language)
    text = ", ".join(part for part in (kind, more) if part)
    return Statement(kind="character", name=known or name, text=text) if known or kind else None


def _kind_before(before: str, language: str) -> str:
    """ "cat" of "and my cat", "brother's dog" of "my brother's dog", "Hund von meinem Bruder"; "" where nobody's is spoken of."""
    line = Line(Line(before.strip(" ,"), language).without_end("also", "joiner"), language)
    owned = list(possessives(line.text, language))
    if not owned:
        hung = language in _HANGS_MINE and line.size <= NAME_WORDS_MAX
        had = line.after("i_have") or (
            grammar.is_somebody(line.norm(line.size - 1)) and line.after("definite")
        )
        return line.text if hung else bare(had or "", language)
    mine = owned[-1]
    if mine.noun in grammar.word_set("titled"):
        return ""
    of = Line(line.text[: mine.start], language)
    return bare(line.text, language) if of.own_before(of.size, "owner_of") else _kind_of(mine, language)


def _kind_of(mine: Owned, language: str) -> str:
    """ "old dog" of "my old dog"."""
    return bare(Line(mine.said, language).after("mine") or mine.said, language)


def _mine_by_name(said: str, language: str, *, asked: bool) -> Statement | None:
    """ "My dog Rex is brown", "my dog Rocko, he's a dachshund", and by order "my old dog Bella"."""
    mine = owned_first(said, language)
    rest = said[mine.end :] if mine is not None else ""
    rest = f" {rest[1:]}" if language == "ja" and rest.startswith("は") else rest
    name = _name_in(rest.strip()) if rest[:1].isspace() else ""
    after = _TOPIC_BEHIND.sub("", rest.strip()[len(name) :])
    what = predicate_of(after, language)
    if mine is None or not name or (after.strip(" .,") and not what) or not (what or asked):
        return None
    return _character(name, _kind_of(mine, language), what, language)


def _by_name(said: str, language: str, *, asked: bool) -> Statement | None:
    """ "Luna is a silver-haired elf", "Nox has one ear"."""
    name = _name_in(said, asked=asked)
    verb = _verb(_TOPIC_BEHIND.sub("", said[len(name) :]), language) if name else None
    if verb is None:
        return None
    kept, what, is_copula = verb
    ends = any(kept.lower().startswith(word) for word in grammar.listed("no_longer", language))
    if ends or not what or (not asked and (kept in (":", "=") or (is_copula and is_passing(what, language)))):
        return None
    text = bare(what, language) if is_copula else f"{kept} {what}"
    return Statement(kind="character", name=name, text=text)


def _verb(after: str, language: str) -> tuple[str, str, bool] | None:
    """The verb that "is" or "has" begins, what follows it, and whether it is "is"."""
    line = Line(after.lstrip(), language)
    sign = re.match(r"^([:=])\s*", line.text) or re.match(r"^('s)\s+(?!.*\b(?:is|are|has)\b)", line.text)
    if sign is not None and not after.startswith(" "):
        return sign[1], line.text[sign.end() :], True
    looks = line.at(0, "looks")
    found = looks or line.at(0, "is")
    if found is None and language in NO_COPULA and line.own(0, "mine") is not None:
        return "", line.text, True
    if found is None or line.until(0).strip():
        return None
    return line.upto(found.last), line.behind(found.last).strip(" ,."), looks is None


def is_passing(what: str, language: str) -> bool:
    """ "at the beach", "sleeping": what somebody does just now is no description."""
    line = Line(what, language)
    acts = language == "en" and line.norm(0).endswith("ing")
    return not line.size or acts or line.at(0, "not_described") is not None


def _apposed(said: str, language: str) -> Statement | None:
    """By order: "Rex, my brown dog with a red collar"; "Nox, who is a black cat"."""
    name, comma, what = said.partition(",")
    if not comma or len(name.split()) > NAME_WORDS_MAX or not _name_in(name, asked=True):
        return None
    text = predicate_of(f",{what}", language)
    known = grammar.things().all(tokenise(text))
    return Statement(kind="character", name=f"{name[:1].upper()}{name[1:]}", text=text) if known else None


def _unnamed(said: str, language: str, *, asked: bool) -> Statement | None:
    """ "my dog is a golden retriever": a fact about what is the author's."""
    mine = owned_first(said, language)
    verb = _verb(said[mine.end :], language) if mine is not None and grammar.glyph_of(mine.noun) else None
    if verb is None or not verb[1] or (not asked and is_passing(verb[1], language)):
        return None
    return Statement(kind="fact", text=said)


def predicate_of(after: str, language: str) -> str:
    """What is said of somebody: " and is ginger" -> "ginger"; ", she's a purple tiefling" -> "purple tiefling"."""
    said = Line(Line(after.strip(" ,.:;!-、，،"), language).without_lead("and_is", "is", "pronoun"), language)
    return "" if said.is_whole("closing", "polite") else bare(said.without_end("closing"), language)


def bare(text: str, language: str) -> str:
    """Without "a", "my", "also my", "一只"."""
    line = Line(text, language)
    return line.since(line.past(0, "also", "determiner", "mine")).strip(" ,.，、،")


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
    owned = next(iter(possessives(text, language)), None)
    mine = _name_in(text[owned.end :]) if owned and text[owned.end : owned.end + 1] == " " else ""
    named = re.search(r"(?<=\s)[A-ZÀ-ÖØ-Þ][\w'-]+(?=\s*,)", text) if not mine else None
    if owned is not None and mine:
        start, name, kind = owned.start, mine, _kind_of(owned, language)
        rest = text[owned.end :].lstrip()[len(mine) :]
    elif named is not None:
        start, name, kind, rest = named.start(), named[0], "", text[named.end() :]
    else:
        return None, text
    match = frame("told_in_passing").match(rest)
    if match is None:
        return None, text
    told = _character(name, kind, bare(match["what"], language), language)
    return told, f"{text[:start]}{name}{rest[match.end() :]}"


def said_of_the_same(sentence: str, language: str) -> str:
    """ "wears a green cloak" of "She wears a green cloak", said of the one described just before; "" for anything else."""
    line = Line(sentence, language)
    pronoun = line.at(0, "he_is", "pronoun")
    if pronoun is None or pronoun.last >= line.size:
        return ""
    copula = line.at(pronoun.last, "is")
    first = copula.last if copula is not None and copula.last < line.size else pronoun.last
    return line.since(first).strip(" .!。！")


def described_in_answer(asked_for: str, answer: str, language: str) -> Statement | None:
    """The character, or "my cat", that an answer to "What does ... look like?" describes; None where it says no more than a name.

    `asked_for`: as it was asked for: "Smokey", "my cat".
    """
    line, text = Line(answer, language), answer
    kind = asked_for.removeprefix("my ") if asked_for.startswith("my ") else ""
    named = asked_for if asked_for[:1].isupper() else ""
    if (called := line.first("called")) is not None and called.last < line.size:
        named = _name_in(answer, called.last, asked=True)
        his = called.first > 0 and line.norm(called.first - 1) in grammar.word_set("his")
        text = f"{line.until(called.first - int(his))}{line.since(called.last)[len(named) :]}"
    text = predicate_of(text, language)
    if not re.search(r"\w", text) or normalised(text) == normalised(named):
        return None
    if named:
        return _character(named, kind, text, language)
    return Statement(kind="fact", text=f"{asked_for} is {answer.strip(' ,.!;')}") if asked_for else None
