"""Cookies that only we can make: what they say is signed, and the page's scripts cannot read them."""

import hashlib
import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.config import WebConfig

COOKIE_CHARS_MAX = 1_024
SESSION_SECONDS = 365 * 24 * 3600
"""How long a cookie is good for."""
OVER_HTTPS = "__Host-"
"""With this before its name a browser takes the cookie over HTTPS only, for this host and no other: no sister domain can set it."""


class SignedCookie:
    """One cookie of the page; `purpose` keeps what is signed for one apart from what is signed for another."""

    def __init__(self, config: WebConfig, purpose: str) -> None:
        self._key = hmac.new(config.key, purpose.encode(), hashlib.sha256).digest()
        self._secure = config.secure_cookie
        # Cookies do not know ports: two Ateliers on one machine must not overwrite each other's.
        self.name = (
            f"atelier_{hmac.new(config.key, b'cookie' + purpose.encode(), hashlib.sha256).hexdigest()[:8]}"
        )

    def read(self, request: Request) -> str:
        """What it says; "" when there is none, or we did not make it."""
        raw = request.cookies.get(OVER_HTTPS + self.name, "")
        if not raw and request.url.scheme != "https":
            raw = request.cookies.get(self.name, "")
        body, _, signature = raw.rpartition(".")
        if len(raw) > COOKIE_CHARS_MAX or not hmac.compare_digest(
            self._sign(body).encode(), signature.encode()
        ):
            return ""
        return body

    def write(self, request: Request, response: Response, body: str) -> None:
        secure = self._is_secure(request)
        response.set_cookie(
            (OVER_HTTPS if secure else "") + self.name, f"{body}.{self._sign(body)}",
            max_age=SESSION_SECONDS, httponly=True, samesite="lax", secure=secure,
        )  # fmt: skip

    def drop(self, request: Request, response: Response) -> None:
        for name, secure in ((self.name, False), (OVER_HTTPS + self.name, True)):
            if name in request.cookies:
                response.delete_cookie(name, httponly=True, samesite="lax", secure=secure)

    def _is_secure(self, request: Request) -> bool:
        """Browsers name the scheme they see in Origin, which a proxy that nobody told us of leaves as it is."""
        seen = request.headers.get("origin", "").startswith("https://")
        return self._secure or seen or request.url.scheme == "https"

    def _sign(self, body: str) -> str:
        return hmac.new(self._key, body.encode(), hashlib.sha256).hexdigest()


class KnownDevice:
    """A mark on a browser that gave the right password once. It opens nothing; it keeps the browser out of the queue of strangers."""

    def __init__(self, config: WebConfig) -> None:
        self._cookie = SignedCookie(config, "atelier web device")

    def of(self, request: Request) -> str:
        """The mark; "" for a stranger."""
        return self._cookie.read(request)

    def mark(self, request: Request, response: Response) -> None:
        self._cookie.write(request, response, self.of(request) or secrets.token_urlsafe(16))
