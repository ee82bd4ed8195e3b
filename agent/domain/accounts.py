"""Accounts on several platforms that belong to one person."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from agent.domain.conversation import AuthorId
from agent.translation.catalogue import N_, _

ACCOUNTS_MAX = 8
"""Of one person."""
CODE_MINUTES = 10
"""How long a code or a link to the page is good for."""
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Without vowels no code spells a word; without digits none is misread."""
_CODE_LETTERS = 12
"""52 bits: nobody guesses one within its minutes, however many are open."""

JoinRefusal = Literal["same", "taken", "many", "code", "demonstration"]
"""They are one person already; both belong to somebody already; there are too many; the code is not (or no more) one; a name of the page
is nobody's own while it is a demonstration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedAccount:
    """One account of a person who has several."""

    id: AuthorId
    name: str
    linked_at: datetime

    @property
    def platform(self) -> str:
        return platform_of(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNotice:
    """Something that an account is told in its private chat."""

    kind: Literal["joined", "parted", "opened"]
    about: str
    """AuthorId of the account that came or went; of `opened` the id of the page's session."""
    name: str
    """Of that account, or of the browser."""


def platform_of(author: str) -> str:
    return author.partition(":")[0]


_PLATFORM_NAMES = {
    "discord": "Discord",
    "telegram": "Telegram",
    "web": N_("the web page"),
    "console": N_("the terminal"),
}


def platform_name(author: str) -> str:
    """As people call the platform of an account.

    >>> platform_name("web:ana")
    'the web page'
    """
    platform = platform_of(author)
    return _(_PLATFORM_NAMES.get(platform, platform))


def new_code() -> str:
    """
    >>> import re; bool(re.fullmatch("([A-Z]{4}-){2}[A-Z]{4}", new_code()))
    True
    """
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LETTERS))
    return "-".join(letters[n : n + 4] for n in range(0, _CODE_LETTERS, 4))


def plain_code(typed: str) -> str:
    """A code as it is compared: capitals alone, however it was typed.

    >>> plain_code(" bcdf ghjk-lmnp ")
    'BCDFGHJKLMNP'
    """
    return "".join(char for char in typed.upper() if char.isalpha())


OPENING = "/#open="
"""What a link's secret follows in its address. It stands behind the #: no browser, and nothing that looks at a link to show a preview
of it, sends that to a server."""
SECRET_BYTES = 32


def new_link() -> str:
    """The secret of a link to the page."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_digest(secret: str) -> bytes:
    """All that is kept of a link or a code."""
    return hashlib.sha256(secret.encode()).digest()
