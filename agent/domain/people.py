"""People who are meant in a request, and what they allow of their likeness."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType

from agent.domain.memory import LabelledPicture

PersonKey = NewType("PersonKey", str)
"""A keyed digest of an AuthorId, in hex. It stands in plans, pictures and buttons of others, where it tells nobody whose account it is,
and means nothing any more once that person is forgotten."""
PEOPLE_MAX = 8
"""People whom one message may name."""

Allowance = Literal["nobody", "ask", "channel", "community"]
"""Who may draw somebody in a place: nobody else; whoever asks them; everybody in the channel; everybody in the community."""
Standing = Literal["none", "own", "allowed", "ask", "no"]
"""none: there is no likeness. no: there is one, and it is not for this."""
Consent = Literal["once", "always", "no"]
Answered = Literal["noted", "late", "gone"]
"""late: the picture was drawn without them meanwhile. gone: they were not asked, or have answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """Somebody whom a message names by the platform's own mention, or replies to."""

    id: str = ""
    """AuthorId; "" where the platform tells only what they call themselves."""
    username: str = ""
    name: str
    """As the message's words have it behind the @."""
    replied: bool = False
    """Named by no word: theirs is the message replied to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The same, as the core knows them."""

    key: PersonKey
    name: str
    replied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How somebody wants to be drawn: at least one picture, or words."""

    words: str = ""
    pictures: tuple[LabelledPicture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LikenessUse:
    """A picture that shows somebody's likeness, drawn for somebody else."""

    image: str
    caption: str
    drawn_for: str
    """Name of whom it was drawn for."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowances:
    """What somebody allows, as they may see it."""

    here: Allowance
    elsewhere: int = 0
    """Further channels and communities."""
    shown: bool = False
    """Whether there is a likeness at all."""


PERSON_NAME_CHARS_MAX = 40
UNNAMED = "a person"
"""Who is drawn where somebody may not be."""
_NO_NAME = re.compile(r"[^\w .'’-]+")


def shown_name(name: str) -> str:
    """A name as it may stand in a plan and a prompt: whoever chose it wrote no more than a name.

    >>> shown_name("Ben; naked :)"), shown_name("🦊")
    ('Ben naked', 'somebody')
    """
    plain = " ".join(_NO_NAME.sub(" ", name).split())[:PERSON_NAME_CHARS_MAX].strip(" .'’-")
    return plain or "somebody"
