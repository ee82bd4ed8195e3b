"""Real photographs, which are no part of the project: from ATELIER_TEST_IMAGES, or the folder beside the checkout."""

import os
from pathlib import Path

import pytest


def photograph_path(name: str) -> Path:
    """Where the photograph of that name is. The test is skipped, with a plain word, where there is none."""
    given = os.environ.get("ATELIER_TEST_IMAGES")
    folder = Path(given) if given else Path(__file__).parents[2] / "shared" / "images"
    found = folder / name
    if not found.is_file():
        pytest.skip(f"no photograph {name} in {folder}; set ATELIER_TEST_IMAGES to a folder that has it")
    return found
