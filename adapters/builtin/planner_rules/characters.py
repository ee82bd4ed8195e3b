"""Who and what of the author's own is meant: names, "my cat", "her", "the same one"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.builtin.language.lexicon import normalised
from adapters.builtin.planner_rules import grammar, wording
from adapters.builtin.planner_rules.beings import is_somebody
from adapters.builtin.planner_rules.grammar import frame, frames
from adapters.builtin.planner_rules.namesakes import is_a_word
from adapters.builtin.planner_rules.recalling import known
from adapters.builtin.planner_rules.tokens import stem, tokenise
from agent.domain.generation import Candidate, Evidence, Gap, Reference
from agent.domain.memory import Memory
from agent.ports import PlanRequest

WHO_HARM = 0.9
"""Drawing someone else than was meant spoils the picture."""
LOOK_HARM = 0.6
CANDIDATES_MAX = 4
UNKNOWN = "memory does not know "
"""What a gap says of somebody to be described; who it is follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The characters of a request."""

    subject: str
    """With "my cat" said by its name."""
    character: Evidence | None = None
    references: tuple[Reference, ...] = ()
    gaps: tuple[Gap, ...] = ()


_OF_A_RECIPIENT = re.compile(
    r"^[\s,;.]*(?:(?:who|she|he|they)\s+(?:loves?|likes?|enjoys?|is into)\s+)?", re.IGNORECASE
)
"""Left of "a card for my mum, she loves gardening" once it is known for whom it is."""


def cast(request: PlanRequest, subject: str, language: str, *, asked: str = "") -> Cast:
    """Looks the subject's names and possessives up in memory. `asked` is the whole text, where names may stand too."""
    found: list[Memory] = []
    gaps: list[Gap] = []
    for name, memories in _named(request, f"{subject} {asked}", language).items():
        if len(memories) == 1:
            found.append(memories[0])
        else:
            gaps.append(_which(_called(name, memories), memories, language))
    subject = _by_name(subject, found)
    for match in _POSSESSIVE[language].finditer(subject):
        noun = match["noun"]
        if frame("for_somebody").search(subject[: match.start()]):
            continue
        if re.search(rf"\b(?:card|gift|present)\s+for\s+{re.escape(match[0])}", request.text, re.IGNORECASE):
            subject = _OF_A_RECIPIENT.sub("", subject.replace(match[0], ""))
            continue
        named = next((memory for memory in found if _follows(subject, match, memory)), None)
        if named is not None:
            subject = re.sub(
                rf"{re.escape(match[0])}\s+(?={re.escape(named.name)})", "", subject, flags=re.IGNORECASE
            )
            continue
        owned = _owned(request, noun)
        if len(owned) == 1:
            found.append(owned[0])
            subject = subject.replace(match[0], owned[0].name or match[0])
        elif owned:
            gaps.append(_which(match[0], owned, language))
            subject = subject.replace(match[0], "").strip(
                " ,"
            )  # the one that is chosen stands in the character slot
        elif grammar.things().at(tokenise(noun), 0) is not None and is_somebody(noun):
            gaps.append(unknown(_yours(match[0]), language))
    unique = list({memory.id: memory for memory in found}.values())
    return Cast(subject=subject, character=described(unique), references=pictured(unique), gaps=tuple(gaps))


def _called(name: str, memories: Sequence[Memory]) -> str:
    """The name as it is written in memory."""
    return next((memory.name for memory in memories if normalised(memory.name) == name), name)


def _by_name(subject: str, characters: Sequence[Memory]) -> str:
    """Whoever is called by a further name, by their own: pictures and descriptions go by that."""
    for memory in characters:
        for alias in memory.aliases:
            if alias and not re.search(rf"(?<!\w){re.escape(memory.name)}(?!\w)", subject, re.IGNORECASE):
                subject = re.sub(
                    rf"(?<!\w){re.escape(alias)}(?!\w)", memory.name, subject, flags=re.IGNORECASE
                )
    return subject


def without_possessive(subject: str, language: str) -> str:
    """ "my dog chasing a ball" -> "chasing a ball", once it is known who the dog is."""
    rest = _POSSESSIVE[language].sub("", subject, count=1).strip(" ,")
    rest = re.sub(r"^(?:and|with)\s+|[\s,]+(?:and|with)$", "", rest, flags=re.IGNORECASE)
    return re.sub(r"^but\s+(?=as\b)", "", rest, flags=re.IGNORECASE)


def only_one(character: str) -> tuple[str, str]:
    """Name and looks of the one person in the character slot; ("", "") where there are several, or no looks."""
    name, _, looks = character.partition(": ")
    return (name, looks) if looks and ": " not in looks else ("", "")


def described(memories: Sequence[Memory]) -> Evidence | None:
    """The characters in one slot: "Luna: silver-haired elf; Rex: brown dog"."""
    if not memories:
        return None
    return Evidence(
        value="; ".join(memory.sentence() for memory in memories), method="recall",
        source="memory: " + "; ".join(memory.sentence() for memory in memories), confidence=0.95,
        memory=memories[0].id,
    )  # fmt: skip


def pictured(memories: Sequence[Memory]) -> tuple[Reference, ...]:
    return tuple(
        Reference(image=image, role="character", label=memory.name or memory.text)
        for memory in memories
        for image in memory.images[:1]
    )


