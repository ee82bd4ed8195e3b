"""Pictures of the console as files: those that people attach are read, those of the bot are kept under the data folder."""

import os
import re
import stat
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from agent.domain.conversation import MessageId
from agent.domain.incoming import IncomingImage
from agent.limits import IMAGE_BYTES_MAX
from agent.ports import PictureFile

NAME_CHARS_MAX = 48
_NAME = re.compile(r"(b\d+)(?:-(\d+))?(?:to(\d+))?_.*")
Posted = tuple[MessageId, int]
"""A bot message and the position, from 0, of one of its pictures."""


def read_image(path: str) -> IncomingImage:
    """The file as it is, untrusted; what hinders reading it is a sentence for the person. Blocking."""
    name = Path(path).name[:100] or path[:100]
    path = os.path.expanduser(path)
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            return _unreadable(name, "it is not a file")
        if status.st_size > IMAGE_BYTES_MAX:
            return _unreadable(name, f"it is larger than the {IMAGE_BYTES_MAX // 1_000_000} MB that I take")
        with open(path, "rb") as file:
            return IncomingImage(name=name, data=file.read(IMAGE_BYTES_MAX + 1))
    except FileNotFoundError:
        return _unreadable(name, "there is no such file")
    except (OSError, ValueError) as error:
        why = (error.strerror or "").lower() if isinstance(error, OSError) else "that is not a file name"
        return _unreadable(name, why or "it cannot be opened")


def _unreadable(name: str, why: str) -> IncomingImage:
    return IncomingImage(name=name, data=b"", problem=f"I could not read {name}: {why}.")


class Gallery:
    """The folder of the bot's pictures, and beside it the one of exports. Blocking: call it in a thread."""

    def __init__(self, folder: Path) -> None:
        self._pictures = folder / "pictures"
        self._exports = folder / "exports"

    def save(self, message: MessageId, files: Sequence[PictureFile], *, pictures: int) -> Sequence[Path]:
        """Where each file is now: `b17_a-fox-under-a-lamp.png`, `b17-2_...` for the second, `b17-1to4_...` for a sheet of four. The first
        `pictures` of `files` are pictures, the rest exports. Saving again overwrites; a file is whole or not there."""
        found: list[Path] = []
        for position, file in enumerate(files):
            shown = position < pictures
            folder = self._pictures if shown else self._exports
            number = position if shown else position - pictures
            name = _readable(file) if shown or file.media_type.startswith("image/") else "everything"
            found.append(
                _write(
                    folder,
                    _file_name(message, _numbers(number, file.shows), name, Path(file.name).suffix),
                    file.data,
                )
            )
        return found

    def remove(self, message: str) -> None:
        """Takes away the pictures of a message."""
        for path, (owner, _) in self._kept():
            if owner == message:
                path.unlink(missing_ok=True)

    def of(self, message: str) -> Sequence[Path]:
        """The pictures of a message that are here, in their order."""
        found = [(position, path) for path, (owner, position) in self._kept() if owner == message]
        return list(dict.fromkeys(path for _, path in sorted(found)))

    def posted(self) -> Collection[Posted]:
        """The pictures that are here."""
        return {posted for _, posted in self._kept()}

    def keep_only(self, of: Collection[Posted], kept: Collection[Posted]) -> int:
        """Takes away those of `of` that are not `kept`, and every sheet that shows one; how many."""
        gone = {path for path, found in self._kept() if found in of and found not in kept}
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def _kept(self) -> Sequence[tuple[Path, Posted]]:
        """Each file with what it shows; a sheet once for each picture on it."""
        paths = sorted(self._pictures.glob("b*")) if self._pictures.is_dir() else []
        named = [(path, _NAME.fullmatch(path.name)) for path in paths]
        return [
            (path, (MessageId(n[1]), position))
            for path, n in named
            if n is not None
            for position in range(int(n[2] or 1) - 1, int(n[3] or n[2] or 1))
        ]


def _readable(file: PictureFile) -> str:
    """The picture's description as part of a file name; letters of every script stay."""
    words = re.sub(r"[\W_]+", "-", file.alt.lower()).strip("-")
    return words.encode()[:NAME_CHARS_MAX].decode(errors="ignore").rstrip("-") or "picture"


def _numbers(position: int, shows: int) -> str:
    """
    >>> _numbers(0, 1), _numbers(2, 1), _numbers(0, 4)
    ('', '-3', '-1to4')
    """
    if shows > 1:
        return f"-{position + 1}to{position + shows}"
    return f"-{position + 1}" if position else ""


def _file_name(message: MessageId, numbers: str, words: str, suffix: str) -> str:
    return f"{message}{numbers}_{words}{suffix}"


def _write(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".part-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(part, folder / name)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return folder / name
