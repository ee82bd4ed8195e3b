"""The run of a benchmark of checklists, and its command: what it will cost, each item once, a table at the end.

plan    the whole bot plans, on the real core and memory; its plan is held against the words of the checklist, and no picture is drawn or
        judged. Beside it the words of the last message alone: the difference is what was worked out, found or remembered
direct  everything that was said is drawn as it is, and judged by the chat model (which has to see)
agent   the whole bot draws, and its picture is judged
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent.domain.generation import Evidence, GenerationContext, ImageData, RenderRequest
from agent.errors import AtelierError
from benchmarks.context.stage import Stage, open_stage
from benchmarks.quality import options
from benchmarks.quality.bench_models import BenchModels, bench_models
from benchmarks.quality.checklists import ChecklistItem, Scale, Verdict, of_picture, of_words
from benchmarks.quality.records import Records, kept
from benchmarks.quality.sessions import Played, play
from benchmarks.quality.tables import table

CALL_SECONDS = 600.0
PICTURE_SIDE = 1_024
PLAN_TOKENS, JUDGE_TOKENS = (1_600, 300), (1_500, 60)
"""Of one plan and one verdict, in and out, for the estimate."""
MODES = ("direct", "agent", "plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a run is made with."""

    models: BenchModels
    mode: str
    records: Records
    stage: Stage | None
    """None: nothing is said to the bot (direct)."""

    @property
    def folder(self) -> Path:
        return self.records.path.with_suffix(".pictures")


def estimate(models: BenchModels, mode: str, items: Sequence[ChecklistItem]) -> float:
    """US dollars that a run will cost at most, roughly: every message is a plan, and a picture unless only plans are asked for."""
    messages = sum(len(session) for item in items for session in item.sessions)
    plan, verdict = (
        (into * models.chat_price.input + out * models.chat_price.output) / 1_000_000
        for into, out in (PLAN_TOKENS, JUDGE_TOKENS)
    )
    picture = models.image_price.picture
    return {
        "plan": messages * plan,
        "direct": len(items) * (picture + verdict),
        "agent": messages * (plan + picture) + len(items) * verdict,
    }[mode]


async def run(items: Sequence[ChecklistItem], scale: Scale, arguments: argparse.Namespace) -> int:
    """The exit code."""
    mode, records = str(arguments.mode), Records(arguments.out)
    done, name = dict(records.read()), "what is there already"
    left = [item for item in items if key_of(item, mode) not in done]
    if left:
        async with bench_models() as models:
            name, usd = models.name, estimate(models, mode, left)
            print(f"{len(left)} of {len(items)} items to do with {name}: about ${usd:.2f}", file=sys.stderr)
            if complaint := _complaint(models, mode, usd, arguments.budget):
                print(complaint, file=sys.stderr)
                return 2
            done |= await _all(left, models, mode, records, done, dsn=arguments.database)
    print(table([done[key_of(item, mode)] for item in items], scale, mode, name))
    return 0


def _complaint(models: BenchModels, mode: str, usd: float, budget: float) -> str:
    if usd > budget:
        return f"That is more than --budget {budget}: raise it to go on."
    if mode != "plan" and models.language is None:
        return "direct and agent need a chat model that sees, to judge: set OPENAI_API_KEY or OPENAI_BASE_URL"
    return ""


async def _all(
    items: Sequence[ChecklistItem],
    models: BenchModels,
    mode: str,
    records: Records,
    done: Mapping[str, Any],
    *,
    dsn: str | None,
) -> Mapping[str, Any]:
    """The new results, each kept as soon as it is there."""
    found: dict[str, Any] = {}
    async with AsyncExitStack() as stack:
        stage = None
        if mode != "direct":
            measured = replace(models.models, sizing=None)  # it was tried before the stage opened
            stage = await stack.enter_async_context(
                open_stage(dsn=dsn, models=measured, draws=mode == "agent")
            )
        work = Work(models=models, mode=mode, records=records, stage=stage)
        for number, item in enumerate(items, start=1):
            record = {"id": key_of(item, mode), "group": item.group, **await _made(work, item, done)}
            records.add(record)
            found[record["id"]] = record
            print(f"{number}/{len(items)} {item.id} {item.group} {record['score']:.0f}", file=sys.stderr)
    return found


def key_of(item: ChecklistItem, mode: str) -> str:
    return f"{mode} {item.id}"


