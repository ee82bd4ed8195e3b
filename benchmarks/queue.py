"""`python -m benchmarks.queue [--people 300] [--rounds 2] [--runs 2]`: what each of our differences from procrastinate is worth.

Runs the load benchmark (a fresh process and database each) with our way and with one difference after another taken back, in turns, so
that all see the same machine. Each figure is the median of the runs, and behind it how it compares with ours: above 1 for
turns_per_second, below 1 for the costs, is what the library does better.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from statistics import median

from benchmarks.speed.queue_variants import VARIANTS

FIGURES = (
    "turns_per_second",
    "ack_p99_ms",
    "cpu_ms_per_turn",
    "postgres_cpu_ms_per_turn",
    "round_trips_per_turn",
)
RUN_SECONDS = 600.0

Figures = Mapping[str, float]


def run(queue: str, people: int, rounds: int) -> Figures:
    """One run. Raises subprocess.CalledProcessError when it fails."""
    command = [sys.executable, "-m", "benchmarks.load", "--json", "--people", str(people)]
    command += ["--channels", str(max(people // 10, 1)), "--rounds", str(rounds), "--queue", queue]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=RUN_SECONDS)
    return json.loads(told.stdout)


def table(found: Mapping[str, Sequence[Figures]]) -> str:
    lines = [f"{'':<26}" + "".join(f"{name:>28}" for name in FIGURES)]
    ours = {name: median(one[name] for one in found["ours"]) for name in FIGURES}
    for queue, runs in found.items():
        cells = [_cell([one[name] for one in runs], ours[name]) for name in FIGURES]
        lost = sum(one["lost"] + one["answered_twice"] for one in runs)
        lines.append(
            f"{queue:<26}" + "".join(f"{cell:>28}" for cell in cells) + (f"  {lost:.0f} lost" if lost else "")
        )
    return "\n".join(lines)


def _cell(values: Sequence[float], ours: float) -> str:
    return (
        f"{median(values):.1f} ({min(values):.1f}-{max(values):.1f}) x{median(values) / max(ours, 0.01):.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Our way with the queue beside procrastinate's own.")
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--only", nargs="*", choices=VARIANTS, default=list(VARIANTS))
    chosen = parser.parse_args()
    found: dict[str, list[Figures]] = {}
    for _ in range(chosen.runs):
        for queue in dict.fromkeys(("ours", *chosen.only)):
            found.setdefault(queue, []).append(run(queue, chosen.people, chosen.rounds))
            print(queue, found[queue][-1], file=sys.stderr)
    print(table(found))


if __name__ == "__main__":
    main()
