"""Accounts that belong to one person."""

from collections.abc import Sequence
from typing import Protocol

from agent.domain.accounts import AccountNotice, JoinRefusal, LinkedAccount
from agent.domain.conversation import Author, AuthorId


class Accounts(Protocol):
    """Joins and parts them. All raise StoreUnavailable. What a person may read across accounts is decided in SQL, not here."""

    async def of(self, author: AuthorId) -> Sequence[LinkedAccount]:
        """All accounts of the author's person, the first joined first, the author's own among them; empty where it stands alone."""
        ...

    async def offer(self, author: Author) -> str:
        """A new code, to be typed from another account within CODE_MINUTES. The one before is no use any more. "" for a name of the page
        while the page knows no accounts: anybody may have it."""
        ...

    async def offered(self, code: str) -> Author | None:
        """Whose code it is; it stays good. None: it is none, was used, or is too old."""
        ...

    async def withdraw(self, code: str) -> None:
        """The code is no use any more (it was shown to others)."""
        ...

    async def join(self, author: Author, code: str) -> JoinRefusal | None:
        """Makes the author and the code's owner one person, uses the code up, and has all accounts told. Why not, else: nothing is
        changed then."""
        ...

    async def part(self, author: AuthorId, other: AuthorId) -> bool:
        """Takes an account (it may be the author's own) out of the author's person, and has all of them told. False where it is not one of
        theirs."""
        ...

    async def page_link(self, author: Author) -> str:
        """An address that opens the person's page once, within CODE_MINUTES; "" where the page knows no accounts."""
        ...

    async def end_session(self, author: AuthorId, session: str) -> bool:
        """Logs a browser of the person's page out. False where there is no such one of theirs."""
        ...

    async def notice(self, author: AuthorId, notice: str) -> AccountNotice | None:
        """What this account is to be told, by its id. None: it is for somebody else, or old."""
        ...
