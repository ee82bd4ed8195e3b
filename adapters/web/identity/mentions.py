"""Whom a message on the page names: names are people's own here, and no two people have one that looks the same. Pure."""

import re
from collections.abc import Sequence

from adapters.web.identity.names import slug_of
from agent.domain.conversation import Author
from agent.domain.people import PEOPLE_MAX, Mentioned

_AT = re.compile(r"(?<![\w@.-])@(?=\w)")


def mentioned(text: str, people: Sequence[Author]) -> tuple[Mentioned, ...]:
    """Those of `people` whose name stands behind an @, the longest name that fits; whoever writes it may be one of them."""
    known = sorted(people, key=lambda one: -len(one.name))
    found: dict[str, Mentioned] = {}
    for at in _AT.finditer(text):
        rest = text[at.end() :]
        person = next((one for one in known if _begins(rest, one.name)), None)
        if person is not None:
            found[person.id] = Mentioned(id=person.id, name=rest[: len(person.name)])
    return tuple(found.values())[:PEOPLE_MAX]


def _begins(text: str, name: str) -> bool:
    after = text[len(name) : len(name) + 1]
    return slug_of(text[: len(name)]) == slug_of(name) and not (after.isalnum() or after == "_")
