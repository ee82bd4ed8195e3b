"""What the page is told is sent compressed. Pictures, zips and what is told as it happens (the stream) go as they are; the page's own
files are compressed once (static_files.py).

Compressing what a stranger may have a part in gives hints of secrets beside it to who can make a browser ask again and again and sees the
lengths. Nobody can: what another page asks for is refused before it is answered (identity/request_guards.py)."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

BYTES_MIN = 1_000
LEVEL = 5
_TOLD = "/api/"
_AS_THEY_ARE = ("/api/images/", "/api/events", "/api/gallery/archive", "/api/memory/export", "/api/links")


class Compression:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._compressed = GZipMiddleware(app, minimum_size=BYTES_MIN, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        is_told = scope["type"] == "http" and path.startswith(_TOLD) and not path.startswith(_AS_THEY_ARE)
        await (self._compressed if is_told else self._plain)(scope, receive, send)
