"""`python -m benchmarks.identity [--json] [--requests N]`: are people and characters recognised in what is drawn?

Thirty requests with one to four figures, people and characters, each with a picture of their own. They are drawn by the image model that is
configured, and the judge that is configured looks at each picture beside those of its figures. The figure is the share of figures that the
judge finds, by how many there are. The built-in parts recognise nobody: a sketch frames people's pictures, and the judge goes by what the
renderer says itself; then this proves the plumbing alone, and says so.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from adapters.media import PillowGate
from agent.domain.cast import evidence_of
from agent.domain.characters import Character
from agent.domain.generation import Evidence, GenerationContext, ImageData, Reference, RenderRequest, SlotName
from agent.errors import AtelierError
from agent.image_prompt import by_use, prompt_of
from agent.ports import JudgeRequest
from agent.rendering.evaluation import identity_checks
from bot.models.choice import choose_models
from bot.models.model_set import Models
from bot.settings import Settings
from simulators.pictures import drawn

REQUESTS = 30
FIGURES_MAX = 4
SECONDS = 300.0
NAMES = ("Ana", "Ben", "Cleo", "Dora", "Luna", "Rex", "Miso", "Pip")
SCENES = ("at the fair", "on a ship", "in the snow", "in a library", "on a rooftop at night")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What became of one request."""

    figures: int
    found: int
    failed: str = ""


def request_of(number: int) -> tuple[RenderRequest, tuple[tuple[Reference, ImageData], ...]]:
    """The same request for the same number, with the pictures of its figures."""
    count = number % FIGURES_MAX + 1
    names = [NAMES[(number + step) % len(NAMES)] for step in range(count)]
    figures = tuple(
        (Reference(image=name, role="person" if name in NAMES[:4] else "character", label=name), _face(name))
        for name in names
    )
    slots: dict[SlotName, Evidence] = {
        "subject": Evidence(value=" and ".join(names), method="said"),
        "setting": Evidence(value=SCENES[number % len(SCENES)], method="said"),
        "character": evidence_of([Character(name=name) for name in names], method="said"),
    }
    context = GenerationContext(slots=slots, references=tuple(one for one, _ in figures), seed=number + 1)
    pictures = {one: image for one, image in figures}
    ordered = tuple((one, pictures[one]) for one in by_use(pictures))
    asked = GenerationContext(
        slots=slots, references=context.references, seed=context.seed, prompt=prompt_of(context)
    )
    return RenderRequest(context=asked, width=1024, height=768, references=ordered), figures


def _face(name: str) -> ImageData:
    return ImageData(data=drawn(256, 256, name), media_type="image/png", width=256, height=256)


async def measured(models: Models, number: int) -> Drawn:
    request, figures = request_of(number)
    checks = identity_checks(figures)
    try:
        rendered = await models.image_model.render(request, timeout_seconds=SECONDS)
        looked = JudgeRequest(
            image=rendered.image,
            context=request.context,
            checklist=checks,
            missing=rendered.missing,
            figures=figures,
        )
        evaluation, _ = await models.judge.judge(looked, timeout_seconds=SECONDS)
    except AtelierError as error:
        return Drawn(figures=len(figures), found=0, failed=type(error).__name__)
    missed = [check for check in checks if check.text in evaluation.failed]
    return Drawn(figures=len(figures), found=len(checks) - len(missed))


def table(results: Sequence[Drawn]) -> dict[str, dict[str, float | int]]:
    """Share of figures found, by how many there were."""
    found: dict[str, dict[str, float | int]] = {}
    for count in range(1, FIGURES_MAX + 1):
        mine = [one for one in results if one.figures == count]
        drawn_ones = [one for one in mine if not one.failed]
        whole = sum(one.figures for one in drawn_ones)
        share = round(sum(one.found for one in drawn_ones) / whole, 3) if whole else 0.0
        found[str(count)] = {"requests": len(mine), "failed": len(mine) - len(drawn_ones), "found": share}
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    by_figures: Mapping[str, Mapping[str, float | int]]
    proves_plumbing_alone: bool


async def run(requests: int) -> Result:
    models = choose_models(Settings(), PillowGate())
    try:
        results = [await measured(models, number) for number in range(requests)]
    finally:
        await models.close()
    return Result(by_figures=table(results), proves_plumbing_alone=models.free)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    chosen = parser.parse_args()
    told = asyncio.run(run(chosen.requests))
    if chosen.json:
        print(json.dumps(asdict(told)))
        return
    for count, row in told.by_figures.items():
        print(f"{count} figures: {row}")
    if told.proves_plumbing_alone:
        print("drawn and judged by the built-in parts: this proves the plumbing alone", file=sys.stderr)


if __name__ == "__main__":
    main()
