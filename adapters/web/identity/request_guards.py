"""What every request passes: the host it names, where it comes from, and the headers that keep the page's own scripts in charge."""

import ipaddress
import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.config import LOOPBACK
from adapters.web.error_responses import problem
from agent.translation.catalogue import _

log = logging.getLogger(__name__)

OPEN_PATHS = frozenset({"/livez", "/readyz"})
"""Asked by machines under whatever name they know; they tell nothing."""
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "connect-src 'self'",
        "manifest-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
LISTENING = "camera=(), microphone=(self), geolocation=()"


class Guard:
    """ASGI middleware. Refuses names that are not ours (DNS rebinding) and acts that other pages ask for (CSRF)."""

    def __init__(
        self, app: ASGIApp, *, hosts: tuple[str, ...], believes_proxies: bool = True, listens: bool = False
    ) -> None:
        """`listens`: the page may use the microphone."""
        self._app = app
        self._is_warned = believes_proxies
        self._headers = {**HEADERS, "Permissions-Policy": LISTENING} if listens else HEADERS
        self._hosts = frozenset(host.strip().lower() for host in hosts if host.strip())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        wrong = self._wrong(scope)
        answer = problem(403, "not_allowed", wrong) if wrong else self._app
        await answer(scope, receive, guarded)

    def _warn_of_proxy(self, headers: Headers) -> None:
        """Once: to the operator, behind whose proxy all visitors seem to be one."""
        if not self._is_warned and "x-forwarded-for" in headers:
            self._is_warned = True
            log.warning(
                "a proxy's X-Forwarded-For is not believed: name the proxy in ATELIER_TRUSTED_PROXIES, else all visitors share its limits",
                extra={"action": "web_proxy_unnamed"},
            )

    def _wrong(self, scope: Scope) -> str:
        """Why the request is refused; "" when it is not."""
        headers, path, method = Headers(scope=scope), str(scope["path"]), str(scope["method"])
        self._warn_of_proxy(headers)
        if path in OPEN_PATHS:
            return ""
        host = headers.get("host", "")
        if not self._is_ours(_name(host)):
            return _(
                "This page is not known under that host name. If it should be, add the name to ATELIER_WEB_HOSTS "
                "and start Atelier again."
            )
        if path.startswith("/api/") and headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return _("Another page asked for this, so it was not done.")
        if method not in _SAFE_METHODS and not self._same_origin(headers.get("origin"), host):
            return _("Another page asked for this, so it was not done.")
        return ""

    def _is_ours(self, name: str) -> bool:
        return name in LOOPBACK or name in self._hosts or _is_address(name)

    def _same_origin(self, origin: str | None, host: str) -> bool:
        """Browsers send Origin with every act; what sends none is not a browser and carries nobody's cookie."""
        if origin is None:
            return True
        try:
            named = urlsplit(origin).netloc.lower()
        except ValueError:  # no address at all
            return False
        # A proxy may have put its own name into Host: its public name is then among the configured ones.
        return bool(named) and (named == host.lower() or _name(named) in self._hosts)


def _name(host: str) -> str:
    """`host[:port]` without its port, an IPv6 address without its brackets."""
    lowered = host.strip().lower()
    if lowered.startswith("["):
        return lowered[1:].partition("]")[0]
    return lowered.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
