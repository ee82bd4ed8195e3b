"""The command line that all benchmarks of quality have in common."""

import argparse
from collections.abc import Sequence
from pathlib import Path


def parser_of(name: str, about: str | None, modes: Sequence[str]) -> argparse.ArgumentParser:
    """What a run does, where its results go, and what it may cost; `plan` is the mode that costs least."""
    parser = argparse.ArgumentParser(
        prog=f"python -m benchmarks.{name}",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--mode", choices=modes, default="plan")
    parser.add_argument(
        "--out", type=Path, required=True, help="results, a line an item; a file for each model"
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=1.0,
        help="US dollars; a run that would cost more does not start (1.0)",
    )
    return parser
