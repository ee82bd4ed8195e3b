"""Who and what of the author's own is meant: names, "my cat", "her", "the same one"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import DamerauLevenshtein

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.languages import language_of
from adapters.builtin.language.lines import Line, says_name
from adapters.builtin.planner import wording
from adapters.builtin.planner.memory.names import NOT, meant, short_names
from adapters.builtin.planner.wanted import known
from agent.domain.cast import evidence_of, references_of
from agent.domain.characters import Character, in_words, remembered
from agent.domain.generation import Candidate, Evidence, Gap, Reference
from agent.domain.memory import Memory
from agent.ports import PlanRequest
from agent.text.words import normalised, singular, tokenise

WHO_HARM = 0.9
"""Drawing someone else than was meant spoils the picture."""
LOOK_HARM = 0.6
CANDIDATES_MAX = 4
UNKNOWN = "memory does not know "
"""What a gap says of somebody to be described; who it is follows."""
MISSPELT_CHARS_MIN = 5
"""A shorter name that differs by a letter is another name: "Tim" and "Tom"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The characters of a request."""

    subject: str
    """With "my cat" said by its name."""
    character: Evidence | None = None
    references: tuple[Reference, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """ "my dog", as it stands in a text."""

    said: str
    noun: str
    start: int
    end: int
    owner: str = ""
    """ "brother" of "my brother's dog": whose it is, where it is not the author's."""


def cast(request: PlanRequest, subject: str, language: str, *, asked: str = "") -> Cast:
    """Looks the subject's names and possessives up in memory. `asked` is the whole text, where names may stand too."""
    subject = _well_spelt(request, subject)
    found: list[Memory] = []
    gaps: list[Gap] = []
    for name, memories in _named(request, f"{subject} {asked}", language).items():
        if len(memories) == 1:
            found.append(memories[0])
        else:
            called = next((memory.name for memory in memories if normalised(memory.name) == name), name)
            gaps.append(which(called, memories, language))
    subject = _without_the_ruled_out(_by_name(subject, found), request)
    for owned in reversed(tuple(possessives(subject, language))):
        subject, more, gap = _meant_by(request, subject, owned, found, language)
        found += more
        gaps += gap
    unique = list({memory.id: memory for memory in found}.values())
    people = [remembered(memory) for memory in unique]
    told = evidence_of(people, method="recall", source=f"memory: {in_words(people)}", confidence=0.95)
    return Cast(
        subject=subject.strip(" ,"), character=told if people else None, references=references_of(people), gaps=tuple(gaps),
    )  # fmt: skip


def _without_the_ruled_out(subject: str, request: PlanRequest) -> str:
    """ "a wild fox" of "a wild fox, not Tobi"."""
    names = "|".join(re.escape(one.name) for one in known(request, "character") if one.name)
    denied = rf"[\s,;]*(?:\b(?:and|but|just|und|aber|y|pero|et|mais|ma|e|mas)\s+)?\b{NOT}\s+(?:{names})(?!\w)"
    return re.sub(denied, "", subject, flags=re.IGNORECASE) if names else subject


def _meant_by(
    request: PlanRequest, subject: str, owned: Owned, found: Sequence[Memory], language: str
) -> tuple[str, list[Memory], list[Gap]]:
    """The subject with "my dog" by its name, who that is, or the question who it is."""
    before, after = subject[: owned.start], subject[owned.end :]
    if _is_for(Line(before, language)):
        return subject, [], []
    asked = Line(request.text[: max(request.text.find(owned.said), 0)], language)
    if not before.strip() and grammar.is_somebody(owned.noun) and _is_for(asked):
        return after.strip(" ,"), [], []  # "a card for my mum": who gets it is not who is seen
    if any(m.name and re.match(rf"\s+{re.escape(m.name)}\b", after, re.IGNORECASE) for m in found):
        return f"{before}{after.lstrip()}", [], []
    mine = _known_as(request, owned)
    if len(mine) == 1:
        return f"{before}{mine[0].name or owned.said}{after}", [mine[0]], []
    if mine:  # the one that is chosen stands in the character slot
        return f"{before}{after}".strip(" ,"), [], [which(owned.said, mine, language)]
    whose = {owned.noun, *(token.norm for token in tokenise(owned.said))}
    if grammar.is_somebody(owned.noun) or whose & grammar.word_set("only_theirs"):
        return subject, [], [unknown(yours(owned))]
    return subject, [], []


