"""The items of data/*.toml, read strictly: what is wrong is named by file and line."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from benchmarks.quality.checklists import CHECKS_MAX, Check, ChecklistItem, Scale
from benchmarks.quality.records import BadData

DATA = Path(__file__).parent / "data"
FILES = ("plan.toml", "reason.toml", "search.toml", "memory.toml")
SCALE = Scale(
    name="IA-Bench, our own re-creation",
    parts={
        "Plan": ("composition", "enumeration", "multi-panel"),
        "Reason": ("math", "science", "commonsense", "maze", "map", "geometry"),
        "Search": ("game", "movie", "anime", "celebrity", "stock", "weather"),
        "Memory": ("user-profile", "conversation-history"),
    },
    weights={"Plan": 0.3, "Reason": 0.3, "Search": 0.3, "Memory": 0.1},
)
"""Capabilities, subtasks and weights as published; "Overall" is the paper's IA-score."""
SUBTASKS = tuple(name for names in SCALE.parts.values() for name in names)
PAPER = """\
The paper's own figures (Table 1; pass rates of pictures, on 730 items that nobody else has):
                         Plan  Reason  Search  Memory  IA-score
  Qwen-Image-Agent       45.3    43.7    46.1    49.0      45.4
  Nano Banana            42.0    43.3    42.2    48.0      43.1
  Nano Banana Pro        32.7    44.3    47.8    52.0      42.6
  GPT-Image-1.5          23.3    36.7    35.0    72.0      35.7
  SCOPE                  46.7    30.0    23.3     9.0      30.9
  Mind-Brush             28.0    32.7    35.6    13.0      30.2
  Qwen-Image-2.0         20.0    27.7     6.7    11.0      17.4"""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    subtask: str
    says: str = ""
    sessions: tuple[tuple[str, ...], ...] = ()
    compares: bool = False
    checks: tuple[tuple[str, ...], ...] = Field(min_length=1, max_length=CHECKS_MAX)

    @model_validator(mode="after")
    def _is_whole(self) -> "_Row":
        if self.subtask not in SUBTASKS:
            raise ValueError(f"subtask must be one of {', '.join(SUBTASKS)}")
        if bool(self.says) == bool(self.sessions):
            raise ValueError("either says or sessions")
        if not all(session and all(text.strip() for text in session) for session in self.conversations):
            raise ValueError("a session without words")
        if any(len(check) < 2 or not all(word.strip() for word in check) for check in self.checks):
            raise ValueError("a check is a statement and the patterns of a plan that keeps it")
        return self

    @property
    def conversations(self) -> tuple[tuple[str, ...], ...]:
        return self.sessions or ((self.says,),)


def read_all(folder: Path = DATA) -> Sequence[ChecklistItem]:
    """Raises BadData, OSError."""
    return [item for name in FILES for item in read_items(folder / name)]


def read_items(path: Path) -> Sequence[ChecklistItem]:
    """Raises BadData with the line in which the first bad item begins, OSError."""
    text = path.read_text(encoding="utf-8")
    try:
        rows: Sequence[Mapping[str, Any]] = tomllib.loads(text).get("item", [])
    except tomllib.TOMLDecodeError as error:
        raise BadData(path, _line_of(error, text), f"not TOML ({error})") from error
    begins = [number for number, line in enumerate(text.splitlines(), start=1) if line.strip() == "[[item]]"]
    found: dict[str, ChecklistItem] = {}
    for line, row in zip(begins, rows, strict=True):
        item = _item(path, line, row)
        if item.id in found:
            raise BadData(path, line, f"{item.id} is there twice")
        found[item.id] = item
    return list(found.values())


def _item(path: Path, line: int, row: Mapping[str, Any]) -> ChecklistItem:
    try:
        read = _Row.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadData(path, line, f"{where} {first['msg']}".strip()) from error
    return ChecklistItem(
        id=read.id, group=read.subtask, sessions=read.conversations, compares=read.compares,
        checks=tuple(Check(text=text, named=tuple(named)) for text, *named in read.checks),
    )  # fmt: skip


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> int:
    """tomllib of Python 3.11 tells it in words alone: "(at line 3, column 1)", or "(at end of document)"."""
    _, _, behind = str(error).partition("at line ")
    number = behind.partition(",")[0]
    return int(number) if number.isdigit() else len(text.splitlines())
