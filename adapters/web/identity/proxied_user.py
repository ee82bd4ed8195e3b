"""Whom a trusted proxy vouches for: a header that it sets, and that nobody else may.

The header is believed from an address that is named in the settings alone; from everywhere else it is as if it were not there."""

import hashlib
import ipaddress

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

USER_CHARS_MAX = 200
_KEY = "atelier.proxied_user"
SERVICE = "proxy"


class ProxiedUser:
    """ASGI middleware, before any that puts the visitor's address in the place of the proxy's."""

    def __init__(self, app: ASGIApp, *, header: str, trusted: tuple[str, ...]) -> None:
        self._app = app
        self._header = header.lower()
        self._trusted = tuple(ipaddress.ip_network(each, strict=False) for each in trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope[_KEY] = self._user(scope)
        await self._app(scope, receive, send)

    def _user(self, scope: Scope) -> str:
        if not self._header or not self._is_trusted(scope.get("client")):
            return ""
        said = Headers(scope=scope).getlist(self._header)
        # Two of them: one may be the visitor's own, that the proxy let through.
        return said[0].strip()[:USER_CHARS_MAX] if len(said) == 1 else ""

    def _is_trusted(self, client: tuple[str, int] | None) -> bool:
        try:
            address = ipaddress.ip_address(client[0] if client else "")
        except ValueError:
            return False
        return any(address in network for network in self._trusted)


def user_of(request: Request) -> str:
    """ "" where no trusted proxy says whose the request is."""
    return str(request.scope.get(_KEY, ""))


def readable(user: str) -> str:
    """The user as people write it: servers read headers as Latin-1, and proxies put UTF-8 there."""
    try:
        return user.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return user


def identity_of_user(user: str) -> bytes:
    return hashlib.sha256(f"{SERVICE}\0{user}".encode()).digest() if user else b""
