"""Names of people on the page: what may be one, and when two are the same."""

import json
import re
import unicodedata
from collections.abc import Container, Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files

from agent.domain.conversation import Author, AuthorId, Place
from agent.errors import BadInput
from agent.ports import PageName
from agent.translation.catalogue import _

NAME_CHARS_MAX = 32
NAMES_TRIED_MAX = 99
"""Ana, Ana 2, Ana 3 ... for somebody who comes from elsewhere."""
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


def private_chat_of(slug: str) -> Place:
    return Place(platform="web", channel=f"@{slug}", private=True)


def page_name(name: str) -> PageName:
    """Of a name that is fit to be one."""
    place = private_chat_of(slug_of(name))
    return PageName(author=Author(id=author_id(name), name=name), look=look_of(name), place=place)


def names_for(called: str, *, kept_back: Container[str]) -> Sequence[PageName]:
    """Names that somebody who is called so elsewhere may get here, the best first. `kept_back`: looks that are had by invitation alone."""
    found: list[PageName] = []
    base = _like(called)
    for number in range(1, NAMES_TRIED_MAX + 1):
        name = base if number == 1 else f"{base} {number}"
        with suppress(BadInput):
            found.append(page_name(clean_name(name)))
    return [each for each in found if each.look not in kept_back]


def _like(called: str) -> str:
    """The letters and digits of a name from elsewhere, short enough to be numbered; "Guest" where there are none."""
    shown = "".join(char if char.isalnum() else " " for char in unicodedata.normalize("NFKC", called))
    return " ".join(shown.split())[: NAME_CHARS_MAX - 4].strip() or "Guest"


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
    alike = _alike()
    found: dict[str, str] = {}
    for char, others in alike.items():
        if len(others) == 1:
            (other,) = others
            found[char] = min(char, other) if alike.get(other) == [char] else other
    return found


def _alike() -> dict[str, list[str]]:
    """The library's table without what Unicode calls each character. It is read from the library's file: imported, both its tables would
    stay in memory for as long as the bot runs (13 MB), and one is wanted once."""
    text = files("confusable_homoglyphs").joinpath("confusables.json").read_text(encoding="utf-8")
    return json.loads(text, object_hook=lambda read: read["c"] if read.keys() == {"c", "n"} else read)


@cache
def _reserved_looks() -> frozenset[str]:
    return frozenset(map(look_of, RESERVED))
