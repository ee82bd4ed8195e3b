"""What the documents name exists: files, settings, commands, make targets, and what they link to."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.__main__ import parser
from bot.commands.chat import HISTORY_FILE, LOG_FILE
from bot.postgres.database import DATABASE_FOLDER
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("deploy/**/*.md"),
        *ROOT.glob("benchmarks/*/*.md"),
    ]
)
FOLDERS = (
    "adapters",
    "agent",
    "bot",
    "db",
    "deploy",
    "docs",
    "benchmarks",
    "migrations",
    "simulators",
    "tests",
)
IN_DATA_DIR = {DATABASE_FOLDER, LOG_FILE, HISTORY_FILE, "pictures", "exports"}
"""What the bot writes below ATELIER_DATA_DIR; the last two are the console's gallery."""
_SETTING = re.compile(
    r"\b(?:ATELIER|OPENAI|GEMINI|OPENROUTER|DISCORD|TELEGRAM|DATABASE|POSTGRES)_[A-Z][A-Z_]*\b"
)
_CODE = re.compile(r"^```[^\n]*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FILE = re.compile(
    r"(?<![\w./-])[\w.-]*[A-Za-z_][\w.-]*(?:/[\w.-]+)*(?:\.(?:py|sql|toml|yaml|md|js|css)\b|/(?![\w<{…]))"
)
_IMAGE_OR_URL = re.compile(r"\w+://\S*|<[^>]*>")


def each(found: "Iterator[tuple[Path, str]]") -> list[object]:
    return [pytest.param(path, what, id=f"{path.name}: {what[:60]}") for path, what in dict.fromkeys(found)]


def code_of(path: Path) -> Iterator[str]:
    """Lines of code blocks without their comments, and code within sentences."""
    for block, span in _CODE.findall(path.read_text(encoding="utf-8")):
        for line in (block or span).splitlines():
            yield line.partition(" #")[0].strip()


def settings() -> Iterator[tuple[Path, str]]:
    for path in DOCUMENTS:
        yield from ((path, name) for name in _SETTING.findall(path.read_text(encoding="utf-8")))


def commands(beginning: str) -> Iterator[tuple[Path, str]]:
    for path in DOCUMENTS:
        for line in code_of(path):
            found = re.search(rf"python -m {re.escape(beginning)}([^|;&]*)", line)
            if found:
                yield path, found[1].strip()


def targets() -> Iterator[tuple[Path, str]]:
    for path in DOCUMENTS:
        for line in code_of(path):
            if found := re.fullmatch(r"make ([a-z-]+)", line):
                yield path, found[1]


def files() -> Iterator[tuple[Path, str]]:
    for path in DOCUMENTS:
        for code in code_of(path):
            for name in _FILE.findall(_IMAGE_OR_URL.sub("", code)):
                if not code.startswith(("/", "python", ".venv", "http")) and "NNNN" not in name:
                    yield path, name


def links() -> Iterator[tuple[Path, str]]:
    for path in DOCUMENTS:
        for target in _LINK.findall(path.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                yield path, target


@cache
def tree() -> frozenset[str]:
    """Files and folders of the project, each as "/path"; folders end in a slash."""
    found: set[str] = {f"/{path.name}" for path in ROOT.iterdir() if path.is_file()}
    for folder in FOLDERS:
        found.add(f"/{folder}/")
        for path in (ROOT / folder).rglob("*"):
            found.add(f"/{path.relative_to(ROOT).as_posix()}{'/' if path.is_dir() else ''}")
    return frozenset(found)


@cache
def sources() -> str:
    """Where names that are no settings of the bot may come from: the compose file and the tests' own switches."""
    read = [ROOT / "compose.yaml", ROOT / "Dockerfile", *ROOT.glob("tests/**/*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in read if path != Path(__file__))


@pytest.mark.parametrize(("path", "name"), each(settings()))
def test_a_setting_exists(path: Path, name: str) -> None:
    known = {field.alias for field in Settings.model_fields.values()}

    assert name in known or f"{name}" in sources()


def test_every_setting_is_documented() -> None:
    """All but what only tests set."""
    said = {name for _, name in settings()}

    assert {str(field.alias) for field in Settings.model_fields.values()} - said == {"ATELIER_CRASH_AT"}


def anchor_of(heading: str) -> str:
    """As pages of Markdown name it.

    >>> anchor_of("Replies are refused")
    'replies-are-refused'
    """
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize(("path", "line"), each(commands("bot ")))
def test_a_command_of_the_bot_is_understood(path: Path, line: str) -> None:
    if line.rstrip() in ("", "..."):
        return
    parser().parse_args(
        shlex.split(re.sub(r"[\[\]]", "", line))
    )  # brackets stand around what may be left out


@pytest.mark.parametrize(("path", "line"), each(commands("benchmarks.")))
def test_a_benchmark_exists_with_its_options(path: Path, line: str) -> None:
    name, *rest = shlex.split(line)

    assert any((ROOT / "benchmarks" / f"{name}{end}").exists() for end in (".py", "/__main__.py"))
    # Several share options that a module beside them adds.
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "benchmarks").rglob("*.py"))
    for option in (word.partition("=")[0] for word in rest if word.startswith("--")):
        assert f'"{option}"' in source


@pytest.mark.parametrize(("path", "target"), each(targets()))
def test_a_make_target_exists(path: Path, target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("path", "name"), each(files()))
def test_a_file_exists(path: Path, name: str) -> None:
    """By its path, or by the end of it where the sentence says in which folder."""
    known = any(each.endswith(f"/{name.lstrip('./')}") for each in tree())
    assert known or name.rstrip("/") in IN_DATA_DIR, f"{path.name} names {name}"


@pytest.mark.parametrize(("path", "target"), each(links()))
def test_a_link_leads_somewhere(path: Path, target: str) -> None:
    name, _, anchor = target.partition("#")
    there = (path.parent / name).resolve() if name else path

    assert there.exists()
    if anchor:
        headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in {anchor_of(heading) for heading in headings}


def pins() -> Iterator[tuple[Path, str]]:
    """What a reader is told to install beside the locks."""
    for path in DOCUMENTS:
        for line in code_of(path):
            if line.startswith("pip install "):
                yield from ((path, pin) for pin in re.findall(r'"([\w.-]+==[\w.]+)"', line))


@pytest.mark.parametrize(("path", "pin"), each(pins()))
def test_what_is_to_be_installed_is_what_was_tried(path: Path, pin: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tried = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]

    assert pin in tried


def test_a_file_of_the_data_folder_is_looked_for_too() -> None:
    """Its name has no ending by which the others are known."""
    named = re.compile(r"ATELIER_DATA_DIR/([\w.-]+)")
    for path in DOCUMENTS:
        assert set(named.findall(path.read_text(encoding="utf-8"))) <= IN_DATA_DIR, path.name
