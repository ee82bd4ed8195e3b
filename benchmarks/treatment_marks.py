"""What marks each treatment of the sketch renderer leaves, measured on sketches of its own; and how often one is told from the others.

`python -m benchmarks.treatment_marks --out FILE` writes the means and the spread that `adapters.builtin.sketch.treatments.marks` reads
(its `FILE`), and prints the share of sketches that are nearest to their own treatment among means that were taken without that scene.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from adapters.builtin.language.lexicon import styles
from adapters.builtin.sketch.treatments import TREATMENTS
from adapters.builtin.sketch.treatments.marks import MARKS, Numbers, distance, marks_of
from adapters.builtin.sketch_model import drawn
from agent.domain.generation import Evidence, GenerationContext, RenderRequest

SCENES = (
    "a fox by a lake", "a castle on a hill at night", "a bowl of apples on a table", "two children on a beach", "a robot in a city",
    "a portrait of a girl with a red hat", "a sailing boat in a storm", "a cat asleep on a sofa",
)  # fmt: skip
SIZE = (512, 384)
Measured = Mapping[tuple[str, int], Numbers]


def measured() -> Measured:
    """The marks of every scene in every treatment."""
    words = _words()
    return {
        (treatment, number): marks_of(_sketch(scene, words[treatment], seed=17 * number))
        for treatment in TREATMENTS
        for number, scene in enumerate(SCENES)
    }


def _words() -> Mapping[str, str]:
    """A style of each treatment, one without a palette of its own where there is one."""
    ordered = sorted(styles(), key=lambda entry: bool(entry.palette))
    return {entry.treatment: entry.name for entry in reversed(ordered)}


def _sketch(scene: str, style: str, *, seed: int) -> Image.Image:
    slots = {"subject": scene, "style": style}
    context = GenerationContext(
        slots={name: Evidence(value=value, method="said") for name, value in slots.items()},  # pyright: ignore[reportArgumentType]
        seed=seed,
    )
    rendered = drawn(RenderRequest(context=context, width=SIZE[0], height=SIZE[1]))
    return Image.open(BytesIO(rendered.image.data))


def spread_of(found: Measured) -> Numbers:
    """Within a treatment, over its scenes."""
    away = [found[name, number] - _mean(found, name) for name, number in found]
    return np.std(away, axis=0)


def told_apart(found: Measured) -> float:
    """The share that is nearest to its own treatment, each scene left out of the means it is held against."""
    spread, hits = spread_of(found), 0
    for name, number in found:
        means = {other: _mean(found, other, without=number) for other in TREATMENTS}
        near = min(means, key=lambda other: distance(found[name, number], means[other], spread))
        hits += near == name
    return hits / len(found)


def _mean(found: Measured, name: str, *, without: int = -1) -> Numbers:
    return np.mean([found[name, number] for number in range(len(SCENES)) if number != without], axis=0)


def table(found: Measured) -> str:
    """As TOML."""
    rows = [f"{name} = {_row(_mean(found, name))}" for name in sorted(TREATMENTS)]
    lead = f"# Marks of treatments, written by `python -m benchmarks.treatment_marks`: {', '.join(MARKS)}."
    return "\n".join([lead, f"spread = {_row(spread_of(found))}", "", "[means]", *rows, ""])


def _row(numbers: Numbers) -> str:
    return f"[{', '.join(f'{number:.4f}' for number in numbers)}]"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args(arguments).out
    found = measured()
    out.write_text(table(found), encoding="utf-8")
    print(
        f"{len(found)} sketches, {told_apart(found):.1%} nearest to their own of {len(TREATMENTS)} treatments"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
