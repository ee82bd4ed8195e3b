"""Verdicts kept in a file, a line of JSON each, so that what a model was paid for is not paid for twice. A file for each model."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from benchmarks.context.figures import Result
from benchmarks.context.items import Item


class ResultFile:
    """Survives a process that dies while it writes: a last line without its end counts for nothing and is written anew."""

    def __init__(self, path: Path | None) -> None:
        """None: nothing is kept."""
        self._path = path

    def read(self) -> Mapping[str, Result]:
        """By `Result.name`. Raises ValueError that names file and line, OSError."""
        if self._path is None or not self._path.exists():
            return {}
        text = self._path.read_text(encoding="utf-8")
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            self._path.write_text(whole, encoding="utf-8")
        results = [self._result(number, line) for number, line in enumerate(whole.splitlines(), start=1)]
        return {result.name: result for result in results}

    def add(self, result: Result) -> None:
        """Raises OSError."""
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{result.model_dump_json()}\n")

    def _result(self, number: int, line: str) -> Result:
        try:
            return Result.model_validate_json(line)
        except ValidationError as error:
            raise ValueError(f"{self._path}:{number}: not a result of this benchmark") from error


def is_of(result: Result | None, item: Item) -> bool:
    """Whether the kept result is of this item as it reads now."""
    return result is not None and result.message == item.message
