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


OWN_TIME = "tests/benchmarks/test_latency_benchmark.py"
SLEEPERS = {
    OWN_TIME: "a loop that counts its seconds without waiting for them",
    "tests/adapters/http/test_fetcher.py": "a server that says a byte at a time",
    "tests/conversations/house.py": "looks at the database, with less patience once it was in vain",
    "tests/e2e/processes/bot_process.py": "looks at a process, and that it lives",
    "tests/patience.py": "looks at what tells nobody",
    "tests/worlds/acting_bot.py": "a bot that takes its time, as a test scripts it",
    "tests/worlds/discord_wire.py": "the adapter's own pauses, shortened",
    "tests/worlds/house.py": "a web that takes its time, as a test scripts it",
    "tests/worlds/telegram_bench.py": "the adapter's own pauses, shortened",
}
"""Where a test's code lets time pass, and why. Elsewhere it waits for what it needs (tests/patience.py): a pause is too short on a machine
at work, and too long on every other."""
CLIENTS = ("AsyncClient", "Client")
"""Wait for five seconds where nothing else is said; what has a transport stays within the process."""
WAITS = ("timeout", "timeout_at", "wait", "wait_for")


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


def calls(path: Path, *modules: str) -> Iterator[tuple[str, ast.Call]]:
    """Calls of these modules' functions, by the function's name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in modules:
                yield node.func.attr, node


def number_in(call: ast.Call) -> float | None:
    """The seconds that a call names as a bare number."""
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "timeout")]
    return next(
        (
            each.value
            for each in given
            if isinstance(each, ast.Constant) and isinstance(each.value, int | float)
        ),
        None,
    )


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


def test_time_passes_in_a_test_only_where_that_is_its_matter() -> None:
    """`sleep(0)` lets others run, and is no pause."""
    sleepers = {
        named(path)
        for path in files("tests")
        if path.suffix == ".py"
        for name, call in calls(path, "asyncio", "time")
        if name == "sleep" and number_in(call) != 0
    }

    assert sleepers == set(SLEEPERS)


def test_no_test_waits_by_a_limit_of_its_own() -> None:
    """What is quick alone takes ten times as long beside others: tests/patience.py says how long is waited."""
    limits = {
        f"{named(path)}:{call.lineno}"
        for path in files("tests")
        if path.suffix == ".py" and named(path) != OWN_TIME
        for name, call in calls(path, "asyncio", "httpx")
        if (name in WAITS and number_in(call) is not None)
        or (name in CLIENTS and not {"timeout", "transport", None} & {word.arg for word in call.keywords})
    }

    assert limits == set()
