"""The page's own files: kept by browsers, but asked about each time, so that an update is whole; texts compressed once."""

import gzip
import os
from collections.abc import MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent / "static"
TEXTS = frozenset({".js", ".css", ".html", ".svg", ".json"})
FILES_KEPT = 256
"""Compressed files held in memory; the page has fewer."""


class PageFiles(StaticFiles):
    """What lies under /static."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: MutableMapping[str, Any],
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        response.headers.add_vary_header("Accept-Encoding")
        return _compressed(response, Path(full_path), stat_result.st_mtime, scope)


async def page(request: Request) -> Response:
    """The one page there is."""
    path = STATIC / "index.html"
    found = path.stat()
    response = FileResponse(
        path, headers={"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}, stat_result=found
    )
    return _compressed(response, path, found.st_mtime, request.scope)


def _compressed(response: Response, path: Path, changed: float, scope: MutableMapping[str, Any]) -> Response:
    """The file's answer compressed, where it is a whole text and the browser takes it so."""
    asked = Headers(scope=scope)
    is_text = isinstance(response, FileResponse) and path.suffix in TEXTS
    if not is_text or "gzip" not in asked.get("accept-encoding", "") or "range" in asked:
        return response
    headers = {
        name: value
        for name, value in response.headers.items()
        if name not in ("content-length", "accept-ranges")
    }
    return Response(_packed(path, changed), headers={**headers, "Content-Encoding": "gzip"})


@lru_cache(maxsize=FILES_KEPT)
def _packed(path: Path, changed: float) -> bytes:
    """`changed` is a part of the key: a file that is another one since is packed anew."""
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
