"""When is a question worth it? Utility and questions of six rules at three prices, with and without memory.

    python -m benchmarks.asking [--out asking.jsonl]

A simulation on a described synthetic set (world.py), and named so: it says how rules compare under the arithmetic of the core
(agent/planning/ask_policy.py), not how people like being asked. Rules with a knob have it set on the other half of the set, for each
price; ours goes by the price alone. It calls no model and costs nothing. --out keeps a line for each request.
"""

import argparse
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.asking.rules import RULES, utility
from benchmarks.asking.world import ITEMS, OpenRequest, requests
from benchmarks.quality.records import Records

PRICES = (0.05, 0.15, 0.30)
"""Of a question, as a share of a wholly spoilt picture; the core's own are 0.1 and 0.25."""
WORLDS: Mapping[str, tuple[bool, float]] = {
    "no memory": (False, 1.0), "memory": (True, 1.0), "memory, over-confident": (True, 2.0),
}  # fmt: skip
"""Whether earlier choices are known, and how sharply the planner believes."""


def knob_of(rule: str, price: float, known: Sequence[OpenRequest]) -> float:
    """The rule's best knob at this price, on requests that it is not judged by."""
    choose, knobs = RULES[rule]
    return max(knobs, key=lambda knob: sum(utility(r, choose(r.gaps, price, knob), price) for r in known))


def run(*, seed: int, count: int, out: Records | None) -> Sequence[Mapping[str, Any]]:
    done = dict(out.read()) if out else {}
    for world, (memory, sharpness) in WORLDS.items():
        whole = requests(seed=seed, count=2 * count, memory=memory, sharpness=sharpness)
        known, judged = whole[:count], whole[count:]
        knobs = {(rule, price): knob_of(rule, price, known) for rule in RULES for price in PRICES}
        for request in judged:
            record: dict[str, Any] = {
                "id": f"{world} {seed} {request.number}",
                "world": world,
                "rules": _scores(request, knobs),
            }
            if record["id"] not in done:
                done[record["id"]] = record
                if out:
                    out.add(record)
    return list(done.values())


def _scores(request: OpenRequest, knobs: Mapping[tuple[str, float], float]) -> Mapping[str, Sequence[float]]:
    """By rule and price: utility and questions."""
    found: dict[str, Sequence[float]] = {}
    for (rule, price), knob in knobs.items():
        asked = RULES[rule][0](request.gaps, price, knob)
        found[f"{rule} {price}"] = (round(utility(request, asked, price), 5), len(asked))
    return found


def table(records: Sequence[Mapping[str, Any]]) -> str:
    lines = [
        f"Asking, a simulation on a synthetic set of {len(records) // len(WORLDS)} requests: utility, less is lost nearer to 0 (95 %), and "
        "questions a request.", "", f"{'':<24}{'':<14}" + "".join(f"{f'price {price}':>28}" for price in PRICES),
    ]  # fmt: skip
    for world in WORLDS:
        of = [record["rules"] for record in records if record["world"] == world]
        for rule in RULES:
            cells = [_cell([scores[f"{rule} {price}"] for scores in of]) for price in PRICES]
            lines.append(
                f"{world if rule == 'never' else '':<24}{rule:<14}" + "".join(f"{cell:>28}" for cell in cells)
            )
    return "\n".join(lines)


def _cell(scores: Sequence[Sequence[float]]) -> str:
    values = [value for value, _ in scores]
    half = 1.96 * statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return (
        f"{statistics.fmean(values):.3f} ±{half:.3f}, {statistics.fmean(asked for _, asked in scores):.2f} q"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.asking",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--items", type=int, default=ITEMS, help=f"requests that are judged; as many set the knobs ({ITEMS})"
    )
    parser.add_argument("--out", type=Path, help="keep a line for each request, and leave out what is there")
    arguments = parser.parse_args()
    try:
        out = Records(arguments.out) if arguments.out else None
        print(table(run(seed=arguments.seed, count=arguments.items, out=out)))
        return 0
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
