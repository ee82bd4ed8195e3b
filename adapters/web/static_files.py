"""The page's own files, from memory. Under their plain address browsers ask about them each time; under the address of the version that the
page names they keep them, so that who comes again asks for the page alone, and an update is whole."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
TEXTS = frozenset({".js", ".css", ".html", ".svg", ".json"})
PAGE, MODULE = "index.html", "app.js"
MODULES = "<!-- modules -->"
"""Where the page names the modules that its script imports, for the browser to fetch them at once instead of one after another."""
KEPT = "public, max-age=31536000, immutable"
ASKED_ABOUT = "no-cache"
VERSION_CHARS = 16
_IMPORTED = re.compile(r'^(?:import|export)\b[^;]*?from "(\.{1,2}/[^"]+)";', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    data: bytes
    packed: bytes | None
    """Compressed; None where that is not worth it."""
    kind: str
    tag: str

    def answer(self, request: Headers, *, cache: str) -> Response:
        headers = {"Cache-Control": cache, "ETag": self.tag, "Vary": "Accept-Encoding"}
        if self.tag in request.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if self.packed is not None and "gzip" in request.get("accept-encoding", ""):
            return Response(
                self.packed, media_type=self.kind, headers={**headers, "Content-Encoding": "gzip"}
            )
        return Response(self.data, media_type=self.kind, headers=headers)


class PageFiles:
    """What lies under /static, as it was when the process began (ASGI), and the page that leads there."""

    def __init__(self, folder: Path = STATIC) -> None:
        texts = {
            path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))
        }
        self._version = _digest(b"".join(name.encode() + data for name, data in texts.items()))
        self._page = _file(PAGE, _page(texts, f"/static/{self._version}/"))
        self._files = {name: _file(name, data) for name, data in texts.items() if name != PAGE}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        name = str(scope["path"]).removeprefix("/static/")
        version, _, rest = name.partition("/")
        # Of another version, that a page elsewhere was served with: the best there is, but not to be kept.
        is_version = len(version) == VERSION_CHARS and name not in self._files
        found = self._files.get(rest if is_version else name)
        if found is None:
            raise HTTPException(404)
        cache = KEPT if version == self._version else ASKED_ABOUT
        await found.answer(Headers(scope=scope), cache=cache)(scope, receive, send)

    async def page(self, request: Request) -> Response:
        """The one page there is."""
        return self._page.answer(request.headers, cache=ASKED_ABOUT)


def _page(texts: dict[str, bytes], root: str) -> bytes:
    """The page as it is served: with this version's addresses, and all modules that it is going to need named."""
    preloads = [f'<link rel="modulepreload" href="/static/{name}">' for name in _imported(texts, MODULE)]
    page = texts[PAGE].decode().replace(MODULES, "\n    ".join(preloads))
    return page.replace('"/static/', f'"{root}').encode()


def _imported(texts: dict[str, bytes], module: str) -> list[str]:
    """All that a module imports, and what that imports, without itself."""
    found = {module: None}
    for name in (waiting := [module]):
        for address in _IMPORTED.findall(texts[name].decode()):
            imported = _joined(PurePosixPath(name).parent, address)
            if imported not in found:
                found[imported] = None
                waiting.append(imported)
    return [*found][1:]


def _joined(folder: PurePosixPath, address: str) -> str:
    parts: list[str] = list(folder.parts)
    for part in PurePosixPath(address).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _file(name: str, data: bytes) -> PageFile:
    suffix = PurePosixPath(name).suffix
    kind = (
        "text/javascript" if suffix == ".js" else mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
    packed = gzip.compress(data, compresslevel=9, mtime=0) if suffix in TEXTS else None
    return PageFile(data=data, packed=packed, kind=kind, tag=f'"{_digest(data)}"')


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:VERSION_CHARS]
