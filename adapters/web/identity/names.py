"""Names of people on the page: what may be one, and when two are the same."""

import re
import unicodedata
from functools import cache

from agent.domain.conversation import AuthorId
from agent.errors import BadInput
from agent.translation.catalogue import _

NAME_CHARS_MAX = 32
RESERVED = frozenset({"atelier", "bot", "admin", "system", "me"})
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""What is a letter or a mark by its category, and shows nothing (Default_Ignorable_Code_Point of DerivedCoreProperties.txt)."""


def clean_name(name: str) -> str:
    """A name fit to be shown. Raises BadInput with what would work."""
    clean = " ".join(unicodedata.normalize("NFKC", name).split())
    if not clean:
        raise BadInput(_("Type a name, for example Ana."))
    if len(clean) > NAME_CHARS_MAX:
        raise BadInput(
            _(
                "That name is too long; {most} characters is the most.",
                most=NAME_CHARS_MAX,
            )
        )
    hidden = any(unicodedata.category(char).startswith("C") for char in clean) or _INVISIBLE.search(clean)
    if hidden or not slug_of(clean):
        raise BadInput(_("A name is made of letters and digits, for example Ana or Ben 2."))
    if slug_of(clean) in RESERVED or look_of(clean) in _reserved_looks():
        raise BadInput(_("“{name}” is taken by the house. Choose another name.", name=clean))
    return clean


def slug_of(name: str) -> str:
    """What tells people apart: the name in lower case, letters and digits only, so that “Ana” and “ana” are one."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", "-", folded).strip("-")


def author_id(name: str) -> AuthorId:
    return AuthorId(f"web:{slug_of(name)}")


def look_of(name: str) -> str:
    """The same for two names that look the same: the skeleton of Unicode's UTS 39, in lower case. I, l and 1 are one there, and i is
    the small I, so that i is one of them too: at worst somebody has to choose another name."""
    drawn = _skeleton(unicodedata.normalize("NFKC", name))
    slug = re.sub(r"[\W_]+", "-", _skeleton(drawn.casefold())).strip("-")
    return slug.replace("i", "l")


def _skeleton(text: str) -> str:
    prototypes = _prototypes()
    drawn = "".join(prototypes.get(char, char) for char in unicodedata.normalize("NFD", text))
    shown = "".join(char for char in drawn if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", shown)


@cache
def _prototypes() -> dict[str, str]:
    """A character to what stands for all that look like it. The library lists, for one that has a prototype, that alone; for a prototype,
    all that it stands for; where only two look alike, each lists the other, and the smaller one stands for both."""
    from confusable_homoglyphs.confusables import (
        confusables_data,
    )  # half a megabyte of JSON, wanted by who chooses a name

    found: dict[str, str] = {}
    for char, alike in confusables_data.items():
        if len(alike) != 1:
            continue
        other = alike[0]["c"]
        mutual = confusables_data.get(other, [])
        if len(mutual) == 1 and mutual[0]["c"] == char:
            other = min(char, other)
        found[char] = other
    return found


@cache
def _reserved_looks() -> frozenset[str]:
    return frozenset(map(look_of, RESERVED))
