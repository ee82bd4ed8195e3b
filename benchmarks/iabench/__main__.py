"""IA-Bench as far as it can be had: a re-creation of our own of its four capabilities and 17 subtasks, ten items each.

    python -m benchmarks.iabench --mode plan --out iabench.jsonl

The original was never released, so its figures and ours are not of the same items. Items of memory run over several sessions, through
the real memory. A pass takes every entry of the checklist; "Overall" is the published IA-score (0.3 plan, 0.3 reason, 0.3 search, 0.1
memory).
"""

import sys
from pathlib import Path

from benchmarks.iabench.items import DATA, PAPER, SCALE, SUBTASKS, read_all
from benchmarks.quality.checklist_run import main_of, parser_of


def main() -> int:
    parser = parser_of("iabench", __doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="another folder of the four files")
    parser.add_argument("--subtasks", default="", help="only these, separated by commas")
    arguments = parser.parse_args()
    wanted = [name.strip() for name in arguments.subtasks.split(",") if name.strip()]
    try:
        if unknown := [name for name in wanted if name not in SUBTASKS]:
            raise ValueError(f"no such subtask: {', '.join(unknown)}. There are {', '.join(SUBTASKS)}")
        items = [item for item in read_all(arguments.data) if not wanted or item.group in wanted]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    code = main_of("iabench", arguments, items, SCALE)
    if code == 0:
        print(f"\n{PAPER}")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
