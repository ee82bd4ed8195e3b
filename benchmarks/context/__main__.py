"""`python -m benchmarks.context [--json]`: does the bot do what was meant? Scripted messages (FORMAT.md) through the real core, with the
configured planner: the built-in one, or the chat model that `python -m bot` would take. No picture is drawn or judged.

One half was written by somebody who did not build the planner ("unseen"); --half chooses. With --out FILE each item's verdict is kept as
a line of JSON, and a further run leaves out what is there: what was paid for is not paid for twice; a file for each model. With a model the
web is searched as the bot would; ATELIER_SEARCH=off keeps a run to the model alone.
"""

import argparse
import asyncio
import json
import logging
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from agent.errors import AtelierError
from benchmarks.context.figures import Plans, Result, figures, misses, name_of, result_of, table
from benchmarks.context.items import KINDS, Item, read_items
from benchmarks.context.outcomes import Outcome
from benchmarks.context.player import Player
from benchmarks.context.result_file import ResultFile, is_of
from benchmarks.context.stage import Stage, open_stage
from benchmarks.context.verdicts import judge

HERE = Path(__file__).parent
UNSEEN = HERE / "unseen.toml"
SEEN = (HERE / "seen.toml", HERE / "seen_sample.toml")
"""The first that is there."""
TIMEOUT_SECONDS = 120.0
AT_ONCE = 4

log = logging.getLogger(__name__)


def data_files(half: str, data: Path | None) -> Sequence[Path]:
    if data is not None:
        return [data]
    seen = next((path for path in SEEN if path.exists()), None)
    found = {"seen": [seen], "unseen": [UNSEEN], "both": [seen, UNSEEN]}[half]
    return [path for path in found if path is not None]


def chosen_items(items: Sequence[Item], *, kinds: Sequence[str], limit: int | None, seed: int) -> list[Item]:
    """Those of the kinds; of more than `limit`, as many by lot (the same for the same seed), in the order of the files."""
    wanted = [item for item in items if not kinds or item.kind in kinds]
    if limit is None or limit >= len(wanted):
        return wanted
    drawn = set(random.Random(seed).sample(range(len(wanted)), limit))
    return [item for number, item in enumerate(wanted) if number in drawn]


async def play_all(
    items: Sequence[Item], *, stage: Stage, at_once: int, timeout_seconds: float, out: ResultFile
) -> list[Result]:
    """In the order given."""
    places = asyncio.Semaphore(at_once)

    async def one(item: Item) -> Result:
        async with places:
            try:
                outcome = await Player(stage=stage, item=item, timeout_seconds=timeout_seconds).play()
            except (
                Exception
            ) as error:  # whatever it is, the other items are played, and this one is told as wrong
                log.exception("item failed")
                outcome = Outcome(reply="failed", text=f"{type(error).__name__}: {error}")
        result = result_of(item, judge(item, outcome))
        out.add(result)
        return result

    return list(await asyncio.gather(*(one(item) for item in items)))


async def run(arguments: argparse.Namespace) -> int:
    paths = data_files(arguments.half, arguments.data)
    items = [item for path in paths for item in read_items(path)]
    kinds = [kind.strip() for kind in arguments.kinds.split(",") if kind.strip()]
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise ValueError(f"no such kind: {', '.join(unknown)}. There are {', '.join(KINDS)}")
    chosen = chosen_items(items, kinds=kinds, limit=arguments.limit, seed=arguments.seed)
    out = ResultFile(arguments.out)
    results = dict(out.read())
    left = [item for item in chosen if not is_of(results.get(name_of(item)), item)]
    begun, plans = time.monotonic(), Plans()
    if left:
        async with open_stage() as stage:
            print(", ".join(f"{part}: {what}" for part, what in stage.described.items()), file=sys.stderr)
            fresh = await play_all(
                left, stage=stage, at_once=arguments.at_once, timeout_seconds=arguments.timeout, out=out
            )
            results |= {result.name: result for result in fresh}
            plans = Plans(seconds=tuple(stage.planner.seconds), cost_usd=stage.planner.cost_usd)
    told = [results[name_of(item)] for item in chosen]
    if arguments.misses:
        print(misses(told), file=sys.stderr if arguments.json else sys.stdout)
    seconds = time.monotonic() - begun
    print(json.dumps(figures(told)) if arguments.json else table(told, plans=plans, seconds=seconds))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.context",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--half", choices=("seen", "unseen", "both"), default="both")
    parser.add_argument("--kinds", default="", help="only these, separated by commas")
    parser.add_argument("--limit", type=int, help="at most so many items, by lot")
    parser.add_argument("--seed", type=int, default=0, help="of the lot")
    parser.add_argument("--data", type=Path, help="another file of items")
    parser.add_argument("--misses", action="store_true", help="tell what went wrong, item by item")
    parser.add_argument(
        "--out", type=Path, help="keep each verdict here, and leave out what is there already"
    )
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help=f"items played side by side ({AT_ONCE})")
    parser.add_argument(
        "--timeout", type=float, default=TIMEOUT_SECONDS, help="seconds that one answer may take"
    )
    try:
        return asyncio.run(run(parser.parse_args()))
    except (AtelierError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
