"""A run that survives its process: one line of JSON for each item, written when it is done and never done again. And data that is read
strictly: what is wrong is named by file and line."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast


class BadData(ValueError):
    """A file of data, or of results, that cannot be used."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}")


@dataclass(frozen=True, slots=True)
class Records:
    """The results of one run, by the id of the item."""

    path: Path

    def read(self) -> Mapping[str, Mapping[str, Any]]:
        """What is done. A last line that was cut off by a kill is dropped from the file; any other bad line raises BadData."""
        if not self.path.exists():
            return {}
        data = self.path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if whole != data:
            with self.path.open("r+b") as file:
                file.truncate(len(whole))
        found: dict[str, Mapping[str, Any]] = {}
        for number, line in enumerate(whole.decode("utf-8", "replace").splitlines(), start=1):
            record = _object(self.path, number, line)
            if not isinstance(record.get("id"), str):
                raise BadData(self.path, number, "a result without an id")
            found[record["id"]] = record
        return found

    def add(self, record: Mapping[str, Any]) -> None:
        """Kept even if the machine stops right after."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def kept(path: Path, data: bytes) -> None:
    """A file that is whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def _object(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise BadData(path, number, "not a line of JSON") from error
    if not isinstance(record, dict):
        raise BadData(path, number, "not a JSON object")
    return cast("Mapping[str, Any]", record)


def objects_in(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a JSON list, each with the line it begins in. Raises BadData, OSError."""
    text = path.read_text(encoding="utf-8")
    try:
        found = json.loads(text)
    except ValueError as error:
        raise BadData(path, getattr(error, "lineno", 1), f"not JSON ({error})") from error
    if not isinstance(found, list):
        raise BadData(path, 1, "not a list")
    lines = _lines_of(text)
    for number, item in enumerate(cast("list[object]", found)):
        line = lines[number] if number < len(lines) else 1
        if not isinstance(item, dict):
            raise BadData(path, line, "not an object")
        yield line, cast("Mapping[str, Any]", item)


def _lines_of(text: str) -> Sequence[int]:
    """The line in which each item of the outermost list begins."""
    decoder, lines, at = json.JSONDecoder(), list[int](), text.index("[") + 1
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at >= len(text) or text[at] == "]":
            return lines
        lines.append(text.count("\n", 0, at) + 1)
        _, at = decoder.raw_decode(text, at)