def _named(request: PlanRequest, text: str, language: str) -> dict[str, list[Memory]]:
    """Every known name in the text, with who bears it."""
    plain = f" {' '.join(token.norm.removesuffix(chr(39) + 's') for token in tokenise(text))} "
    raw = normalised(text)
    found: dict[str, list[Memory]] = {}
    for memory in known(request, "character"):
        for name in (memory.name, *memory.aliases):
            words = " ".join(token.norm for token in tokenise(name))
            if words and (f" {words} " in plain or (not words.isascii() and normalised(name) in raw)):
                if is_a_word(request.text, name, language):
                    continue
                found.setdefault(normalised(memory.name), []).append(memory)
                break
    return {name: _nearest(memories) for name, memories in found.items()}


def _nearest(memories: Sequence[Memory]) -> list[Memory]:
    """Of one description in several scopes the narrowest; different ones stay a choice."""
    unique = {normalised(memory.text): memory for memory in reversed(memories)}
    return [memory for memory in memories if unique.get(normalised(memory.text)) is memory] or list(memories)


_POSSESSIVE = frames("possessives")


def _follows(subject: str, match: re.Match[str], memory: Memory) -> bool:
    """ "my dog Rex": the name tells which."""
    return (
        re.match(rf"\s+{re.escape(memory.name)}\b", subject[match.end() :], re.IGNORECASE) is not None
        if memory.name
        else False
    )


def _owned(request: PlanRequest, noun: str) -> list[Memory]:
    """The author's own characters and facts that are about such a thing."""
    wanted = _kinds(noun)
    own = [memory for memory in known(request, "character", "fact") if memory.scope.kind == "user"]
    return [memory for memory in own if wanted & _kinds(f"{memory.text} {memory.name}")]


def _kinds(text: str) -> frozenset[str]:
    """The words of a text, and the emoji they stand for: "dog", "puppy" and "perro" are one thing."""
    tokens = tokenise(text)
    pictures = {found.value for found in grammar.things().all(tokens)}
    pictures |= {one for token in tokens if (one := grammar.things().get([stem(token.norm)]))}
    words = {stem(token.norm) for token in tokens if len(token.norm) > 2} - grammar.word_set("stem_filler")
    return frozenset(pictures | words)


def _which(said: str, memories: Sequence[Memory], language: str) -> Gap:
    """Several that may be meant: a choice, each shown by its picture where it has one."""
    shown = memories[:CANDIDATES_MAX]
    share = round(0.9 / len(memories), 3)
    return Gap(
        slot="character", why=f"{said} may be any of {len(memories)}", route="ask", harm=WHO_HARM,
        question=wording.question("which", language, what=_bare(said)),
        candidates=tuple(candidate(memory, share) for memory in shown),
    )  # fmt: skip


def candidate(memory: Memory, probability: float) -> Candidate:
    return Candidate(
        value=memory.sentence(), probability=probability, source=f"memory: {memory.sentence()}",
        image=next(iter(memory.images), None), memory=memory.id,
    )  # fmt: skip


def _bare(said: str) -> str:
    return re.sub(r"^(?:my|our|mi|mis|meine?[nmr]?|mon|ma|mes|meu|minha)\s+", "", said, flags=re.I)


def _yours(said: str) -> str:
    """ "my dog" -> "your dog"."""
    first, _, rest = said.partition(" ")
    for mine, yours in _YOURS:
        if first.lower() == mine:
            return f"{yours} {rest}"
        if not mine.isascii() and said.startswith(mine):
            return f"{yours}{said.removeprefix(mine)}"
    return said


def mine(said: str) -> str:
    """ "your dog" -> "my dog"."""
    return f"my {said.removeprefix('your ')}" if said.startswith("your ") else said


_YOURS = (
    ("my", "your"), ("our", "your"), ("mi", "tu"), ("mis", "tus"), ("mein", "dein"), ("meine", "deine"),
    ("meinen", "deinen"), ("meinem", "deinem"), ("meiner", "deiner"), ("mon", "ton"), ("ma", "ta"), ("mes", "tes"),
    ("meu", "seu"), ("minha", "sua"), ("我的", "你的"), ("我家的", "你家的"),
)  # fmt: skip


def unknown(said: str, language: str) -> Gap:
    """Somebody whom memory does not know."""
    return Gap(
        slot="character", why=f"{UNKNOWN}{said}", route="ask", harm=LOOK_HARM,
        question=wording.question("look", language, what=said),
    )  # fmt: skip


def oneself(language: str) -> Gap:
    """ "a portrait of me": nobody here has seen the author."""
    return Gap(
        slot="character", why="nobody told what the author looks like", route="ask", harm=LOOK_HARM,
        question=wording.question("me", language),
    )  # fmt: skip


def who(request: PlanRequest, said: str, language: str) -> Gap:
    """A pronoun that nothing before explains."""
    memories = list(known(request, "character"))
    share = round(0.85 / len(memories), 3) if memories else 0.0
    return Gap(
        slot="character", why=f"nothing before says who “{said}” is", route="ask", harm=WHO_HARM,
        question=wording.question("who", language, what=said),
        candidates=tuple(candidate(memory, share) for memory in memories[:CANDIDATES_MAX]),
    )  # fmt: skip
