"""MindBench: current events, weather, characters, knowledge, and reasoning about pictures, by checklist.

    python -m benchmarks.mindbench --data mindbench.jsonl --pictures FOLDER --mode plan --limit 60 --out mind.jsonl

The data is PicoTrex/Mind-Brush's on Hugging Face (no licence, not in this repository): one JSONL file, and the folder that its pictures are
relative to. A picture passes with every entry of its checklist.
"""

import sys
from pathlib import Path

from benchmarks.mindbench.items import PAPER, SCALE, read_items
from benchmarks.quality.checklist_run import main_of, parser_of


def main() -> int:
    parser = parser_of("mindbench", __doc__)
    parser.add_argument("--data", type=Path, required=True, help="the JSONL file")
    parser.add_argument("--pictures", type=Path, help="the folder of its pictures")
    arguments = parser.parse_args()
    try:
        items = read_items(arguments.data, arguments.pictures)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    code = main_of("mindbench", arguments, items, SCALE)
    if code == 0:
        print(f"\n{PAPER}")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
