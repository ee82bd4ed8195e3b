"""Real photographs, which are no part of the project: those that come with scikit-image, a development dependency."""

import os
from importlib.util import find_spec
from pathlib import Path


def photograph_path(name: str) -> Path:
    """Where the photograph of that name is: in ATELIER_TEST_IMAGES, or in scikit-image's data (chelsea, coffee, astronaut, rocket).
    Raises FileNotFoundError."""
    given = os.environ.get("ATELIER_TEST_IMAGES")
    found = (Path(given) if given else _packaged()) / name
    if not found.is_file():
        raise FileNotFoundError(f"no photograph {name} in {found.parent}")
    return found


def _packaged() -> Path:
    """Found without importing the package, which takes seconds."""
    spec = find_spec("skimage")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("scikit-image is not installed: see `dev` in pyproject.toml")
    return Path(spec.submodule_search_locations[0]) / "data"
