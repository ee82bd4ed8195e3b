"""Who a visitor is.

In the demonstration (this machine only) a signed cookie says it: anybody here may be anybody. Everywhere else a cookie
holds 32 random bytes whose digest the store knows: who holds no such secret of a name cannot be it, and what is ended stays ended."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.browser_language import wished_language
from adapters.web.config import WebConfig
from adapters.web.error_responses import LoginNeeded, NameNeeded
from adapters.web.identity.browser_names import browser_name
from adapters.web.identity.cookies import SESSION_SECONDS, SignedCookie
from adapters.web.identity.names import author_id, slug_of
from adapters.web.identity.proxied_user import identity_of_user, user_of
from adapters.web.requests import belongs_to
from agent.domain.accounts import SECRET_BYTES
from agent.domain.conversation import Author
from agent.ports import Accounts, Clock, Entry, SessionStore, Way
from agent.translation.catalogue import N_, _
from agent.translation.languages import tag_of

RENEW_SECONDS = 24 * 3600
"""Age at which a session is dated anew when its visitor comes back, so that it ends a year after the last visit."""
SOMEBODY = N_(
    "That name is joined with accounts elsewhere, so it is not for anybody to take here. Choose another, or let whoever runs this page "
    "give names to their owners (ATELIER_WEB_ACCOUNTS)."
)


class _Said(BaseModel, frozen=True):
    """What the cookie of the demonstration says."""

    name: str = ""
    moderator: bool = False
    entered: bool = False
    at: int = 0
    """When it was made, Unix seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A visitor's standing."""

    name: str = ""
    """"" until the visitor has chosen who to be."""
    moderator: bool = False
    entered: bool = False
    """It was let in: the password was given, or somebody was vouched for."""
    way: Way = "password"
    """How."""
    at: int = 0
    """When it was dated last, Unix seconds."""
    secret: bytes = field(default=b"", repr=False)
    """Of this browser, where names are their owners'."""

    @property
    def author(self) -> Author:
        return Author(id=author_id(self.name), name=self.name, may_manage=self.moderator)

    @property
    def digest(self) -> bytes:
        return digest_of(self.secret) if self.secret else b""


@dataclass(frozen=True, slots=True)
class Person:
    """A visitor who may act."""

    author: Author
    slug: str
    session: Session


