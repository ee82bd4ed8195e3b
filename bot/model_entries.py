"""`models.toml`: the image models of this bot, by the names that people use. Every wrong entry is named, with its mend."""

import re
import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from agent.domain.image_models import ANY_MODEL
from agent.errors import Misconfigured

SETTING = "ATELIER_MODELS"
MODELS_MAX = 20
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
_EXAMPLE = 'write for example: [models.fast] api = "gemini" model = "gemini-nano-banana-2.1" key_env = "GEMINI_API_KEY"'
_TABLES = {
    "gemini": {"model"}, "openai": set[str](), "openrouter": {"model"}, "comfyui": {"workflow", "map"}, "builtin": set[str](),
}  # fmt: skip
"""What an entry of each kind cannot do without."""
_COMFY = ("workflow", "edit_workflow", "upscale_workflow", "map", "steps_draft", "steps_high", "pixels_max")


class Entry(BaseModel):
    """One model."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    api: Literal["openai", "gemini", "openrouter", "comfyui", "builtin"]
    model: str = ""
    key_env: str = ""
    """The environment variable that holds its key."""
    base_url: str = ""
    backend: str = ""
    """Of api "openai": the kind of server, as ATELIER_IMAGE_BACKEND."""
    picture_usd: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    hd_usd: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    default: bool = False
    workflow: Path | None = None
    edit_workflow: tuple[Path, ...] = ()
    upscale_workflow: Path | None = None
    map: dict[str, Any] = {}
    steps_draft: int | None = Field(default=None, ge=1)
    steps_high: int | None = Field(default=None, ge=1)
    pixels_max: int | None = Field(default=None, ge=65_536)

    @field_validator("edit_workflow", mode="before")
    @classmethod
    def _several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("key_env")
    @classmethod
    def _is_no_key(cls, value: str) -> str:
        if value and not _VARIABLE.fullmatch(value):
            raise ValueError(
                "must be the name of a variable in capitals, which holds the key; a key itself does not belong here"
            )
        return value

    @field_validator("base_url")
    @classmethod
    def _is_http(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        if value and not _has_host(value):
            raise ValueError("names no host, or a port that is none")
        return value.rstrip("/")


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries of the file, one of them the default. Raises Misconfigured."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Misconfigured(SETTING, f"{path} cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(SETTING, f"{path} is no TOML: {error}") from error
    tables = data.get("models")
    if not isinstance(tables, dict) or not tables or set(data) - {"models"}:
        raise Misconfigured(SETTING, f"{path} must hold tables [models.NAME] and nothing else; {_EXAMPLE}")
    if len(tables) > MODELS_MAX:  # pyright: ignore[reportUnknownArgumentType]
        raise Misconfigured(SETTING, f"{path} names more than {MODELS_MAX} models")
    entries = [_entry(path, str(name), table) for name, table in tables.items()]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return _with_default(path, entries)


def _entry(path: Path, name: str, table: object) -> Entry:
    def wrong(what: str) -> Misconfigured:
        return Misconfigured(SETTING, f"{path}, [models.{name}]: {what}")

    if not _NAME.fullmatch(name):
        raise wrong("people type this name; use up to 32 of a-z, 0-9, - and _")
    if name in ANY_MODEL:
        raise wrong("this word leaves the choice to the bot; give the model another name")
    try:
        entry = Entry.model_validate({**table, "name": name} if isinstance(table, dict) else table)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        said = _complaint(first)
        raise wrong(
            f"{where}: {said}" if where else f"must be a table of settings; {_EXAMPLE}"
        ) from None  # the whole error quotes what was written, perhaps a key
    for needed in sorted(_TABLES[entry.api]):
        if not getattr(entry, needed):
            raise wrong(f'api "{entry.api}" needs {needed}')
    if entry.api != "comfyui" and (extra := next((key for key in _COMFY if getattr(entry, key)), None)):
        raise wrong(f'{extra} is for api "comfyui"')
    return _placed(path, entry)


def _complaint(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return f"there is no such setting; there is {', '.join(sorted(Entry.model_fields.keys() - {'name'}))}"
    return f"{error['msg'].removeprefix('Value error, ')}; {_EXAMPLE}"


def _placed(path: Path, entry: Entry) -> Entry:
    """With its files' paths relative to the file that names them."""
    folder = path.parent
    return entry.model_copy(
        update={
            "workflow": entry.workflow and folder / entry.workflow,
            "edit_workflow": tuple(folder / file for file in entry.edit_workflow),
            "upscale_workflow": entry.upscale_workflow and folder / entry.upscale_workflow,
        }
    )


def _with_default(path: Path, entries: list[Entry]) -> tuple[Entry, ...]:
    chosen = [entry.name for entry in entries if entry.default]
    if len(chosen) > 1:
        raise Misconfigured(
            SETTING, f"{path}: only one model may have default = true, not {' and '.join(chosen)}"
        )
    if not chosen:
        entries[0] = entries[0].model_copy(update={"default": True})
    return tuple(entries)
