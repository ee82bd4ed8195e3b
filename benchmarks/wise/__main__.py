"""WISE-Verified: does the bot know what a riddle asks for?

    python -m benchmarks.wise --data merge.json --mode plan --limit 60 --out wise.jsonl

plan    whether the plan names the answer; beside it the raw prompt and the chat model asked in one sentence. Needs no image model
direct  the raw prompt is drawn, and judged by the chat model (which has to see)
agent   the plan is drawn, and judged. Pictures are kept beside --out

The models are those that `python -m bot` would take. --out keeps a line for each item: a run that was ended goes on where it was.
"""

import argparse
import asyncio
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.domain.generation import ImageData
from agent.errors import AtelierError
from benchmarks.quality.bench_models import BenchModels, bench_models, processor_seconds
from benchmarks.quality.intervals import told
from benchmarks.quality.options import parser_of
from benchmarks.quality.records import Records, kept
from benchmarks.wise.items import GROUPS, WiseItem, chosen, overall, read_items
from benchmarks.wise.modes import drawn, judged_by, planned

CALLS: Mapping[str, Sequence[tuple[int, int]]] = {
    "plan": ((1_400, 250), (60, 40)), "direct": ((1_100, 60),), "agent": ((1_400, 250), (1_100, 60)),
}  # fmt: skip
"""For the estimate: tokens in and out of the chat model's calls for one item."""


def estimate(models: BenchModels, mode: str, items: int) -> float:
    """US dollars that a run will cost at most, roughly."""
    price = models.chat_price
    words = sum(tokens * price.input + out * price.output for tokens, out in CALLS[mode]) / 1_000_000
    picture = 0.0 if mode == "plan" else models.image_price.picture
    return items * (words + picture)


async def run(arguments: argparse.Namespace) -> int:
    items = chosen(read_items(arguments.data), arguments.limit, arguments.seed)
    records = Records(arguments.out)
    done = dict(records.read())
    left = [item for item in items if key_of(item, arguments.mode) not in done]
    name = "what is there already"
    if left:
        async with bench_models() as models:
            name, usd = models.name, estimate(models, arguments.mode, len(left))
            print(f"{len(left)} of {len(items)} items to do with {name}: about ${usd:.2f}", file=sys.stderr)
            if usd > arguments.budget:
                print(f"That is more than --budget {arguments.budget}: raise it to go on.", file=sys.stderr)
                return 2
            if arguments.mode != "plan" and models.language is None:
                print(
                    "direct and agent need a chat model that sees, to judge: set OPENAI_API_KEY or OPENAI_BASE_URL",
                    file=sys.stderr,
                )
                return 2
            cost = _cost_of(arguments.process)
            for number, item in enumerate(left, start=1):
                record: dict[str, Any] = {
                    "id": key_of(item, arguments.mode),
                    "group": item.group,
                    **await _made(models, item, arguments, cost, done),
                }
                records.add(record)
                done[record["id"]] = record
                print(f"{number}/{len(left)} {item.id} {item.group} {record['score']:.0f}", file=sys.stderr)
    print(table([done[key_of(item, arguments.mode)] for item in items], arguments.mode, name))
    return 0


def key_of(item: WiseItem, mode: str) -> str:
    return f"{mode} {item.id}"


def _cost_of(process: int | None) -> Callable[[], float]:
    return (lambda: processor_seconds(process)) if process is not None else (lambda: 0.0)


async def _made(
    models: BenchModels,
    item: WiseItem,
    arguments: argparse.Namespace,
    cost: Callable[[], float],
    done: Mapping[str, Any],
) -> Mapping[str, Any]:
    """The item's result. A picture is kept before it is judged: what was paid for is not drawn again."""
    if arguments.mode == "plan":
        return await planned(models, item, cost)
    assert models.language is not None
    records, key = Records(arguments.out), f"{key_of(item, arguments.mode)} picture"
    folder = arguments.out.with_suffix(".pictures")
    if key not in done:
        image, prompt, usd = await drawn(models, item, plans=arguments.mode == "agent")
        name = f"{arguments.mode}-{item.id}"
        kept(folder / name, image.image.data)
        records.add(
            {"id": key, "file": name, "media_type": image.image.media_type, "prompt": prompt, "usd": usd}
        )
        done = {**done, key: records.read()[key]}
    picture = done[key]
    seen = ImageData(
        data=(folder / picture["file"]).read_bytes(), media_type=picture["media_type"], width=0, height=0
    )
    score, usd = await judged_by(models.language, item, seen)
    return {"score": score, "prompt": picture["prompt"], "file": picture["file"], "usd": picture["usd"] + usd}


def table(records: Sequence[Mapping[str, Any]], mode: str, name: str) -> str:
    """By group and in all, with 95 % intervals; Overall weighs the groups as published."""
    columns = {"plan": ("score_raw", "score_sentence", "score")}.get(mode, ("score",))
    heads = {"score_raw": "raw prompt", "score_sentence": "one sentence", "score": mode}
    lines = [
        f"WISE-Verified, {len(records)} items, mode {mode}, {name}",
        "",
        _row("", [*(heads[c] for c in columns), "items"]),
    ]
    shares: dict[str, dict[str, float]] = {column: {} for column in columns}
    for group in [*GROUPS, "all"]:
        rows = [record for record in records if group in (record["group"], "all")]
        cells: list[str] = []
        for column in columns:
            scores = [float(row[column]) for row in rows if row.get(column) is not None]
            cells.append(told(sum(scores), len(scores)))
            if scores and group != "all":
                shares[column][group] = statistics.fmean(scores)
        if rows:
            lines.append(_row(group, [*cells, str(len(rows))]))
    lines.append(_row("Overall", [f"{overall(shares[c]):.3f}" if shares[c] else "-" for c in columns]))
    return "\n".join([*lines, "", *_spent(records)])


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<12}{''.join(f'{cell:>24}' for cell in cells)}".rstrip()


def _spent(records: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    lines = [f"Cost: ${sum(float(record.get('usd') or 0) for record in records):.4f}"]
    for field, words in (("processor_seconds", "processor time of the server"), ("seconds", "seconds")):
        values = [float(record[field]) for record in records if record.get(field)]
        if values:
            lines.append(f"A plan: median {statistics.median(values):.1f} {words}, longest {max(values):.1f}")
    return lines


def main() -> int:
    parser = parser_of("wise", __doc__, tuple(CALLS))
    parser.add_argument("--data", type=Path, required=True, help="WISE's data_verified/merge.json")
    parser.add_argument(
        "--limit", type=int, help="at most so many items, the same number of each group, by lot"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the lot")
    parser.add_argument(
        "--process", type=int, help="process id of a local model server, to count its processor time"
    )
    try:
        return asyncio.run(run(parser.parse_args()))
    except (AtelierError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
