"""The command line."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict

import uvloop

from benchmarks import fuzz
from benchmarks.fuzz.running import fuzzed, table
from benchmarks.fuzz.target import Tally
from benchmarks.fuzz.targets import TARGETS

SHOWN_MAX = 3
"""Tracebacks of one target that are printed."""


async def run(*, seconds: float, seed: int, only: str) -> Sequence[Tally]:
    """The targets one after another, each for its share of the time."""
    targets = [target for make in TARGETS if only in ((target := make()).name, "")]
    tallies: list[Tally] = []
    for target in targets:
        try:
            await target.open()
            end = time.monotonic() + seconds / len(targets)
            tallies.append(await fuzzed(target, seed=seed, goes_on=lambda _, end=end: time.monotonic() < end))
        finally:
            await target.close()
    return tallies


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzz",
        description=fuzz.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--minutes", type=float, required=True, help="of all targets together")
    parser.add_argument("--only", default="", help="the name of one target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    arguments = parser.parse_args()
    tallies = uvloop.run(run(seconds=arguments.minutes * 60, seed=arguments.seed, only=arguments.only))
    print("\n".join(json.dumps(asdict(tally)) for tally in tallies) if arguments.json else table(tallies))
    for tally in tallies:
        for told in tally.tracebacks[:SHOWN_MAX]:
            print(f"\n{told}", file=sys.stderr)
    return 0 if tallies and all(tally.is_clean for tally in tallies) else 1


if __name__ == "__main__":
    sys.exit(main())