def _is_for(before: Line) -> bool:
    return before.before(before.size, "for_whom") is not None


def _known_as(request: PlanRequest, owned: Owned) -> Sequence[Memory]:
    """Who of the author's own is called by that noun; "my character" is any of them. Of "my brother's dog", who was told of so."""
    found = owned_by(request, owned.noun, owner=owned.owner)
    if found or owned.owner or owned.noun not in grammar.word_set("role"):
        return found
    return [memory for memory in known(request, "character") if memory.scope.kind == "user" and memory.name]


def possessives(text: str, language: str) -> Iterator[Owned]:
    """ "my dog", "mi gato": everything that is said to be the author's."""
    line = Line(text, language)
    own = grammar.word_set("own_adjective") | grammar.word_set("favourite_of")
    for found in line.all("mine"):
        noun = found.last
        while noun < line.size - 1 and line.norm(noun) in own:
            noun += 1
        owner = _owner_at(line, noun)
        if owner:
            noun += 1
            if not grammar.is_somebody(line.norm(noun)):
                continue  # "my grandma's house" is a house, her cat is one that only they know
        if noun < line.size:
            start, end = line.tokens[found.first].start, line.tokens[noun].end
            yield Owned(said=text[start:end], noun=line.norm(noun), start=start, end=end, owner=owner)


def _owner_at(line: Line, position: int) -> str:
    """ "sister" of "my sister's cat", the apostrophe forgotten or not; "" where nobody else owns what follows."""
    word = line.norm(position)
    if word.endswith("'s"):
        return word.removesuffix("'s")
    person = word.removesuffix("s")
    forgotten = line.language == "en" and person != word and grammar.is_somebody(person)
    return person if forgotten and grammar.is_somebody(line.norm(position + 1)) else ""


def _well_spelt(request: PlanRequest, text: str) -> str:
    """With a known name that is off by one letter as it is written in memory: "Marysol" is Marisol."""
    names = [name for memory in known(request, "character") for name in (memory.name, *memory.aliases)]
    present = {token.norm for token in tokenise(text)}
    absent = [name for name in names if normalised(name) not in present]
    for token in reversed(tokenise(text)):
        written = text[token.start : token.end]
        may_be_a_name = len(written) >= MISSPELT_CHARS_MIN and written[:1].isupper()
        if may_be_a_name and not grammar.things().get([token.norm]):
            near = (one for one in absent if _is_a_slip(token.norm, normalised(one)))
            text = f"{text[: token.start]}{next(near, written)}{text[token.end :]}"
    return text


def _is_a_slip(word: str, name: str) -> bool:
    return DamerauLevenshtein.distance(name, word, score_cutoff=1) == 1


def _by_name(subject: str, characters: Sequence[Memory]) -> str:
    """Whoever is called by a further name, by their own: pictures and descriptions go by that."""
    for memory in characters:
        for alias in memory.aliases:
            if alias and not re.search(rf"(?<!\w){re.escape(memory.name)}(?!\w)", subject, re.IGNORECASE):
                subject = re.sub(
                    rf"(?<!\w){re.escape(alias)}(?!\w)", memory.name, subject, flags=re.IGNORECASE
                )
    return subject


def only_one(people: Sequence[Character]) -> Character | None:
    """The one person whose looks are told; None where there are several, or no looks."""
    return people[0] if len(people) == 1 and people[0].name and people[0].description else None


def _named(request: PlanRequest, text: str, language: str) -> dict[str, list[Memory]]:
    """Every known name in the text, with who bears it."""
    found: dict[str, list[Memory]] = {}
    characters = known(request, "character", with_people=True)
    every = [
        name
        for memory in characters
        for name in (memory.name, *memory.aliases, *short_names(memory.name, request.text, language))
    ]
    bare = {normalised(memory.name) for memory in characters}  # of two, one is called "Nephew Felix"
    written = {name for name in every if says_name(request.text, name)}
    called = meant(request.text, every, language)
    for memory in characters:
        names = (memory.name, *memory.aliases, *short_names(memory.name, request.text, language))
        for name in (*names, *(one for one in memory.name.split() if normalised(one) in bare)):
            if says_name(text, name) and (name in called or name not in written):
                found.setdefault(normalised(name), []).append(memory)
                break
    return {name: _nearest(memories) for name, memories in found.items()}


