"""The house's limits: how long a file and a function are, how many modules a room has, and which root may import which."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = ("agent", "adapters", "db", "bot")
ROOTS = (*PRODUCT, "benchmarks", "simulators", "tests", "migrations")
KINDS = (".py", ".js", ".css", ".html", ".sql")
LINES_MAX = 300
FUNCTION_LINES_MAX = 50
MODULES_MAX = 20
NEVER = {"benchmarks": {"tests"}, "simulators": {*PRODUCT, "benchmarks", "tests"}} | {
    root: {"benchmarks", "simulators", "tests"} for root in PRODUCT
}
"""Root to the roots that it does not import. Layers within the product are import-linter's."""


def files(*roots: str) -> Iterator[Path]:
    for root in roots:
        yield from (path for path in sorted((ROOT / root).rglob("*")) if path.is_file())


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """The roots that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_no_file_is_longer_than_can_be_read_at_once() -> None:
    lengths = {
        named(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(*ROOTS)
        if path.suffix in KINDS
    }

    assert len(lengths) > 1_000
    assert {name: lines for name, lines in lengths.items() if lines > LINES_MAX} == {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a module, inner ones too, and its lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{named(path)}::{node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_longer_than_can_be_held_in_mind() -> None:
    found = [each for path in files(*ROOTS) if path.suffix == ".py" for each in functions(path)]

    assert len(found) > 10_000
    assert {name: lines for name, lines in found if lines > FUNCTION_LINES_MAX} == {}


def test_no_room_holds_more_modules_than_can_be_looked_over() -> None:
    rooms: dict[str, int] = {}
    for path in files(*ROOTS):
        if path.suffix == ".py" and path.name != "__init__.py":
            rooms[named(path.parent)] = rooms.get(named(path.parent), 0) + 1

    assert len(rooms) > 100
    assert {room: count for room, count in rooms.items() if count > MODULES_MAX} == {}


@pytest.mark.parametrize("root", NEVER)
def test_a_root_imports_only_what_it_may(root: str) -> None:
    modules = [path for path in files(root) if path.suffix == ".py"]

    assert modules
    assert {named(path): bad for path in modules if (bad := imported(path) & NEVER[root])} == {}