async def _made(work: Work, item: ChecklistItem, done: Mapping[str, Any]) -> Mapping[str, Any]:
    if work.mode == "plan":
        assert work.stage is not None
        return _planned(item, await play(work.stage, item, timeout_seconds=CALL_SECONDS))
    key = f"{key_of(item, work.mode)} picture"
    if key not in done:
        work.records.add(await _drawn(work, item, key))
        done = work.records.read()
    return await _judged(work, item, done[key])


def _planned(item: ChecklistItem, played: Played) -> Mapping[str, Any]:
    verdict, raw = of_words(item, played.plan()), of_words(item, item.prompt)
    return {
        "score": verdict.passed, "accuracy": verdict.share, "holds": list(verdict.holds),
        "score_raw": raw.passed, "accuracy_raw": raw.share,
        "kind": played.kind, "plan": played.plan(), "reply": played.text, "usd": played.cost_usd,
    }  # fmt: skip


async def _drawn(work: Work, item: ChecklistItem, key: str) -> Mapping[str, Any]:
    """The picture, kept before it is judged: what was paid for is not drawn again."""
    pictures: Sequence[ImageData]
    if work.stage is not None:
        played = await play(work.stage, item, timeout_seconds=CALL_SECONDS)
        pictures, usd, reply = (*played.pictures[:1], *played.earlier), played.cost_usd, played.text
        if not played.pictures:
            return {"id": key, "files": [], "reply": reply, "usd": usd}
    else:
        image, usd = await _as_it_is(work.models, item)
        pictures, reply = [image], ""
    files = [f"{work.mode}-{item.id}-{number}" for number in range(len(pictures))]
    for file, picture in zip(files, pictures, strict=True):
        kept(work.folder / file, picture.data)
    return {"id": key, "files": files, "types": [p.media_type for p in pictures], "reply": reply, "usd": usd}


async def _as_it_is(models: BenchModels, item: ChecklistItem) -> tuple[ImageData, float]:
    subject = Evidence(value=item.words, method="said")
    context = GenerationContext(slots={"subject": subject}, prompt=item.words)
    request = RenderRequest(context=context, width=PICTURE_SIDE, height=PICTURE_SIDE)
    image = await models.images.render(request, timeout_seconds=CALL_SECONDS)
    return image.image, image.cost_usd


async def _judged(work: Work, item: ChecklistItem, picture: Mapping[str, Any]) -> Mapping[str, Any]:
    verdict = Verdict(holds=(False,) * len(item.checks))  # nothing was drawn
    if picture["files"]:
        assert work.models.language is not None
        first, *earlier = (
            _read(work.folder / file, kind)
            for file, kind in zip(picture["files"], picture["types"], strict=True)
        )
        references = [*(earlier if item.compares else []), *_reference(item)]
        verdict = await of_picture(work.models.language, item, first, references)
    return {
        "score": verdict.passed, "accuracy": verdict.share, "holds": list(verdict.holds), "files": picture["files"],
        "reply": picture["reply"], "usd": picture["usd"] + verdict.cost_usd,
    }  # fmt: skip


def _reference(item: ChecklistItem) -> Sequence[ImageData]:
    suffix = "png" if item.reference and item.reference.suffix.lower() == ".png" else "jpeg"
    return [_read(item.reference, f"image/{suffix}")] if item.reference else []


def _read(path: Path, media_type: str) -> ImageData:
    return ImageData(data=path.read_bytes(), media_type=media_type, width=0, height=0)


def parser_of(name: str, about: str | None) -> argparse.ArgumentParser:
    """The options that benchmarks of checklists have."""
    parser = options.parser_of(name, about, MODES)
    parser.add_argument("--limit", type=int, help="at most so many items, the same number of each group")
    parser.add_argument(
        "--database", help="address of a Postgres to run on; else an embedded one, gone afterwards"
    )
    return parser


def dealt(items: Sequence[ChecklistItem], limit: int | None) -> Sequence[ChecklistItem]:
    """The first ones of each group in turn, up to the limit, in the order of the file."""
    groups: dict[str, list[ChecklistItem]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    rounds = max(map(len, groups.values()), default=0)
    order = [group[at] for at in range(rounds) for group in groups.values() if at < len(group)]
    chosen = {item.id for item in order[:limit]}
    return [item for item in items if item.id in chosen]


def main_of(name: str, arguments: argparse.Namespace, items: Sequence[ChecklistItem], scale: Scale) -> int:
    try:
        return asyncio.run(run(dealt(items, arguments.limit), scale, arguments))
    except (AtelierError, OSError, ValueError, TimeoutError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 2
