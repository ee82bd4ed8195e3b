"""Every catalogue is whole: no stale text, none missing, the same placeholders and marks, and nothing longer than its place allows."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from agent.translation.catalogue import LOCALE
from agent.translation.languages import NAMES
from agent.translation.po_files import Entry, entries_of, translations_of
from tests.agent.translation.glue import has_words, is_apposition
from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).parents[3]
TEMPLATE = LOCALE / "atelier.pot"
CATALOGUES = sorted(LOCALE.glob("*.po"))
KEYWORDS = ("_", "N_", "ngettext:1,2", "pgettext:1c,2")
SAYING = frozenset(
    {"_", "ngettext", "pgettext", "slot_name", "source_words", "in_readers_words", "setting_words", "switch"}
)
_BOUND = re.compile(r"at most (\d+)")
_DISCORD_NAME = re.compile(r"(?!.*[A-ZÀ-ÖØ-Þ])[\w\u0900-\u097F-]{1,32}")
"""As Discord has it: letters and digits of any script, hyphens, lower case."""
_COMMAND = re.compile(r"(?<![\w/])/[a-z]+\b")


@pytest.fixture(scope="module")
def template() -> dict[str, Entry]:
    return {entry.key: entry for entry in entries_of(TEMPLATE.read_text(encoding="utf-8"))}


@cache
def entries(path: Path) -> Sequence[Entry]:
    """Read once for all tests, as by Babel below: a catalogue is nearly two thousand messages."""
    return tuple(entry for entry in entries_of(path.read_text(encoding="utf-8")) if entry.message)


@cache
def as_babel_reads_it(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def test_the_template_holds_what_is_said_and_nothing_else(tmp_path: Path) -> None:
    """`make texts` was not run, where this fails."""
    fresh = tmp_path / "fresh.pot"
    options = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    subprocess.run(
        [
            sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg", "--no-default-keywords", *options,
            "--add-location=file", "--sort-output", "--omit-header", "--add-comments=Translators:", "-w", "120", "-o", str(fresh), ".",
        ],
        cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip

    assert fresh.read_text(encoding="utf-8") == TEMPLATE.read_text(encoding="utf-8")


def marked_inside(source: Path) -> Iterator[str]:
    """Texts that are marked inside of an f-string."""
    strings = (
        node for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.JoinedStr)
    )
    for node in (inside for string in strings for inside in ast.walk(string)):
        match node:
            case ast.Call(func=ast.Name(id="_" | "N_" | "ngettext" | "pgettext"), args=[ast.Constant(), *_]):
                yield f"{source.relative_to(ROOT)}:{node.lineno}"
            case _:
                pass


def test_no_text_is_marked_inside_of_an_f_string() -> None:
    """Python 3.11 reads an f-string as one token: what is marked in it is never gathered, and stays English unseen."""
    sources = (path for top in ("agent", "adapters", "db", "bot") for path in (ROOT / top).rglob("*.py"))

    assert [where for source in sources for where in marked_inside(source)] == []


def glued_at(source: Path) -> Iterator[str]:
    """Sentences that a translated part is put into where the sentence would inflect it."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        match node:
            case ast.Call(
                func=ast.Name(id="_" | "ngettext" | "pgettext"),
                args=[*_, ast.Constant(value=str(text))],
                keywords=parts,
            ):
                names = (part.arg or "" for part in parts if _is_said(part.value))
                if has_words(text) and not all(is_apposition(text, name) for name in names):
                    yield f"{source.relative_to(ROOT)}:{node.lineno} {text}"
            case _:
                pass


def _is_said(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Name(id=name)):
            return name in SAYING
        case _:
            return False


def test_no_sentence_is_glued_from_translated_parts() -> None:
    """Also where no conversation comes by: tests/conversations/test_pseudo_language.py sees the values themselves."""
    sources = (path for top in ("agent", "adapters", "db", "bot") for path in (ROOT / top).rglob("*.py"))

    assert [where for source in sources for where in glued_at(source)] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_has_every_text_and_no_other(path: Path, template: dict[str, Entry]) -> None:
    found = {entry.key: entry for entry in entries(path)}

    assert path.stem in NAMES
    assert set(found) == set(template)
    assert [key for key, entry in found.items() if entry.is_fuzzy] == []
    assert [
        key for key, entry in found.items() if not entry.translations or not all(entry.translations.values())
    ] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_placeholders_commands_and_marks_are_kept(path: Path) -> None:
    wrong: list[tuple[str, str]] = []
    for entry in entries(path):
        for number, said in entry.translations.items():
            source = entry.plural if entry.plural and number else entry.message
            # A form for one or two of a thing may leave the number out.
            missing = (fields(source) ^ fields(said)) - ({"n"} if entry.plural else set())
            marks = [source.count(mark) - said.count(mark) for mark in ("**", "`")]
            commands = set(_COMMAND.findall(source)) - set(_COMMAND.findall(said))
            if missing or any(marks) or commands:
                wrong.append((source, said))

    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_there_are_as_many_plural_forms_as_the_language_has(path: Path) -> None:
    forms = as_babel_reads_it(path).num_plurals

    assert [
        entry.key for entry in entries(path) if entry.plural and set(entry.translations) != set(range(forms))
    ] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_our_reading_of_the_file_is_babels(path: Path) -> None:
    ours = translations_of(path)

    for message in as_babel_reads_it(path):
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            one, many = message.id
            for number in (0, 1, 2, 3, 5, 11, 21, 100, 102):
                assert message.string is not None
                assert ours.ngettext(one, many, number) == message.string[_form(ours, number)]
        elif message.context is not None:
            assert ours.pgettext(message.context, str(message.id)) == message.string
        else:
            assert ours.gettext(str(message.id)) == message.string


def _form(ours: object, number: int) -> int:
    return ours.plural(number)  # type: ignore[attr-defined] # set by the standard library from Plural-Forms


def test_what_a_translator_reads_is_a_whole_text(template: dict[str, Entry]) -> None:
    """No sentence that is glued from parts: nothing begins or ends with a blank."""
    assert [key for key, entry in template.items() if entry.message != entry.message.strip()] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_what_a_platform_bounds_is_within_its_bounds(path: Path) -> None:
    """The context of such a text says how long it may be; a command is one lower-case word."""
    too_long = [
        said
        for entry in entries(path)
        for said in entry.translations.values()
        if (bound := _BOUND.search(entry.context or "")) and len(said) > int(bound[1])
    ]
    wordy = [
        said
        for entry in entries(path)
        for said in entry.translations.values()
        if (entry.context or "").startswith("Discord command") and not _DISCORD_NAME.fullmatch(said)
    ]

    assert (too_long, wordy) == ([], [])
    assert [
        said
        for entry in entries(path)
        if entry.context == "button"
        for said in entry.translations.values()
        if len(said) > 40
    ] == []
