"""What every service offers that people sign in with."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from agent.domain.conversation import Author
from agent.errors import Refused
from agent.ports import Way

SERVICE_SECONDS = 10.0
"""Longest that a service's answer is waited for."""


class SignInRefused(Refused):
    """The service, or what it said, vouches for nobody. The message is for the log; it holds nothing secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One sign-in under way, known to the browser that began it alone."""

    state: str
    nonce: str
    verifier: str
    """Of PKCE (S256)."""
    back: str
    """Where the service sends the browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Whom a service vouches for."""

    service: str
    """The service's own name for itself: the issuer."""
    subject: str
    """Its own id of the person, which is never given to another. (An e-mail address is.)"""
    name: str
    account: Author | None = None
    """The account of a platform of ours that this is."""

    @property
    def identity(self) -> bytes:
        return identity_of(self.service, self.subject)


def identity_of(service: str, subject: str) -> bytes:
    return hashlib.sha256(f"{service}\0{subject}".encode()).digest()


class SignInService(Protocol):
    way: Way
    name: str
    """As people call it, on the button."""

    async def begin(self, attempt: Attempt) -> str:
        """The address to which the browser is sent. Raises SignInRefused."""
        ...

    async def finish(self, attempt: Attempt, code: str) -> Vouched:
        """Whom the code stands for. Raises SignInRefused."""
        ...
