"""What tests/forked_workers.py promises, in a run of its own on a small house of tests."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import START_SECONDS

ROOT = Path(__file__).parent.parent
CONFTEST = "from tests.forked_workers import pytest_xdist_setupnodes\n"
SAYS_WHO_READ_IT_IN = """
import os
import pytest

READ_IN_BY = os.getpid()

@pytest.mark.parametrize("number", range(3))
def test_told(number):
    print(f"read in by {READ_IN_BY} run by {os.getpid()}")
"""


def run(folder: Path, **files: str) -> str:
    """What `-n 2` says of these files of tests."""
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    (folder / "conftest.py").write_text(CONFTEST)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "-rP", "-p", "no:cacheprovider", "--dist", "loadfile", "--max-worker-restart", "1"],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        timeout=START_SECONDS, check=False,
    )  # fmt: skip
    return ended.stdout + ended.stderr


def test_files_are_read_in_once_for_all_workers(tmp_path: Path) -> None:
    said = run(tmp_path, test_one=SAYS_WHO_READ_IT_IN, test_two=SAYS_WHO_READ_IT_IN)

    read, ran = zip(*re.findall(r"read in by (\d+) run by (\d+)", said), strict=True)
    assert "6 passed" in said
    assert len(set(read)) == 1, said
    assert len(set(ran)) == 2, said
    assert not set(read) & set(ran), said


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ("import nothing_of_that_name", "No module named 'nothing_of_that_name'"),
        ("import pytest\npytest.skip('not here', allow_module_level=True)", "1 skipped"),
        ("import os\ndef test_that_dies():\n    os.abort()", "crashed while running 'test_trouble.py"),
    ],
    ids=["cannot be read in", "is left out", "ends its worker"],
)
def test_what_goes_wrong_in_a_file_is_told_and_the_others_go_on(
    tmp_path: Path, trouble: str, told: str
) -> None:
    said = run(tmp_path, test_good=SAYS_WHO_READ_IT_IN, test_trouble=trouble)

    assert told in said, said
    assert "test_told[2]" in said, said
