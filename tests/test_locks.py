"""The hashed locks hold for every Python that Atelier runs on: what a package needs there stands in them, and is installed there."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
LOCKS = {
    "requirements-server.txt": (),
    "requirements.txt": ("local",),
    "requirements-dev.txt": ("local", "dev"),
}
_PIN = re.compile(r"^([A-Za-z0-9][^\s\\]*==[^\\\n]*?)\s*\\?$", re.MULTILINE)


def locked(lock: str, python: str) -> dict[str, Requirement]:
    """By name: what is installed from this lock there."""
    pins = [Requirement(pin) for pin in _PIN.findall((ROOT / lock).read_text(encoding="utf-8"))]
    return {canonicalize_name(pin.name): pin for pin in pins if holds(pin, python)}


def holds(requirement: Requirement, python: str, extra: str = "") -> bool:
    there = {"python_version": python, "python_full_version": f"{python}.0", "extra": extra}
    return requirement.marker is None or requirement.marker.evaluate(there)


def wanted(lock: str) -> list[Requirement]:
    """What the project itself names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"]]
    for extra in LOCKS[lock]:
        named += project["optional-dependencies"][extra]
    return [Requirement(each) for each in named]


def needed(pin: Requirement, extras: set[str], python: str) -> Iterator[Requirement]:
    """What a package says it needs there; nothing where it is not installed here, being for another Python or system."""
    try:
        said = requires(pin.name) or []
    except PackageNotFoundError:
        return
    for each in map(Requirement, said):
        if any(holds(each, python, extra) for extra in ("", *extras)):
            yield each


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_whole_for_each_python(lock: str, python: str) -> None:
    there = locked(lock, python)
    waiting = [each for each in wanted(lock) if holds(each, python)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        each = waiting.pop()
        name, extras = canonicalize_name(each.name), set(each.extras)
        assert name in there, f"{each} is missing on Python {python}"
        version = str(there[name].specifier).removeprefix("==")
        assert each.specifier.contains(version, prereleases=True), f"{each}, and {version} is locked"
        if (name, str(extras)) not in seen:
            seen.add((name, str(extras)))
            waiting += needed(there[name], extras, python)


def test_every_pin_has_its_hashes() -> None:
    for lock in LOCKS:
        text = (ROOT / lock).read_text(encoding="utf-8")
        for block in re.split(r"\n(?=[A-Za-z0-9])", text):
            assert "--hash=sha256:" in block, f"{lock}: {block[:60]}"


@pytest.mark.parametrize(
    ("there", "installs"), [(True, "uv pip install --python "), (False, "-m pip install ")]
)
def test_make_installs_with_uv_where_it_is_there_and_checks_hashes_either_way(
    there: bool, installs: str, tmp_path: Path
) -> None:
    make = shutil.which("make")
    assert make is not None
    for name in ("sh", *(("uv",) if there else ())):
        (tmp_path / name).symlink_to(shutil.which("sh") or "/bin/sh")

    told = subprocess.run(
        [make, "--dry-run", "--always-make", "venv"], cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True,
        timeout=PATIENCE_SECONDS, check=True,
    ).stdout  # fmt: skip

    (line,) = [line for line in told.splitlines() if "requirements.txt" in line]
    assert installs in line
    assert "--require-hashes -r requirements.txt" in line
