"""The slash commands and menus as Discord wants them, and what was chosen there as the commands of the core. Pure; the words are
in `commands.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from adapters.http.foreign_json import Json, Raw, obj, objects, string, strings, whole
from agent.domain.conversation import Command
from agent.translation.catalogue import in_every_language

# Option types (Discord's reference, "Application Command Option Type").
SUBCOMMAND = 1
KINDS = {"text": 3, "count": 4, "flag": 5, "person": 6, "role": 8, "amount": 10, "picture": 11}
CODES = {"person": "<@{}>", "role": "<@&{}>"}
"""How a typed command names one."""
SLASH, MESSAGE_MENU = 1, 3
MANAGE_CHANNELS = "16"
EVERYWHERE: Json = {"integration_types": [0, 1], "contexts": [0, 1, 2]}
"""In servers that have the bot, for people who have it for themselves, and in private chats."""
CODES_OF: Mapping[str, tuple[str, ...]] = {
    "pt_BR": ("pt-BR",), "es": ("es-ES", "es-419"), "zh_Hans": ("zh-CN",), "zh_Hant": ("zh-TW",), "ar": (),
}  # fmt: skip
"""Discord's codes of a language, where they are not its own name."""
NAME, ABOUT, CHOICE, MENU = (
    "Discord command: one lower-case word of at most 32 letters",
    "Discord: at most 100 characters",
    "Discord choice: at most 100 characters",
    "Discord menu: at most 32 characters",
)
"""Contexts in the catalogue (babel.cfg finds the texts in commands.toml)."""
TEXT_CHARS_MAX = 1_000
REFINE_MENU, CHARACTER_MENU, WHY_MENU, REPORT_MENU = (
    "Refine image",
    "Remember as character",
    "Why?",
    "Report picture",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    name: str
    about: str
    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    suggests: str = ""
    """What is offered while the person types: character | style | memory."""
    means: str = ""
    """What a flag that is set stands for."""
    length_max: int = TEXT_CHARS_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One command, or one subcommand."""

    name: str
    about: str
    options: tuple[Option, ...] = ()
    parts: tuple["Entry", ...] = ()
    """Its subcommands; it cannot be used without one then."""
    meaning: str = ""
    otherwise: str = ""
    hidden: bool = True
    managers: bool = False
    in_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A slash command as it was filled in."""

    command: Command
    files: tuple[Raw, ...] = ()
    """The attached files, as Discord describes them."""
    hidden: bool = True
    incognito: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """An option that is being filled in."""

    suggests: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    entries: tuple[Entry, ...]
    menus: tuple[str, ...] = ()


@cache
def table() -> Table:
    """The table of `commands.toml`, read once."""
    data = tomllib.loads(Path(__file__).with_name("commands.toml").read_text(encoding="utf-8"))
    return Table(
        entries=tuple(_entry(row) for row in objects(data.get("command"))),
        menus=tuple(string(row.get("name")) for row in objects(data.get("menu"))),
    )


def menu() -> list[Json]:
    """All commands, for Discord."""
    menus: list[Json] = [
        {"name": name, "name_localizations": _localised(MENU, name), "type": MESSAGE_MENU, **EVERYWHERE}
        for name in table().menus
    ]
    return [*(_command(entry) for entry in table().entries), *menus]


def read_command(data: Raw) -> Chosen | None:
    """What a slash command's interaction data says; None for a command that is not (any more) in the table."""
    found = _find(data)
    if found is None:
        return None
    entry, options = found
    values = {option.name: _worded(option, options) for option in entry.options}
    meaning = entry.meaning if any(values.values()) or not entry.otherwise else entry.otherwise
    name, _space, argument = _filled(meaning, values).partition(" ")
    shape = values.get("format", "").rpartition(" ")[2]
    if name == "draw" and shape:
        argument = f"{argument}, {shape}"
    if name == "draw":
        chosen = [f"{key}={values[key]}" for key in ("model", "quality") if values.get(key)]
        argument = " ".join([*chosen, argument])
    incognito = any(option.get("name") == "private" and option.get("value") is True for option in options)
    return Chosen(
        command=Command(name=name, argument=argument.strip(), options={k: v for k, v in values.items() if v}),
        files=tuple(_attached(data, options)),
        hidden=entry.hidden or incognito,
        incognito=incognito,
    )


def read_typing(data: Raw) -> Typing | None:
    """Which option is being filled in, and with what so far."""
    found = _find(data)
    if found is None:
        return None
    entry, options = found
    focused = next((option for option in options if option.get("focused") is True), None)
    if focused is None:
        return None
    option = next((each for each in entry.options if each.name == focused.get("name")), None)
    return None if option is None else Typing(suggests=option.suggests, text=string(focused.get("value")))


def _find(data: Raw) -> tuple[Entry, Sequence[Raw]] | None:
    entry = next((each for each in table().entries if each.name == data.get("name")), None)
    options = objects(data.get("options"))
    if entry is None or not entry.parts:
        return None if entry is None else (entry, options)
    chosen = next((option for option in options if whole(option.get("type")) == SUBCOMMAND), None)
    if chosen is None:
        return None
    part = next((each for each in entry.parts if each.name == chosen.get("name")), None)
    return None if part is None else (part, objects(chosen.get("options")))


def _worded(option: Option, given: Sequence[Raw]) -> str:
    """What was chosen for an option, as it is typed; "" when it was left open."""
    value = next((each.get("value") for each in given if each.get("name") == option.name), None)
    if option.kind == "flag":
        return option.means if value is True else ""
    text = string(value).strip()
    return CODES.get(option.kind, "{}").format(text) if text else ""


def _filled(meaning: str, values: Mapping[str, str]) -> str:
    """The typed command that the choices make."""
    first, *pieces = meaning.split("{")
    text = first
    for piece in pieces:
        name, _brace, rest = piece.partition("}")
        value = values.get(name, "")
        text = f"{text}{value}{rest}" if value else f"{text.removesuffix(' ')}{rest}"
    return text.strip().removesuffix(":")


def _attached(data: Raw, options: Sequence[Raw]) -> list[Raw]:
    known = obj(obj(data.get("resolved")).get("attachments"))
    wanted = (string(o.get("value")) for o in options if whole(o.get("type")) == KINDS["picture"])
    return [obj(known[number]) for number in wanted if number in known]


def _entry(row: Raw) -> Entry:
    return Entry(
        name=string(row.get("name")),
        about=string(row.get("about")),
        options=tuple(_read_option(each) for each in objects(row.get("options"))),
        parts=tuple(_entry(each) for each in objects(row.get("part"))),
        meaning=string(row.get("meaning")),
        otherwise=string(row.get("otherwise")),
        hidden=row.get("hidden") is not False,
        managers=row.get("managers") is True,
        in_private=row.get("in_private") is True,
    )


def _read_option(row: Raw) -> Option:
    return Option(
        name=string(row.get("name")),
        about=string(row.get("about")),
        kind=string(row.get("kind")) or "text",
        required=row.get("required") is True,
        choices=tuple(strings(row.get("choices"))),
        suggests=string(row.get("suggests")),
        means=string(row.get("means")),
        length_max=whole(row.get("length_max")) or TEXT_CHARS_MAX,
    )


def _command(entry: Entry) -> Json:
    made: Json = {
        "name": entry.name, "name_localizations": _localised(NAME, entry.name), "type": SLASH,
        "description": entry.about, "description_localizations": _localised(ABOUT, entry.about),
        "options": [_part(part) for part in entry.parts] or [_option(option) for option in entry.options],
        **EVERYWHERE,
    }  # fmt: skip
    if entry.managers:
        made |= {
            "default_member_permissions": MANAGE_CHANNELS,
            "integration_types": [0],
            "contexts": [0, 1] if entry.in_private else [0],
        }
    return made


def _part(entry: Entry) -> Json:
    return {
        "name": entry.name, "name_localizations": _localised(NAME, entry.name), "type": SUBCOMMAND,
        "description": entry.about, "description_localizations": _localised(ABOUT, entry.about),
        "options": [_option(option) for option in entry.options],
    }  # fmt: skip


def _option(option: Option) -> Json:
    made: Json = {
        "name": option.name,
        "name_localizations": _localised(NAME, option.name),
        "type": KINDS[option.kind],
        "description": option.about,
        "description_localizations": _localised(ABOUT, option.about),
        "required": option.required,
    }
    if option.choices:
        made["choices"] = [
            {"name": choice, "name_localizations": _localised(CHOICE, choice), "value": choice}
            for choice in option.choices
        ]
    elif option.kind in ("count", "amount"):
        made["min_value"] = 0
    elif option.kind == "text":
        made |= {"max_length": option.length_max, "autocomplete": bool(option.suggests)}
    return made


def _localised(context: str, text: str) -> dict[str, str]:
    """By Discord's codes; a language that has no other word than English has none."""
    return {
        code: word
        for name, word in in_every_language(context, text).items()
        for code in CODES_OF.get(name, (name,))
    }
