"""Reading gettext's .po files, so that no step stands between a translator's edit and what people read (docs/decisions/0016)."""

import ast
import gettext
import io
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

_MAGIC = 0x950412DE
_CONTEXT = "\x04"
"""Between a context and its message, as gettext has it."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """One message as its block of lines says it."""

    context: str | None = None
    message: str = ""
    plural: str = ""
    translations: dict[int, str] = field(default_factory=dict[int, str])
    sources: list[str] = field(default_factory=list[str])
    """Files that say it."""
    is_fuzzy: bool = False
    """A guess of the update that nobody has looked at: never shown."""

    @property
    def key(self) -> str:
        return self.message if self.context is None else f"{self.context}{_CONTEXT}{self.message}"


def entries_of(text: str) -> Iterator[Entry]:
    """The messages of a catalogue, its header (of the empty message) first. Raises ValueError for a line that is no part of one."""
    for block in text.replace("\r\n", "\n").split("\n\n"):
        entry = _entry(block.splitlines())
        if entry is not None:
            yield entry


def _entry(lines: list[str]) -> Entry | None:
    """None for a block of comments (obsolete messages)."""
    entry, parts, current = Entry(), dict[str, list[str]](), ""
    for line in (line.strip() for line in lines):
        if line.startswith("#"):
            entry.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
            entry.sources += line[2:].split() if line.startswith("#:") else []
            continue
        keyword, _, quoted = ("", "", line) if line.startswith('"') else line.partition(" ")
        current = keyword or current
        if line:
            parts.setdefault(current, []).append(_unquoted(quoted))
    said = {keyword: "".join(texts) for keyword, texts in parts.items()}
    if "msgid" not in said:
        return None
    entry.context, entry.message = said.get("msgctxt"), said["msgid"]
    entry.plural = said.get("msgid_plural", "")
    entry.translations = {_form(key): text for key, text in said.items() if key.startswith("msgstr")}
    return entry


def _unquoted(quoted: str) -> str:
    plain = quoted[1:-1]
    if "\\" not in plain and '"' not in plain and quoted == f'"{plain}"':
        return plain  # nearly every line; Python's own reader costs many times as much
    found = ast.literal_eval(quoted.strip())
    if not isinstance(found, str):
        raise ValueError(f"not a string: {quoted}")
    return found


def _form(keyword: str) -> int:
    """0 of `msgstr`, 2 of `msgstr[2]`."""
    return int(keyword.removeprefix("msgstr").strip("[]") or 0)


def translations_of(path: Path) -> gettext.GNUTranslations:
    """The catalogue in that file. Raises OSError, ValueError."""
    return compiled(entries_of(path.read_text(encoding="utf-8")))


def compiled(entries: Iterator[Entry]) -> gettext.GNUTranslations:
    """The catalogue as the standard library reads it: a .mo file that is never written down. What is not translated is left out."""
    texts: dict[str, str] = {}
    for entry in entries:
        forms = [entry.translations[number] for number in sorted(entry.translations)]
        if not all(forms) or not forms or (entry.is_fuzzy and entry.message):
            continue
        key = f"{entry.key}\0{entry.plural}" if entry.plural else entry.key
        texts[key] = "\0".join(forms)
    return gettext.GNUTranslations(io.BytesIO(_machine_object(texts)))


def _machine_object(texts: Mapping[str, str]) -> bytes:
    """The GNU .mo format: a header, two tables of (length, offset), the strings."""
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    keys, values = [key for key, _ in pairs], [value for _, value in pairs]
    header, strings = 7 * 4, [one + b"\0" for one in (*keys, *values)]
    offsets = accumulate((len(one) for one in strings), initial=header + 16 * len(pairs))
    tables = [struct.pack("<II", len(one) - 1, offset) for one, offset in zip(strings, offsets, strict=False)]
    begin = struct.pack("<7I", _MAGIC, 0, len(pairs), header, header + 8 * len(pairs), 0, 0)
    return b"".join([begin, *tables, *strings])
