"""What words say of content, in every language of the bot: the last resort, where no model looks (`content_words.toml`). Pure."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from agent.policy.ages import names_a_minors_age
from agent.policy.plain_words import Telling as _Telling
from agent.policy.plain_words import normalised, spelled_together, telling_of
from agent.policy.school_grades import names_a_school_grade
from agent.policy.undressing import telling_entries, undressing_in
from agent.ports.content import Category

ADULT_YEARS = 18
TEXTS_KEPT = 256
"""Texts whose verdict is kept: one turn asks about the same words several times."""
_UNSPACED = ("ja", "ko", "zh")
_ARABIC_PREFIX = "(?:و|ف)?(?:ال|بال|لل|ل|ب)?"
_TOGETHER: Mapping[Category, frozenset[str]] = {
    "harm": frozenset({"peoples", "beasts", "likened"}),
    "humiliating": frozenset({"real", "misdeeds", "proof"}),
}
"""Lists that are harmless one by one: who has a word of each makes vermin of people, or accuses somebody by a picture."""
_LOOKED_FOR = frozenset(
    ["sexual", "bare", "gory", "minor", "real", "alluring", "suggestive", "humiliating"]
).union(*_TOGETHER.values())
_BY_THEMSELVES: tuple[Category, ...] = ("sexual", "bare", "gory")
_FOUND_ALONE = (*_BY_THEMSELVES, "humiliating")
_TELLING = (*_LOOKED_FOR - {"minor", "real", "beasts", "likened", "proof"}, "undress")
"""Where there is no word of these, who is spoken of and how old they are changes nothing."""
_NEVER = re.compile("(?!)")
_OF_CHILDREN = frozenset({"sexual", "bare", "undress", "alluring"})
"""What is never drawn of them."""
_NO_PERSON = frozenset(
    [
        "style", "by", "stil", "von", "estilo", "de", "del", "di", "stile", "van", "stijl", "like", "wie", "comme", "come", "in",
        "at", "near", "on", "im", "am", "bei", "en", "au", "à", "the", "der", "die", "das", "la", "le", "el", "los",
    ]
)  # fmt: skip
"""After one of these a name is that of a place, a thing, or of the one who made something."""
_NAME_PART = re.compile(r"[^\W\d_][^\W\d_'’-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the words say."""

    categories: frozenset[Category]
    hints: frozenset[Category] = frozenset()
    """Of what is never drawn: they speak of a child or a real person beside something that may be meant harmlessly. Reason enough to be
    careful where a look at the picture says more, or where nobody can look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """One language."""

    patterns: Mapping[str, re.Pattern[str]]
    alone: Mapping[str, re.Pattern[str]]
    """Without the words that mean something else in another language."""


@lru_cache(maxsize=TEXTS_KEPT)
def found_in(words: str, *, left_out: str = "", with_picture: bool = False, of_people: bool = False) -> Found:
    """`left_out`: what is to be kept out of the picture. `with_picture`: a picture that somebody brought is what the words are about, so
    that a person in it may be a real one. `of_people`: somebody who is there is to be seen in it, that is sure."""
    words = spelled_together(words)
    plain = normalised(words)
    languages = _telling().languages_in(f"{plain}{normalised(left_out)}")
    if not languages:
        return Found(categories=frozenset())
    undressed = undressing_in(words, left_out, languages=languages)
    if undressed.is_said:  # who is spoken of may be said in another language than what is worn
        languages = frozenset(_rows())
    asked = plain
    for denied in _denials():  # a language may share a word with the one that denies it
        asked = denied.sub(" ", asked)
    matches = [_matched(_lists(language), plain, asked) for language in sorted(languages)]
    anywhere = {name for match in matches for name in match.alone}
    categories = _said_together(matches)
    categories.update(name for name in _BY_THEMSELVES if name in anywhere)
    uncovered = {"sexual", "bare", "undress"} & anywhere
    if undressed.is_said:
        matches = [replace(match, all=match.all | {"undress"}) for match in matches]
        uncovered |= {"undress"}
    if undressed.is_bare:
        categories.add("bare")
    if any(match.of_minors() for match in matches) or (
        _OF_CHILDREN & {name for match in matches for name in match.all}
        and (names_a_minors_age(words) or names_a_school_grade(words))
    ):
        categories.add("minors")
    named = bool(uncovered) and _names_somebody(words)
    shown = with_picture and bool(uncovered & {"bare", "undress"})
    taken_off = undressed.is_said and not undressed.of_nobody
    if named or shown or taken_off or any(match.of_the_real() for match in matches):
        categories.add("undressing")
    if of_people and {"sexual", "bare", "undress", "alluring"} & {
        name for match in matches for name in match.all
    }:
        categories.add("undressing")
    if of_people and "humiliating" in anywhere:
        categories.add("humiliating")
    hints: set[Category] = {hint for match in matches for hint in match.hints(with_picture=with_picture)}
    return Found(categories=frozenset(categories), hints=frozenset(hints))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """Which lists of one language the text has a word of."""

    all: frozenset[str]
    alone: frozenset[str]

    def of_minors(self) -> bool:
        return "minor" in self.all and bool(_OF_CHILDREN & self.all)

    def of_the_real(self) -> bool:
        return "real" in self.all and bool({"sexual", "bare", "undress"} & self.all)

    def hints(self, *, with_picture: bool) -> set[Category]:
        found: set[Category] = set()
        if not {"sexual", "bare", "undress", "alluring", "suggestive"} & self.all:
            return found
        if "minor" in self.all:
            found.add("minors")
        if "real" in self.all or with_picture:
            found.add("undressing")
        return found


def _said_together(matches: Sequence[_Match]) -> set[Category]:
    return {kind for kind, lists in _TOGETHER.items() if any(match.all >= lists for match in matches)}


def _matched(lists: _Lists, plain: str, asked: str) -> _Match:
    """`asked` is the text without what it says shall not be there."""
    text = lists.patterns["innocent"].sub(" ", plain)
    wanted = lists.patterns["innocent"].sub(" ", asked)
    found = {name for name in _LOOKED_FOR if lists.patterns[name].search(wanted)}
    alone = {name for name in _FOUND_ALONE if lists.alone[name].search(wanted)}
    if lists.patterns["undress"].search(text):  # "without clothes" asks for more than it denies
        found.add("undress")
        alone.add("undress")
    young = lists.patterns["ages"].search(wanted) is not None
    if young or any(int(age) < ADULT_YEARS for age in lists.patterns["years"].findall(wanted)):
        found.add("minor")
    return _Match(all=frozenset(found), alone=frozenset(alone))


def _names_somebody(words: str) -> bool:
    """Whether a full name is written: two words with capitals side by side, that are no words of the lists."""
    tokens = words.split()
    capital = [
        bool(token[:1].isupper() and token[1:].islower() and _NAME_PART.match(token)) for token in tokens
    ]
    if sum(capital) * 2 > max(len(tokens), 4):  # written like a title
        return False
    known = [any(no_name.search(normalised(token)) for no_name in _no_names()) for token in tokens]
    for at in range(len(tokens) - 1):
        ended = tokens[at][-1:] in ".,;:!?"
        before = {token.casefold() for token in tokens[max(0, at - 2) : at]}
        named = capital[at] and capital[at + 1] and not (known[at] or known[at + 1] or ended)
        if named and not before & _NO_PERSON:
            return True
    return False


@cache
def _telling() -> _Telling:
    return telling_of(
        {
            language: [
                *(each.removeprefix("~") for name in _TELLING for each in row.get(name, "").split("|")),
                *telling_entries(language),
            ]
            for language, row in _rows().items()
        }
    )


@cache
def _rows() -> Mapping[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("content_words.toml").read_text(encoding="utf-8"))


@cache
def _denials() -> Sequence[re.Pattern[str]]:
    return [_denied(_listed(row, "without")) for row in _rows().values()]


@cache
def _no_names() -> Sequence[re.Pattern[str]]:
    """Words that a request begins with, or that say how naked somebody is."""
    names = ("asks", "bare", "sexual", "minor")
    return [
        _any_of(language, [word for name in names for word in _listed(row, name)])
        for language, row in _rows().items()
    ]


@cache
def _lists(language: str) -> _Lists:
    """Made when a text first holds a word of that language."""
    row = _rows()[language]
    if language in _UNSPACED:  # They share signs, so that a word of one is found in the other's.
        row = row | {"innocent": "|".join(_rows()[each]["innocent"] for each in _UNSPACED)}
    words = {name: _listed(row, name) for name in row}
    patterns = {
        name: _any_of(language, each)
        for name, each in words.items()
        if name not in ("years", "ages", "without", "asks")
    }
    patterns["years"] = _ages(language, words["years"])
    patterns["ages"] = _ages_in_words(language, words.get("ages", ()), words["years"])
    alone = {
        name: _any_of(language, [word for word in words.get(name, ()) if not word.startswith("~")])
        for name in _FOUND_ALONE
    }
    return _Lists(patterns=patterns, alone=alone)


def _listed(row: Mapping[str, str], name: str) -> Sequence[str]:
    return [_word(each) for each in row.get(name, "").split("|") if each]


def _word(text: str) -> str:
    return normalised(text).strip()


def _any_of(language: str, words: Collection[str]) -> re.Pattern[str]:
    if not words:
        return _NEVER
    parts = "|".join(re.escape(word.removeprefix("~")).replace(r"\*", r"\S*") for word in words)
    if language in _UNSPACED:
        return re.compile(parts.replace(r"\ ", " ?"))
    prefix = _ARABIC_PREFIX if language == "ar" else ""
    return re.compile(rf"(?<= ){prefix}(?:{parts})(?= )")


def _ages(language: str, words: Sequence[str]) -> re.Pattern[str]:
    parts = "|".join(re.escape(word).replace(r"\*", r"\S*") for word in words)
    end = "" if language in _UNSPACED else "(?= )"
    return re.compile(rf"(?<!\d)(\d{{1,2}}) ?(?:{parts}){end}")


def _ages_in_words(language: str, ages: Sequence[str], years: Sequence[str]) -> re.Pattern[str]:
    if not ages:
        return _NEVER
    numbers = "|".join(re.escape(age) for age in ages)
    parts = "|".join(re.escape(word).replace(r"\*", r"\S*") for word in years)
    if language in _UNSPACED:
        return re.compile(rf"(?<![一二三四五六七八九十])(?:{numbers}) ?(?:{parts})")
    return re.compile(rf"(?<= )(?:{numbers}) (?:{parts})(?= )")


def _denied(words: Sequence[str]) -> re.Pattern[str]:
    """A word of denial with what it denies: one word, or two joined by "or"."""
    if not words:
        return _NEVER
    parts = "|".join(re.escape(word).replace(r"\*", r"\S*") for word in words)
    return re.compile(rf"(?<= )(?:{parts}) (?:\S+ (?:or|oder|o|ou|and|of|lub|или|veya|atau) )?\S+(?= )")
