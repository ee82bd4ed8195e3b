"""Several pictures as one zip, made while it is sent: one picture is in memory at a time."""

import zipfile
from collections.abc import AsyncGenerator, Sequence

from agent.domain.conversation import AuthorId
from agent.errors import NotFound
from agent.ports import Board

ARCHIVED_MAX = 200
"""Pictures in one zip; their ids go in the address."""
BYTES_MAX = 400_000_000
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}


class _Sink:
    """Where the zip is written: what came since it was looked at last."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None: ...

    def taken(self) -> bytes:
        data, self._written = b"".join(self._written), []
        return data


async def archived(board: Board, images: Sequence[str], *, viewer: AuthorId) -> AsyncGenerator[bytes]:
    """The zip's bytes. What the viewer may not see, or does not fit into BYTES_MAX, is left out; a note in it says how many."""
    sink, packed, size = _Sink(), 0, 0
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # pyright: ignore[reportCallIssue, reportArgumentType] # it is only written to
        for number, image in enumerate(images, start=1):
            try:
                found = await board.image(image, viewer=viewer)
            except NotFound:
                continue
            if size + len(found.data) > BYTES_MAX or not found.media_type.startswith("image/"):
                continue
            size, packed = size + len(found.data), packed + 1
            archive.writestr(f"{number:03}-{image[:8]}.{_SUFFIXES.get(found.media_type, 'bin')}", found.data)
            yield sink.taken()
        if left := len(images) - packed:
            archive.writestr("README.txt", f"{left} of the {len(images)} pictures could not be packed.\n")
    yield sink.taken()
