"""`python -m benchmarks.first_paint [--against COMMIT] [--loads 15] [--json]`: how soon the page is there, beside that of an older commit.

Both are served as their own code serves them, with a database each, and loaded in turn by one real Chromium, so that what else the machine
does slows both. Told are medians in milliseconds of two moments, with nothing kept by the browser (cold) and with what it kept (warm): the
first paint that shows something, and when somebody could write; and how they compare. The default is the last commit before names belonged
to people and before the page spoke eighteen languages.
"""

import argparse
import asyncio
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from benchmarks.gallery import ARGUMENTS, PROGRAMS, tell
from simulators.fresh_machine import ROOT, clean_environment

AGAINST = "775fe138"
START_SECONDS = 90
STOP_SECONDS = 40
_MOMENTS = """() => new Promise((told) => {
  const look = () => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    const box = document.querySelector('#composer-text');
    if (paint && box?.offsetParent && !document.querySelector('dialog[open]')) told([paint.startTime, performance.now()]);
    else requestAnimationFrame(look);
  };
  look();
})"""


@dataclass(slots=True, kw_only=True)
class Served:
    """One of the two pages, and the moments of its loads in milliseconds."""

    address: str
    found: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def medians(self) -> dict[str, float]:
        return {name: round(statistics.median(times), 1) for name, times in self.found.items()}


async def load(browser: Browser, page: Served) -> None:
    """Twice by one visitor: with nothing kept, and again."""
    context = await browser.new_context(viewport={"width": 1280, "height": 820}, locale="en-GB")
    await context.request.post(f"{page.address}/api/session", data={"name": "Ana"})
    tab = await context.new_page()
    for kept in ("cold", "warm"):
        await tab.goto(page.address)
        painted, ready = await tab.evaluate(_MOMENTS)
        page.found.setdefault(f"first paint, {kept}", []).append(painted)
        page.found.setdefault(f"can write, {kept}", []).append(ready)
    await context.close()


async def measure(commit: str, loads: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory(prefix="atelier-paint-") as folder:
        home = Path(folder)
        then = await asyncio.to_thread(_prepared, home, commit)
        async with (
            _bot(then, home / "a") as before,
            _bot(ROOT, home / "b") as now,
            async_playwright() as made,
        ):
            program = next(filter(None, map(shutil.which, PROGRAMS)), None)
            browser = await made.chromium.launch(executable_path=program, args=list(ARGUMENTS))
            for page in (before, now):  # what a server does once
                await load(browser, page)
                page.found.clear()
            for number in range(loads):
                for page in (before, now) if number % 2 else (now, before):
                    await load(browser, page)
            await browser.close()
    medians = {"before": before.medians(), "now": now.medians()}
    ratio = {name: round(medians["now"][name] / value, 2) for name, value in medians["before"].items()}
    return {**medians, "now / before": ratio}


def _prepared(home: Path, commit: str) -> Path:
    """Where the tree of that commit lies now."""
    home.chmod(0o755)  # as root, the embedded Postgres runs as another user
    then, *_ = folders = [home / name for name in ("then", "a", "b")]
    for each in folders:
        each.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", str(then)], input=archive.stdout, check=True)
    return then


@asynccontextmanager
async def _bot(code: Path, home: Path) -> AsyncGenerator[Served]:
    """`python -m bot run` of that tree, with a home of its own."""
    environment = clean_environment(home, ATELIER_DATA_DIR=str(home / "data"), ATELIER_PORT="0")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=code, env={**environment, "PYTHONPATH": str(code)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            while not (line := await process.stdout.readline()).lstrip().count(b"http://"):
                if not line:
                    raise RuntimeError(f"the bot of {code} did not start")
        address = next(word for word in line.decode().split() if word.startswith("http://"))
        yield Served(address=address.rstrip("/.,"))
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), STOP_SECONDS)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--against", default=AGAINST, metavar="COMMIT")
    parser.add_argument("--loads", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    tell(asyncio.run(measure(given.against, given.loads)), as_json=given.json)


if __name__ == "__main__":
    main()