class Sessions:
    """Reads, opens and ends them. A new password asks every browser anew that came by it; the names they hold stay theirs."""

    def __init__(
        self, config: WebConfig, clock: Clock, store: SessionStore | None, accounts: Accounts | None = None
    ) -> None:
        """`store` where a name is its owner's."""
        self._config = config
        self._clock = clock
        self._store = store
        self._accounts = accounts
        self._doors = _doors(config)
        self._moderators = frozenset(map(slug_of, config.moderators))
        self._cookie = SignedCookie(config, "atelier web secret" if store else "atelier web session")

        self._when_ended: list[Callable[[], None]] = []

    def when_ended(self, told: Callable[[], None]) -> None:
        """`told` is called whenever this process ended sessions."""
        self._when_ended.append(told)

    def look_again(self) -> None:
        """Sessions were ended in the store: whatever is open looks again."""
        for told in self._when_ended:
            told()

    async def read(self, request: Request) -> Session:
        """The visitor's session; an empty one when there is none, it is too old, was ended, or was tampered with."""
        body = self._cookie.read(request)
        found = await self._stored(body, request) if self._store else self._said(body)
        return found if self._age(found) <= SESSION_SECONDS else Session()

    def acquainted(self, request: Request) -> str:
        """The visitor's cookie where we made it, else "". It may have ended since: good for a place in a queue, for nothing else."""
        return self._cookie.read(request)

    async def let_in(
        self, request: Request, before: Session, *, way: Way = "password", identity: bytes = b""
    ) -> Session:
        """After the right password, or another proof: a new secret, which takes the place of the one before."""
        fresh = replace(
            before, entered=True, way=way, at=self._now(), secret=secrets.token_bytes(SECRET_BYTES)
        )
        if self._store:
            browser = browser_name(request.headers.get("user-agent", ""))
            entry = Entry(door=self._doors[way], way=way, browser=browser, identity=identity)
            await self._store.open(fresh.digest, entry=entry, at=self._clock.now(), was=before.digest)
        return fresh

    async def named(self, request: Request, session: Session, name: str) -> Session:
        """The session of who just took a name, with a new secret: who planted the one before here has nothing of this one."""
        if session.name:
            return session
        return replace(await self.let_in(request, session, way=session.way), name=name)

    async def end(self, session: Session) -> None:
        if self._store and session.digest:
            await self._store.close(session.digest)
            self.look_again()

    async def renewed(self, session: Session) -> Session | None:
        """The session dated anew, to be written; None while it is young."""
        if not (session.name or session.entered) or self._age(session) <= RENEW_SECONDS:
            return None
        if self._store:
            await self._store.seen(session.digest, at=self._clock.now())
        return session

    def write(self, request: Request, response: Response, session: Session) -> None:
        """Gives the visitor's browser its session; takes it away where the session is empty."""
        if self._store and not session.secret:
            self._cookie.drop(request, response)
            return
        said = _Said(
            name=session.name, moderator=session.moderator, entered=session.entered, at=self._now()
        ).model_dump()
        raw = session.secret if self._store else json.dumps(said).encode()
        self._cookie.write(request, response, base64.urlsafe_b64encode(raw).decode())

    async def entered(self, request: Request) -> Session:
        """The session of a visitor who was let in. Raises LoginNeeded."""
        session = await self.read(request)
        if self._config.has_accounts and not session.entered:
            raise LoginNeeded(
                _("Please enter the password first.") if self._config.password else _("Please come in first.")
            )
        return session

    async def person(self, request: Request) -> Person:
        """The visitor who acts. Raises LoginNeeded, NameNeeded, TooMany."""
        session = await self.entered(request)
        if not session.name:
            raise NameNeeded(_("Choose who you are first."))
        belongs_to(request, session.author.id)
        await self.check_free(session)
        wished = tag_of(wished_language(request.headers.get("accept-language", "")))
        author = replace(session.author, locale=wished or None)
        return Person(author=author, slug=slug_of(session.name), session=session)

    async def check_free(self, session: Session) -> None:
        """Raises NameNeeded where a name of the demonstration is one person with an account elsewhere, from a time when names were their
        owners'."""
        if self._store is None and self._accounts and await self._accounts.of(session.author.id):
            raise NameNeeded(_(SOMEBODY))

    async def still(self, person: Person) -> bool:
        """Whether the session has not ended since."""
        if not self._store:
            return True
        found = await self._store.find(person.session.digest)
        return found is not None and found.author is not None and found.author.id == person.author.id

    async def _stored(self, body: str, request: Request) -> Session:
        assert self._store is not None
        secret = _decoded(body)
        found = await self._store.find(digest_of(secret)) if secret else None
        if found is None or not _is_vouched_for_still(found.entry, request):
            return Session()
        name, entry = found.author.name if found.author else "", found.entry
        return Session(
            name=name, moderator=bool(name) and slug_of(name) in self._moderators, secret=secret, way=entry.way,
            entered=hmac.compare_digest(entry.door, self._doors.get(entry.way, b"")), at=_seconds(found.seen_at),
        )  # fmt: skip

    def _said(self, body: str) -> Session:
        try:
            said = _Said.model_validate_json(_decoded(body))
        except ValidationError:
            return Session()
        return Session(name=said.name, moderator=said.moderator, entered=said.entered, at=said.at)

    def _age(self, session: Session) -> int:
        return self._now() - session.at

    def _now(self) -> int:
        return _seconds(self._clock.now())


def _is_vouched_for_still(entry: Entry, request: Request) -> bool:
    """Whether the proxy by which a session came still says that it is this person's: they may have left there, and somebody else come."""
    return entry.way != "proxy" or hmac.compare_digest(entry.identity, identity_of_user(user_of(request)))


def _doors(config: WebConfig) -> dict[Way, bytes]:
    """What a session's door must be, by the way it came; a way that is open no more has none, so that its sessions are outside."""
    given: dict[Way, str] = {"link": "", **{service.way: "" for service in config.sign_ins}}
    if config.user_header:
        given["proxy"] = ""
    if config.password:
        given["password"] = config.password
    # As sessions from before there were other ways have it.
    return {
        way: hmac.new(
            config.key,
            b"door" + (said.encode() if way == "password" else f" by {way}".encode()),
            hashlib.sha256,
        ).digest()
        for way, said in given.items()
    }


def digest_of(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()


def _decoded(body: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(body)
    except (ValueError, binascii.Error):
        return b""


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
