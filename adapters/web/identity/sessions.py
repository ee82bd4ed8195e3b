"""Who a visitor is: a signed cookie that the page's scripts cannot read."""

import base64
import hashlib
import hmac
import json
import re
import unicodedata
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.config import WebConfig
from adapters.web.error_responses import LoginNeeded, NameNeeded
from agent.domain.conversation import Author, AuthorId
from agent.errors import BadInput
from agent.ports import Clock

NAME_CHARS_MAX = 32
COOKIE_CHARS_MAX = 1_024
SESSION_SECONDS = 365 * 24 * 3600
"""How long a cookie is good for. Memory belongs to the name and does not end with the cookie."""
RENEW_SECONDS = 24 * 3600
"""Age at which a cookie is made anew when its visitor comes back, so that it ends a year after the last visit."""
RESERVED = frozenset({"atelier", "bot", "admin", "system", "me"})


class Session(BaseModel, frozen=True):
    """What the cookie says."""

    name: str = ""
    """"" until the visitor has chosen who to be."""
    moderator: bool = False
    entered: bool = False
    """The password was given."""
    at: int = 0
    """When the cookie was made, Unix seconds."""

    @property
    def author(self) -> Author:
        return Author(id=author_id(self.name), name=self.name, may_manage=self.moderator)


@dataclass(frozen=True, slots=True)
class Person:
    """A visitor who may act."""

    author: Author
    slug: str


class Sessions:
    """Reads and writes the cookie. A new password makes every older cookie worthless."""

    def __init__(self, config: WebConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._key = hmac.new(
            config.key, b"atelier web session\0" + config.password.encode(), hashlib.sha256
        ).digest()
        # Cookies do not know ports: two Ateliers on one machine must not overwrite each other's.
        self.cookie = f"atelier_{hmac.new(config.key, b'cookie', hashlib.sha256).hexdigest()[:8]}"

    def read(self, request: Request) -> Session:
        """The visitor's session; an empty one when there is none, it is too old, or it was tampered with."""
        raw = request.cookies.get(self.cookie, "")
        body, _, signature = raw.partition(".")
        if len(raw) > COOKIE_CHARS_MAX or not hmac.compare_digest(
            self._sign(body).encode(), signature.encode()
        ):
            return Session()
        try:
            session = Session.model_validate_json(base64.urlsafe_b64decode(body))
        except (ValidationError, ValueError):
            return Session()
        if self._age(session) > SESSION_SECONDS:
            return Session()
        if session.moderator and not self._config.may_moderate:
            return session.model_copy(update={"moderator": False})
        return session

    def is_due(self, session: Session) -> bool:
        """Whether its cookie should be made anew."""
        return (bool(session.name) or session.entered) and self._age(session) > RENEW_SECONDS

    def write(self, request: Request, response: Response, session: Session) -> None:
        dated = session.model_copy(update={"at": self._now()})
        body = base64.urlsafe_b64encode(json.dumps(dated.model_dump()).encode()).decode()
        response.set_cookie(
            self.cookie,
            f"{body}.{self._sign(body)}",
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="lax",
            secure=self._config.secure_cookie or request.headers.get("origin", "").startswith("https://"),
        )

    def entered(self, request: Request) -> Session:
        """The session of a visitor who is past the password. Raises LoginNeeded."""
        session = self.read(request)
        if self._config.password and not session.entered:
            raise LoginNeeded("Please enter the password first.")
        return session

    def person(self, request: Request) -> Person:
        """The visitor who acts. Raises LoginNeeded, NameNeeded."""
        session = self.entered(request)
        if not session.name:
            raise NameNeeded("Choose who you are first.")
        return Person(author=session.author, slug=slug_of(session.name))

    def _age(self, session: Session) -> int:
        return self._now() - session.at

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _sign(self, body: str) -> str:
        return hmac.new(self._key, body.encode(), hashlib.sha256).hexdigest()


def clean_name(name: str) -> str:
    """A name fit to be shown. Raises BadInput with what would work."""
    clean = " ".join(unicodedata.normalize("NFKC", name).split())
    if not clean:
        raise BadInput("Type a name, for example Ana.")
    if len(clean) > NAME_CHARS_MAX:
        raise BadInput(f"That name is too long; {NAME_CHARS_MAX} characters is the most.")
    if any(unicodedata.category(char).startswith("C") for char in clean) or not slug_of(clean):
        raise BadInput("A name is made of letters and digits, for example Ana or Ben 2.")
    if slug_of(clean) in RESERVED:
        raise BadInput(f"“{clean}” is taken by the house. Choose another name.")
    return clean


def slug_of(name: str) -> str:
    """What tells people apart: the name in lower case, letters and digits only, so that “Ana” and “ana” are one."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", "-", folded).strip("-")


def author_id(name: str) -> AuthorId:
    return AuthorId(f"web:{slug_of(name)}")
