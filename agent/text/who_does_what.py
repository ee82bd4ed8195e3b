"""Who does what in a sentence that names several: "Luna hugs Rex while Ben plays the guitar". Pure, and careful: of what is not plainly
one's own doing it says nothing.

A name begins what its bearer does where nothing but a joint ("while", "and", a comma) stands before it; elsewhere it is part of what
another does. Names that joints alone hold together do it together.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.text.stopwords import STOP_WORDS

_STRONG = (
    "while|whilst|whereas|während|wobei|mientras que|mientras|pendant que|pendant qu|tandis que|tandis qu|alors que|enquanto que|enquanto|"
    "mentre|terwijl|podczas gdy|gdy|пока|в то время как|тогда как|поки|тим часом як|тоді як|sementara|sambil|بينما|فيما|जबकि"
)
_WEAK = "and|&|und|y|e|et|ed|en|i|oraz|и|та|і|й|ve|dan|و|और|then|dann|luego|puis|poi"
_CUT = re.compile(rf"[,;]?\s+(?:{_STRONG})(?!\w)|[.;!?](?:\s|$)", re.IGNORECASE)
"""What follows is another doing, whoever does it."""
_JOINT = re.compile(rf"(?:^|[\s,;])(?:(?:{_STRONG}|{_WEAK})(?:\s+|$))+$|[,;:.!?]\s*$", re.IGNORECASE)
_JOINTS_ALONE = re.compile(rf"\s*(?:[,;:.!?]|(?<!\w)(?:{_STRONG}|{_WEAK})(?!\w)|\s)*\s*", re.IGNORECASE)
_TOGETHER = re.compile(rf"(?:[\s,]|(?<!\w)(?:{_WEAK})(?!\w))+", re.IGNORECASE)
_SIDES = re.compile(
    r"(?<!\w)(?:left|right|links|rechts|linken?|rechten?|izquierda|derecha|gauche|droite|esquerda|direita|sinistra|destra|lewej|prawej|"
    r"слева|справа|ліворуч|праворуч|sol(?:da|unda)|sağ(?:da|ında)|kiri|kanan)(?!\w)|左|右|왼쪽|오른쪽|يسار|يمين|बाएँ|दाएँ|बाईं|दाईं",
    re.IGNORECASE,
)
_SMALL = frozenset(word for words in STOP_WORDS.values() for word in words)
ACT_CHARS_MAX = 160


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    start: int
    end: int


def speaks_of_sides(words: str) -> bool:
    """Whether it says what is on the left or on the right."""
    return _SIDES.search(words) is not None


def as_told(names: Sequence[str], words: str) -> tuple[str, ...]:
    """In the order in which the words name them; whom they do not name comes last.

    >>> as_told(["Rex", "Luna", "Bo"], "Luna and Rex")
    ('Luna', 'Rex', 'Bo')
    """
    first = {one.name: one.start for one in reversed(_named(words, names))}
    return tuple(sorted(names, key=lambda name: first.get(name, len(words))))


def acts_in(words: str, names: Sequence[str]) -> Mapping[str, str]:
    """What each of them does, in the sentence's own words; those of whom it says nothing of their own are not in it.

    >>> acts_in("Luna hugs Rex while Ben plays the guitar", ["Luna", "Rex", "Ben"])
    {'Luna': 'hugs Rex', 'Ben': 'plays the guitar'}
    >>> acts_in("Luna and Rex dance, Ben sings", ["Luna", "Rex", "Ben"])
    {'Luna': 'dance', 'Rex': 'dance', 'Ben': 'sings'}
    """
    found: dict[str, str] = {}
    if not _is_understood(words, names):
        return found
    for actors, act in _clauses(words, _named(words, names)):
        for name in actors:
            found[name] = f"{found[name]}; {act}"[:ACT_CHARS_MAX] if name in found else act
    told = set(found.values())
    return found if len(told) > 1 or set(found) != set(names) else {}


def _clauses(words: str, named: Sequence[_Named]) -> Iterator[tuple[Sequence[str], str]]:
    """Who, and what they do."""
    at = 0
    while at < len(named):
        is_object = at > 0 and _TOGETHER.fullmatch(words[named[at - 1].end : named[at].start]) is not None
        actors = [named[at].name]
        while at + 1 < len(named) and _TOGETHER.fullmatch(words[named[at].end : named[at + 1].start]):
            at += 1
            actors.append(named[at].name)
        start = named[at].end
        at += 1
        while at < len(named) and not _begins(words, named, at, start):
            at += 1
        end = named[at].start if at < len(named) else len(words)
        if act := _without_joint(_CUT.split(words[start:end], maxsplit=1)[0]):
            if is_object and act.split()[0].casefold() in _SMALL:
                continue  # "gives Rex and Ben a bone": whose it is, only a grammar knows
            yield actors, act[:ACT_CHARS_MAX]


def _begins(words: str, named: Sequence[_Named], at: int, start: int) -> bool:
    """Whether something of its own begins with this name: a joint stands before it, unless nothing follows that it could do."""
    before = words[max(start, named[at - 1].end) : named[at].start]
    if not (_JOINT.search(before) or _CUT.search(before)):
        return False
    return not _TOGETHER.fullmatch(before) or bool(
        _JOINTS_ALONE.sub("", _after(words, named, at), count=1).strip()
    )


def _is_understood(words: str, names: Sequence[str]) -> bool:
    """Three or more in one sentence without a joint that is known: its language joins them otherwise, by endings perhaps."""
    mentioned = [name for name in names if name and name.casefold() in words.casefold()]
    return len(mentioned) < 3 or any(_JOINT.search(words[: one.start]) for one in _named(words, names))


def _after(words: str, named: Sequence[_Named], at: int) -> str:
    """What stands between this name and the next."""
    return words[named[at].end : named[at + 1].start if at + 1 < len(named) else len(words)]


def _without_joint(text: str) -> str:
    while (found := _JOINT.search(text)) is not None and found.end() > found.start():
        text = text[: found.start()]
    return " ".join(text.split()).strip(" ,;:")


def _named(words: str, names: Sequence[str]) -> list[_Named]:
    """Where each is named as themselves, and not as whose something is, in the order of the words."""
    longest = sorted({name for name in names if name}, key=len, reverse=True)
    if not longest:
        return []
    whole = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!['’]?\w)", re.IGNORECASE)
    called = {name.casefold(): name for name in longest}
    return [_Named(called[hit[0].casefold()], hit.start(), hit.end()) for hit in whole.finditer(words)]
