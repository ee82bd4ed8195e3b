"""Somebody without clothes, said as an absence, a removal or an exclusion: "lisa minus her dress", "take her top off", "with nothing on"
(`undressing.toml`). What is bare by a word of its own is in `content_words.toml`. Pure."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agent.policy.plain_words import clauses, normalised

UNSPACED = ("ja", "ko", "zh")
"""Written without spaces, or with its particles tied to the word."""
_TIED = (*UNSPACED, "tr", "hi")
"""What a thing hangs on is said before it, and the verb last."""
_NEVER = re.compile("(?!)")
_ARABIC_PREFIX = "(?:و|ف)?(?:ال|بال|لل|ل|ب)?"


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


LANGUAGES = frozenset(_rows())


@dataclass(frozen=True, slots=True, kw_only=True)
class Undressing:
    """What the words say of somebody's clothes."""

    is_said: bool = False
    of_nobody: bool = False
    """Who is to be seen is nobody in particular: "a woman without clothes", and no order to take them off somebody who is there."""
    is_bare: bool = False
    """Nothing at all is worn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """One language."""

    means: re.Pattern[str]
    lying: re.Pattern[str]
    clothes: re.Pattern[str]
    gone: re.Pattern[str]
    """Clothes with a word for their absence."""
    nothing: re.Pattern[str]
    anybody: re.Pattern[str]


def undressing_in(text: str, left_out: str = "", *, languages: Collection[str] = LANGUAGES) -> Undressing:
    """`text`: as it was written. `left_out`: what a plan keeps out of its picture, which is said there without any "no". `languages`: in
    whose lists something of it may stand."""
    ruled_out = normalised(left_out)
    parts = clauses(text)
    found: list[tuple[bool, bool, bool]] = []
    for lists in map(_lists, sorted(languages)):
        bare = any(lists.nothing.search(part) for part in parts)
        gone = any(_is_gone(lists, part) for part in parts) or lists.clothes.search(ruled_out) is not None
        nobody = any(lists.anybody.search(part) for part in parts[:1])
        found.append((bare or gone, nobody, bare))
    said = [one for one in found if one[0]]
    return Undressing(
        is_said=bool(said),
        of_nobody=bool(said) and any(nobody for _, nobody, _ in said),
        is_bare=any(bare for _, _, bare in said),
    )


def _is_gone(lists: _Lists, part: str) -> bool:
    worn = lists.lying.sub(" ", lists.means.sub(" ", part))
    return lists.gone.search(worn) is not None


def telling_entries(language: str) -> Sequence[str]:
    """The words without which nothing is said of clothes."""
    row = _rows().get(language, {})
    return [
        each.removesuffix(".") for name in ("clothes", "nothing") for each in row.get(name, "").split("|")
    ]


@cache
def _lists(language: str) -> _Lists:
    """Made when a text first holds a word of that language: all of them take a third of a second."""
    words = _Words(language=language, row=_rows()[language])
    clothes = words.any_of("clothes")
    return _Lists(
        means=words.whole(words.any_of("means")),
        lying=_lying(words, clothes),
        clothes=words.whole(clothes),
        gone=words.whole(_gone(words, clothes)),
        nothing=words.whole(words.any_of("nothing")),
        anybody=_anybody(words),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The lists of a language as parts of patterns."""

    language: str
    row: Mapping[str, str]

    @property
    def gap(self) -> str:
        return " ?" if self.language in UNSPACED else " "

    def listed(self, name: str) -> Sequence[str]:
        return [one for one in self.row.get(name, "").split("|") if one]

    def any_of(self, name: str) -> str:
        """A group of all words of that name; one that never matches where there are none."""
        return self.joined(self.listed(name))

    def joined(self, words: Collection[str]) -> str:
        parts = "|".join(self._pattern(word) for word in sorted(words, key=len, reverse=True))
        prefix = _ARABIC_PREFIX if self.language == "ar" else ""
        return f"{prefix}(?:{parts})" if parts else "(?!)"

    def _pattern(self, word: str) -> str:
        plain = re.escape(normalised(word.removesuffix(".")).strip())
        pattern = plain.replace(r"\*", r"\S*").replace(r"\ ", self.gap)
        return pattern + ("(?= $)" if word.endswith(".") else "")

    def whole(self, pattern: str) -> re.Pattern[str]:
        if self.language in UNSPACED:
            return re.compile(pattern)
        return re.compile(rf"(?<= ){pattern}(?= )")


def _gone(words: _Words, clothes: str) -> str:
    """Clothes behind, around or before a word that says that they are not there, with little between."""
    gap, small = words.gap, words.any_of("small")
    between = f"(?:{small}{gap})*"
    joined = f"(?:{gap}{words.any_of('joins')}(?:{gap}{small})*)?"
    beside = (
        "" if words.language in UNSPACED else rf"(?:\S+{joined} )?"
    )  # "her red bikini", "her hat and dress"
    worn = f"{between}{beside}{clothes}"
    behind = rf"{clothes}{gap}{between}{words.any_of('behind')}"
    parts = [f"{words.any_of('gone')}{gap}{worn}", behind, *_around(words, worn)]
    return f"(?:{'|'.join(parts)})"


def _around(words: _Words, worn: str) -> Sequence[str]:
    pairs = [one.split("...") for one in words.listed("around")]
    return [
        " ".join(part for part in (_side(words, first), worn, _side(words, last)) if part)
        for first, last in pairs
    ]


def _side(words: _Words, text: str) -> str:
    return words.joined([text.strip()]) if text.strip() else ""


def _lying(words: _Words, clothes: str) -> re.Pattern[str]:
    """Clothes that nobody wears: on a hanger, on a chair."""
    if words.language in _TIED:
        return words.whole(f"{words.any_of('lies_before')}{words.gap}{clothes}")
    small = f"(?:{words.any_of('small')} )*"
    verb = rf"(?:{words.any_of('behind')} )?"
    return words.whole(f"{clothes} {verb}{words.any_of('lies')} {small}{words.any_of('things')}")


def _anybody(words: _Words) -> re.Pattern[str]:
    if not words.row["anybody"]:
        return _NEVER
    if words.language in _TIED:
        return words.whole(words.any_of("anybody"))
    return re.compile(rf"^ (?:{words.any_of('leads')} )*{words.any_of('anybody')}(?= )")
