"""Finds the commands that the documents tell a reader to type, in blocks of code and in sentences."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = {"CHANGELOG.md"}
"""What was said at the time: commands of earlier versions stand there rightly."""
PROGRAMS = (
    "python", ".venv/bin/python", "pytest", "pip", "git", "docker", "kubectl", "systemctl", "pg_dump", "psql",
    "openssl", "curl", "apt-get", "uv", "weed", "nginx", "caddy", "sudo", "cp", "tar", "npm",
)  # fmt: skip
_BLOCK = re.compile(r"^[ ]*```(\w*)\n(.*?)^[ ]*```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_MAKE = re.compile(r"make [a-z][a-z-]*( [A-Z]+=.*)?")
"""A target, and what it is given: `make it night` is said to the bot."""
_SETTING = re.compile(r"[A-Z][A-Z0-9_]*=")
_SHELLS = ("sh", "bash", "")


def documents(root: Path = ROOT) -> Sequence[Path]:
    """What people read, and the files beside it that speak to operators in comments."""
    pages = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("deploy/**/*.md"), *root.glob("benchmarks/*/*.md")]  # fmt: skip
    spoken = [*root.glob("deploy/**/*.yaml"), *root.glob("deploy/**/*.service"), root / "compose.yaml"]
    return [path for path in sorted([*pages, *spoken]) if path.name not in LEFT_OUT and path.is_file()]


def commands(path: Path) -> Iterator[str]:
    """Each command of one document, as it is written there without its comment; several times where it stands several times.

    >>> is_command("make it night"), is_command("make chat"), is_command("pg_dump")
    (False, True, False)
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".md":
        text = "\n".join(line.partition("#")[2].strip() for line in text.splitlines())
        yield from (line for line in map(_bare, text.splitlines()) if is_command(line))
    for language, block in _BLOCK.findall(text):
        if language in _SHELLS:
            yield from (line for line in map(_bare, block.splitlines()) if is_command(line))
    for span in _SPAN.findall(_BLOCK.sub("", text)):
        if is_command(found := " ".join(span.split())):
            yield found


def is_command(text: str) -> bool:
    """Whether a shell would be given this: a program with what it is to do. The name of a program alone is a word of a sentence."""
    if _MAKE.fullmatch(text):
        return True
    words = text.split()
    while words and _SETTING.match(words[0]):
        words = words[1:]
    return len(words) > 1 and words[0] in PROGRAMS


def settings_blocks(path: Path) -> Iterator[str]:
    """Blocks of code that are lines of a file `.env`."""
    for language, block in _BLOCK.findall(path.read_text(encoding="utf-8")):
        if (
            language in _SHELLS
            and _SETTING.match(block.lstrip())
            and not any(map(is_command, block.splitlines()))
        ):
            yield block


def _bare(line: str) -> str:
    """Without its comment, which stands apart."""
    return re.split(r"\s{2,}|\s#", line.strip())[0]
