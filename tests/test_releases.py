"""docs/releasing.md: the version of pyproject.toml and the releases of the CHANGELOG agree."""

import itertools
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NUMBER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
HEADING = re.compile(r"(?P<version>\S+) \((?P<day>\d{4}-\d\d-\d\d)\)")


def wrong_in(version: str, changelog: str) -> list[str]:
    """What does not agree, each as a sentence."""
    wrong = [] if NUMBER.fullmatch(version) else [f"{version} is no X.Y.Z"]
    parts = re.split(r"^## (.*)$", changelog, flags=re.MULTILINE)[1:]
    headings, bodies = parts[0::2], parts[1::2]
    if not headings or headings[0] != "Unreleased":
        wrong.append("the CHANGELOG does not begin with Unreleased")
    releases: list[tuple[tuple[int, ...], date]] = []
    for heading, body in zip(headings[1:], bodies[1:], strict=True):
        found = HEADING.fullmatch(heading)
        if found is None or not NUMBER.fullmatch(found["version"]):
            wrong.append(f"{heading!r} is not X.Y.Z (YYYY-MM-DD)")
            continue
        releases.append((tuple(map(int, found["version"].split("."))), date.fromisoformat(found["day"])))
        if not re.search(r"^- ", body, re.MULTILINE):
            wrong.append(f"{heading} says nothing")
    for (newer, later), (older, earlier) in itertools.pairwise(releases):
        if newer <= older or later < earlier:
            wrong.append(f"{newer} does not come after {older}")
    if releases and version != ".".join(map(str, releases[0][0])):
        wrong.append(f"pyproject.toml says {version}, the latest release is {releases[0][0]}")
    return wrong


def test_version_and_changelog_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert wrong_in(project["version"], (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) == []


RELEASED = "# C\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n- b\n\n## 0.1.0 (2026-11-01)\n- a\n"


@pytest.mark.parametrize(("version", "changelog"), [("0.2.0", RELEASED), ("0.1.0", "## Unreleased\n- a\n")])
def test_what_agrees_is_left_alone(version: str, changelog: str) -> None:
    assert wrong_in(version, changelog) == []


@pytest.mark.parametrize(
    ("version", "changelog", "wrong"),
    [
        ("0.3.0", RELEASED, "pyproject.toml says 0.3.0"),
        ("0.2", RELEASED, "0.2 is no X.Y.Z"),
        ("0.2.0", RELEASED.replace("## Unreleased\n\n", ""), "does not begin with Unreleased"),
        ("0.2.0", RELEASED.replace("(2026-12-01)", "2026-12-01"), "is not X.Y.Z (YYYY-MM-DD)"),
        ("0.2.0", RELEASED.replace("- b\n", ""), "0.2.0 (2026-12-01) says nothing"),
        ("0.2.0", RELEASED.replace("2026-12-01", "2026-10-01"), "does not come after"),
        ("0.2.0", RELEASED.replace("0.1.0", "0.2.0"), "does not come after"),
    ],
)
def test_what_does_not_agree_is_named(version: str, changelog: str, wrong: str) -> None:
    assert wrong in "\n".join(wrong_in(version, changelog))
