"""Somebody in a picture, and several of them in words. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agent.domain.memory import Memory

BETWEEN = "; "
"""Parts two characters in words, and the clauses of one description: "Luna: silver-haired elf; green cloak; Rex: brown dog"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """A character within a context."""

    name: str = ""
    """ "": nobody told a name ("my dog")."""
    description: str = ""
    memory: str | None = None
    """Id of the memory that tells of them, if any."""
    images: tuple[str, ...] = ()
    """ImageIds of the pictures handed over that show them."""
    person: str = ""
    """PersonKey of somebody who is there (`agent.domain.people`): how they look is looked up when they are drawn, and never kept here."""

    @property
    def called(self) -> str:
        return self.name or self.description

    def sentence(self) -> str:
        """ "Luna: silver-haired elf"."""
        return ": ".join(part for part in (self.name, self.description) if part)


def remembered(memory: Memory, *, images: int = 1) -> Character:
    """Whom a memory tells of, with so many of their pictures."""
    return Character(
        name=memory.name, description=memory.text, memory=memory.id, images=memory.images[:images]
    )


def in_words(characters: Iterable[Character]) -> str:
    """What people, models and searches read.

    >>> in_words([Character(name="Luna", description="elf"), Character(name="Rex")])
    'Luna: elf; Rex'
    """
    return BETWEEN.join(one.sentence() for one in characters)


def characters_in(text: str, known: Sequence[Character] = ()) -> tuple[Character, ...]:
    """The characters that words tell of: a model's, a person's, or those of a record older than `Character`. One of `known` is
    recognised whatever stands in the name; what is said of them anew takes the place of what was known.

    What follows a description without a colon, in small letters, describes further; all else is somebody else.

    >>> [one.sentence() for one in characters_in("Luna: silver-haired elf; green cloak; Rex: brown dog; Bo")]
    ['Luna: silver-haired elf; green cloak', 'Rex: brown dog', 'Bo']
    """
    found: list[Character] = []
    for part in _parts(text, known):
        one = _one(part, known)
        if found and found[0].description and _describes_further(part, one, known):
            clauses = (found[-1].description, part)
            found[-1] = replace(found[-1], description=BETWEEN.join(filter(None, clauses)))
        elif one.called:
            found.append(one)
    return tuple(found)


def recorded(text: str, memory: str | None, *, answered: bool) -> tuple[Character, ...]:
    """The characters of a record that has words alone, with the one memory it kept: the first one's, or the last one's where an
    answer had joined them."""
    read = characters_in(text)
    whose = read[-1 if answered else 0] if read else None
    return tuple(replace(one, memory=memory) if one is whose else one for one in read)


def _parts(text: str, known: Sequence[Character]) -> Iterator[str]:
    """Cut where two may meet, but not within a name that is known or what is known of them."""
    rest = text.strip(" ;")
    while rest:
        start = next((whole for whole in _known_wholes(known) if _begins(rest, whole)), "")
        part, _, left = rest[len(start) :].partition(BETWEEN)
        yield f"{start}{part}".strip()
        rest = left.strip()


def _known_wholes(known: Sequence[Character]) -> list[str]:
    """Sentences and names, longest first."""
    return sorted(
        {said for one in known for said in (one.sentence(), one.name) if said}, key=len, reverse=True
    )


def _begins(text: str, whole: str) -> bool:
    after = text[len(whole) :]
    return text[: len(whole)].casefold() == whole.casefold() and (not after or after[0] in ":;")


def _one(part: str, known: Sequence[Character]) -> Character:
    for one in known:
        if one.name and _begins(part, one.name):
            said = part[len(one.name) :].removeprefix(":").strip()
            return replace(one, description=said or one.description)
        if not one.name and part.casefold() == one.description.casefold():
            return one
    name, _, described = part.partition(": ")
    return Character(name=name.strip(), description=described.strip())


def _describes_further(part: str, one: Character, known: Sequence[Character]) -> bool:
    return not one.description and one not in known and part[:1].islower()
