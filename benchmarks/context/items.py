"""Scripted messages as data. Every field is a key of the file, explained in FORMAT.md; what is not explained there is refused."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from agent.domain.generation import SLOT_NAMES, SlotName

Kind = Literal[
    "draw", "noun-only", "attributes", "relations", "count", "printed", "exclusion", "prompt-habits", "typos", "style",
    "format", "edit", "edit-new-vs-change", "edit-part-colour", "photo", "ask", "ask-not", "answer-to-question",
    "not-an-answer", "memory-use", "memory-write", "memory-correct", "memory-precedence", "forget", "small-talk",
    "cannot", "distress", "harm", "product-question", "never-mind", "schedule", "several-things", "languages",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
OutcomeClass = Literal[
    "picture", "change", "question", "remembered", "forgotten", "listing", "schedule", "talk", "answer", "refused",
    "distress",
]  # fmt: skip
Half = Literal["seen", "unseen"]
PLACES: tuple[str, ...] = (*SLOT_NAMES, "scene", "any", "each")
ME = "me"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Known(_Table):
    """A memory from before."""

    key: str
    kind: Literal["preference", "character", "fact", "rule"]
    text: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    photo: bool = False
    scope: Literal["user", "channel", "community"] = "user"
    who: str = ME
    said_in_private: bool = False


class Asks(_Table):
    """The question that the bot had put; further keys are slots that were known already."""

    model_config = ConfigDict(extra="allow", frozen=True)

    slot: SlotName
    text: str
    options: tuple[str, ...] = ()

    @property
    def known(self) -> Mapping[str, str]:
        return self.model_extra or {}

    @model_validator(mode="after")
    def _are_slots(self) -> Self:
        _check_names(self.known, SLOT_NAMES)
        return self


class Step(_Table):
    """A turn from before."""

    says: str
    who: str = ME
    name: str = ""
    photo: int = Field(default=0, ge=0, le=4)
    draws: Mapping[str, str] | None = None
    asks: Asks | None = None
    talks: str = ""

    @field_validator("draws")
    @classmethod
    def _are_slots(cls, value: Mapping[str, str] | None) -> Mapping[str, str] | None:
        _check_names(value or {}, (*SLOT_NAMES, "uses"))
        return value

    @property
    def is_planned(self) -> bool:
        """Whether its plan is given."""
        return self.draws is not None or self.asks is not None or bool(self.talks)


class StoredAs(_Table):
    kind: str = ""
    scope: str = ""
    name: str = ""


class Expect(_Table):
    """Features of a right outcome."""

    outcome: tuple[OutcomeClass, ...]
    has: Mapping[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    never: Mapping[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    gone: tuple[str, ...] = ()
    pictures: tuple[int, int] | None = None
    things: int | None = None
    shape: str = Field(default="", pattern=r"^(|wide|tall|square|\d{1,4}:\d{1,4})$")
    printed: str | None = None
    photo: bool = False
    asks_about: tuple[SlotName, ...] = ()
    options: tuple[str, ...] = ()
    leaves_open: bool | None = None
    text: tuple[str, ...] = ()
    text_never: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    stores_as: StoredAs | None = None
    changes: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    may_write: bool = False
    draws_nothing: bool | None = None

    @field_validator("outcome", "asks_about", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("pictures", mode="before")
    @classmethod
    def _number_or_range(cls, value: object) -> object:
        return (value, value) if isinstance(value, int) else value

    @field_validator("has", "never")
    @classmethod
    def _are_places(cls, value: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        _check_names(value, PLACES)
        return value

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the memories it speaks of."""
        return (*self.uses, *self.unused, *self.changes, *self.removes)


class Item(_Table):
    """A message, what was there before, and what must come out."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    kind: Kind
    language: str
    message: str
    photo: int = Field(default=0, ge=0, le=4)
    reply_to: str = ""
    moderator: bool = False
    private: bool = False
    incognito: bool = False
    ask: Literal["never", "when-needed", "often"] = "when-needed"
    learning: Literal["unasked", "yes", "no"] = "unasked"
    memory: tuple[Known, ...] = ()
    before: tuple[Step, ...] = ()
    expect: tuple[Expect, ...] = Field(min_length=1)
    half: Half = "seen"
    """By the name of its file."""

    @field_validator("expect", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if hasattr(value, "keys") else value

    @model_validator(mode="after")
    def _speaks_of_what_is_there(self) -> Self:
        keys = [known.key for known in self.memory]
        if len(set(keys)) < len(keys):
            raise ValueError("two memories have one key")
        _check_names([key for expect in self.expect for key in expect.keys], keys)
        _check_names(
            [step.draws["uses"] for step in self.before if step.draws and "uses" in step.draws], keys
        )
        _check_names([self.reply_to] if self.reply_to else [], [step.name for step in self.before])
        if any(e.leaves_open is not None for e in self.expect) and not any(s.asks for s in self.before):
            raise ValueError("leaves_open, and no question is open")
        return self

    @property
    def people(self) -> tuple[str, ...]:
        """The author first."""
        others = [*(known.who for known in self.memory), *(step.who for step in self.before)]
        return tuple(dict.fromkeys([ME, *others]))


def read_items(path: Path) -> tuple[Item, ...]:
    """The file's items. Raises OSError, and ValueError that names file, item and mend."""
    try:
        rows: Sequence[Mapping[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get("item", [])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error
    half: Half = "unseen" if "unseen" in path.name else "seen"
    items = tuple(_item(path, number, row, half) for number, row in enumerate(rows, start=1))
    ids = [item.id for item in items]
    for name in ids:
        if ids.count(name) > 1:
            raise ValueError(f"{path}: item {name!r} is there twice")
    return items


def _item(path: Path, number: int, row: Mapping[str, Any], half: Half) -> Item:
    try:
        return Item.model_validate({**row, "half": half})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{path}: item {number} ({row.get('id', '?')}): {where}: {first['msg']}") from error


def _check_names(given: Sequence[str] | Mapping[str, Any], known: Sequence[str]) -> None:
    for name in given:
        if name not in known:
            raise ValueError(f"{name!r} is none of {', '.join(known) or 'what is there'}")
