"""How a character's description takes in what is told anew: "has red hair now" comes in the silver hair's place, "no longer
wears a cloak" takes the cloak away.

Pure. Features are told apart in English; in another language nothing is found to change.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_BETWEEN = re.compile(
    r"(\s*;\s*|\s*,\s*(?:and\s+|with\s+)?|\s+(?:and|with|wearing|who has|who wears)\s+)", re.IGNORECASE
)
_AND = re.compile(r"(\s*;\s*|\s*,\s*(?:and\s+)?|\s+and\s+)", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:he|she|it|they|who)\s+)?(?:(?:now|always|also|usually)\s+)?"
    r"(?:has got|has|have|had|wears|wearing|carries|with|is wearing|got|grew)\s+(?:now\s+)?",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"^(?:(?:he|she|it|they|who)\s+)?(?:(?:no longer|never)\s+(?:has|wears|carries|have|wear|carry)|has no|"
    r"has lost|lost|is without|without|took off|"
    r"(?:stopped|quit)\s+(?:wearing|carrying)|"
    r"(?:does|do|did|has|have|is)(?:n[’']t| not)\s+(?:have|wear|carry|got|wearing)\b)\s*(?:any\b\s*)?",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\s*\b(?:any ?more|any longer|nowadays|these days|now|today|instead|at (?:all|last)|from now on)\b\s*[.!]*$",
    re.IGNORECASE,
)
_CONTRAST = re.compile(r"^(?P<new>[^,;]+), not (?:an? )?(?P<old>[^,;]+)$", re.IGNORECASE)
""" "black, not brown"."""
_BESIDE = re.compile(r"\b(?:also|too|another|second|other|more|as well)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the|his|her|its|their|any|no)\s+", re.IGNORECASE)
_WHERE = re.compile(
    r"\s+(?:on|of|in|around|round|over|at|under|from|like|near|behind|with|that|which|for|across|above|below)\b.*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feature:
    """One piece of a description, and what ties it to the piece before."""

    tie: str
    lead: str
    """ "has", "wears", or nothing."""
    what: str
    """ "a red scarf"."""

    @property
    def text(self) -> str:
        return f"{self.lead}{self.what}"

    @property
    def head(self) -> str:
        """What it is about: "scarf"; one and several are the same."""
        words = re.findall(r"[\w'’-]+", _WHERE.sub("", self.what))
        return words[-1].casefold().removesuffix("s") if words else ""


def worked_in(old: str, new: str) -> tuple[str, str]:
    """The description `old` with `new` worked in, and what of `new` found no place there and is to be added.

    >>> worked_in("elf with silver hair and a green cloak", "has red hair now and wears a hat")
    ('elf with red hair and a green cloak', 'wears a hat')
    >>> worked_in("elf with silver hair and a green cloak", "no longer wears a cloak")
    ('elf with silver hair', '')
    >>> worked_in("brown dog with a red collar", "black, not brown")
    ('black dog with a red collar', '')
    """
    said = _NOW.sub("", new.strip()).strip(" .!")
    if (contrast := _CONTRAST.match(said)) is not None:
        placed = re.sub(
            rf"(?<!\w){re.escape(contrast['old'])}(?!\w)", lambda _: contrast["new"], old, flags=re.IGNORECASE
        )
        if placed != old:
            return placed, ""
        said = contrast["new"]
    features = _features(old)
    gone = _NO_MORE.match(said)
    if gone is not None:
        left = _without(features, said[gone.end() :])
        return (left, "") if left and left != _joined(features) else (old, said)
    if not said or _BESIDE.search(said):
        return old, said
    between = _AND if _LEAD.match(said) else _BETWEEN
    rest = [each for each in _features(said, between=between) if not _takes_a_place(each, features)]
    return _joined(features), _joined(rest)


def _takes_a_place(feature: _Feature, among: list[_Feature]) -> bool:
    """Puts the feature where the same thing is told otherwise, if there is such a place."""
    place = _place_of(feature, among)
    if place is not None:
        among[place] = replace(among[place], what=feature.what)
        return True
    *looks, thing = _ARTICLE.sub("", feature.what).split()
    if not looks or not feature.lead:
        return False
    compound = rf"\b\w+-{re.escape(thing.casefold().removesuffix('s'))}e?d\b"  # "silver-haired": the same in one word
    for number, known in enumerate(among):
        found = re.search(compound, known.what, re.IGNORECASE)
        if found is not None:
            one_word = f"{looks[0]}{found[0][found[0].index('-') :]}" if len(looks) == 1 else ""
            what = f"{known.what[: found.start()]}{one_word}{known.what[found.end() :]}".strip()
            among[number] = replace(known, what=what)
            return bool(one_word)
    return False


def _features(text: str, *, between: re.Pattern[str] = _BETWEEN) -> list[_Feature]:
    pieces = between.split(text.strip())
    found: list[_Feature] = []
    for tie, piece in zip(["", *pieces[1::2]], pieces[0::2], strict=True):
        lead = _LEAD.match(piece)
        what = _NOW.sub("", piece[lead.end() :] if lead else piece)
        if what.strip():
            found.append(_Feature(tie=tie, lead=lead[0] if lead else "", what=what.strip()))
    return found


def _place_of(feature: _Feature, among: Sequence[_Feature]) -> int | None:
    """Where the same thing is told otherwise."""
    same = [i for i, known in enumerate(among) if known.head and known.head == feature.head]
    # "has a dog" is no word about who is a dog.
    same = [i for i in same if i > 0 or bool(among[i].lead) == bool(feature.lead)]
    return same[0] if len(same) == 1 else None


def _without(features: Sequence[_Feature], gone: str) -> str:
    """ "" when nothing would be left. What a character is ("dog") stays; what it has goes."""
    services = re.split(r"\s*,\s*|\s+(?:and|or|nor)\s+", gone)
    heads = {_Feature(tie="", lead="", what=part).head for part in services} - {""}
    kept: list[_Feature] = []
    tie: str | None = None
    for number, feature in enumerate(features):
        if feature.head in heads and (number or feature.lead):
            tie = feature.tie if tie is None else tie
            continue
        kept.append(feature if tie is None else replace(feature, tie=_tied(tie, feature)))
        tie = None
    return _joined(kept)


def _tied(before: str, feature: _Feature) -> str:
    """ "with silver hair and a cloak" without the hair is "with a cloak"."""
    return before if feature.tie.strip().casefold() in ("and", ",", ", and") and before else feature.tie


def _joined(features: Sequence[_Feature]) -> str:
    return "".join(
        f"{feature.tie if number else ''}{feature.text}" for number, feature in enumerate(features)
    ).strip()
