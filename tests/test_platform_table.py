"""docs/platforms.md: each line names the tests that hold it, and they exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_line_of_the_table_names_tests_that_exist() -> None:
    known = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", path.read_text())
    }
    written = (ROOT / "docs/platforms.md").read_text().splitlines()
    heads = {number - 1 for number, line in enumerate(written) if line.startswith("| ---")}
    lines = [
        line
        for number, line in enumerate(written)
        if line.startswith("| ") and not line.startswith("| ---") and number not in heads
    ]

    assert lines
    for line in lines:
        named = re.findall(r"`(test_\w+)`", line)
        assert named, line
        assert not (missing := {*named} - known), missing