def _nearest(memories: Sequence[Memory]) -> list[Memory]:
    """Of one description in several scopes the narrowest; different ones stay a choice."""
    unique = {normalised(memory.text): memory for memory in reversed(memories)}
    return [memory for memory in memories if unique[normalised(memory.text)] is memory]


def owned_by(request: PlanRequest, noun: str, *, owner: str = "") -> list[Memory]:
    """The author's own characters and facts that are about such a thing, or its `owner`'s."""
    wanted = _kinds(noun)
    own = [memory for memory in known(request, "character", "fact") if memory.scope.kind == "user"]
    said = [memory for memory in own if wanted & _kinds(f"{memory.text} {memory.name}")]
    if owner:
        return [memory for memory in said if owner in normalised(memory.text)]
    return [memory for memory in said if not _is_anothers(memory.text, wanted)]


def _is_anothers(text: str, kinds: frozenset[str]) -> bool:
    """ "my neighbour's dog", "el perro de mi hermana": told of, and not the author's."""
    line = Line(text, language_of(text))
    for position in range(line.size):
        if _kinds(line.norm(position)) & kinds:
            whose = line.norm(position - 1).endswith(("'s", "’s"))
            return whose or (
                line.at(position + 1, "of") is not None and line.at(position + 2, "mine") is not None
            )
    return False


def _kinds(text: str) -> frozenset[str]:
    """The words of a text, and the emoji they stand for: "dog", "puppy" and "perro" are one thing."""
    tokens = tokenise(text)
    pictures = {found.value for found in grammar.things().all(tokens)}
    pictures |= {one for token in tokens if (one := grammar.things().get([singular(token.norm)]))}
    words = {singular(token.norm) for token in tokens if len(token.norm) > 2} - grammar.word_set(
        "stem_filler"
    )
    return frozenset(pictures | words)


def which(said: str, memories: Sequence[Memory], language: str) -> Gap:
    """Several that may be meant: a choice, each shown by its picture where it has one."""
    owned = next(iter(possessives(said, language)), None)
    what = owned.noun if owned and owned.end == len(said) else said
    why = f"{said} may be any of {len(memories)}"
    return _asked(why, "which", what, harm=WHO_HARM, memories=memories, of=0.9)


def unknown(said: str) -> Gap:
    """Somebody whom memory does not know."""
    return _asked(f"{UNKNOWN}{said}", "look", said, harm=LOOK_HARM)


def oneself() -> Gap:
    """ "a portrait of me": nobody here has seen the author."""
    why = "nobody told what the author looks like"
    return replace(_asked(why, "me", harm=LOOK_HARM), about_author=True)


def who(request: PlanRequest, said: str) -> Gap:
    """A pronoun that nothing before explains."""
    why = f"nothing before says who “{said}” is"
    return _asked(why, "who", said, harm=WHO_HARM, memories=known(request, "character"), of=0.85)


def _asked(
    why: str, question: str, what: str = "", *, harm: float, memories: Sequence[Memory] = (), of: float = 0.0
) -> Gap:
    """`of`: that one of the memories is meant, shared among them."""
    share = round(of / len(memories), 3) if memories else 0.0
    candidates = tuple(
        Candidate(
            value=one.sentence(), probability=share, source=f"memory: {one.sentence()}",
            image=next(iter(one.images), None), memory=one.id, character=remembered(one),
        )
        for one in memories[:CANDIDATES_MAX]
    )  # fmt: skip
    asked = wording.question(question, what=what)
    return Gap(slot="character", why=why, route="ask", harm=harm, question=asked, candidates=candidates)


def yours(owned: Owned) -> str:
    """ "my dog" -> "your dog"."""
    turned = grammar.pairs("yours")
    for mine in sorted(turned, key=len, reverse=True):
        if normalised(owned.said).startswith(mine):
            return f"{turned[mine]}{owned.said[len(mine) :]}"
    return owned.said


def mine(said: str) -> str:
    """ "your dog" -> "my dog"."""
    return f"my {said.removeprefix('your ')}" if said.startswith("your ") else said
