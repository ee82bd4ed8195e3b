"""What the sketch renderer draws, on sheets to look at: scenes, styles, edits, formats, photographs.

`python -m benchmarks.contact_sheet --out FILE` writes the scenes to FILE and the others beside it
(FILE-styles, FILE-edits, FILE-formats; FILE-photos with `--photos DIRECTORY`), and prints the CPU time the pictures
took (the machine may be busy with something else). With `--messages FILE` (benchmarks/contact_sheet/messages.txt) it draws the
messages of that file instead, a line each, as the built-in planner reads them, twelve a sheet: FILE-1, FILE-2 and on.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from adapters.builtin.language.lexicon import styles
from adapters.builtin.planner.planner import BuiltInPlanner
from adapters.builtin.sketch.figures.cutouts import FONTS
from adapters.builtin.sketch_model import drawn
from agent.domain.conversation import Author, AuthorId, MessageId, Place, Said, Turn, TurnId
from agent.domain.generation import (
    Evidence,
    GenerationContext,
    ImageData,
    Plan,
    Reference,
    ReferenceRole,
    RenderRequest,
    SlotName,
)
from agent.domain.memory import Profile, Recollection
from agent.ports import PlanRequest

SHEET = 12
"""Messages on one sheet: more would be too small to judge."""
CELL = 320
"""Pixels of one picture on the sheet."""
LABEL = 34
PLAN_SECONDS = 30.0
COLUMNS = 6
SECONDS_MAX = 1.0
"""CPU seconds a picture of 1024 x 1024 is to be done within."""

Slots = Mapping[SlotName, str]
Cell = tuple[str, Image.Image, float]

SCENES: tuple[Slots, ...] = (
    {"subject": "a fox reading under a lamp"},
    {"subject": "three cats on a sofa"},
    {"subject": "an astronaut riding a horse", "setting": "mars"},
    {"subject": "a mouse next to a house"},
    {"subject": "a pirate cat", "setting": "beach", "time": "sunset"},
    {"subject": "two dogs and a cat in a boat", "setting": "sea"},
    {"subject": "a dragon above a castle", "time": "night"},
    {"subject": "a robot playing guitar", "setting": "stage"},
    {"subject": "a cup of coffee and a croissant", "setting": "cafe"},
    {"subject": "a whale and five fish", "setting": "underwater"},
    {"subject": "a girl with a red balloon", "setting": "city", "time": "dusk"},
    {"subject": "a penguin wearing a scarf", "setting": "snow", "time": "snowfall"},
    {"subject": "a wizard casting a spell", "setting": "library"},
    {"subject": "ten balloons", "setting": "sky"},
    {"subject": "a lighthouse", "time": "storm", "setting": "sea"},
    {
        "subject": "Luna reading",
        "character": "Luna: silver-haired elf with a green cloak",
        "setting": "forest",
    },
    {"subject": "a knight fighting a dragon", "setting": "castle"},
    {"subject": "an elephant and a mouse", "setting": "desert"},
    {"subject": "a bear fishing", "setting": "lake", "time": "dawn"},
    {"subject": "a cat wearing a wizard hat on a pumpkin", "setting": "graveyard", "time": "night"},
    {"subject": "a steam train", "setting": "mountains"},
    {"subject": "a birthday cake with a party hat", "text": "Happy Birthday, Ana!"},
    {"subject": "a rocket and a planet", "setting": "space"},
    {"subject": "a hot air balloon above a windmill", "time": "golden hour"},
    {"subject": "un zorro rojo leyendo bajo un árbol"},
    {"subject": "ein Hund mit Hut auf einer Bank", "setting": "Park"},
    {"subject": "一只熊猫在喝茶", "setting": "森林"},
    {"subject": "un chat noir sur un toit", "time": "nuit", "setting": "ville"},
    {"subject": "um gato tocando violão", "setting": "praia"},
    {"subject": "an owl", "setting": "forest", "time": "aurora"},
    {"subject": "a snowman and a Christmas tree", "time": "night"},
    {"subject": "a blue car and a bicycle", "setting": "street", "time": "rain"},
    {"subject": "a detective dog", "setting": "street", "time": "night", "style": "noir"},
    {"subject": "a mermaid", "setting": "underwater", "palette": "candy"},
    {"subject": "seven sheep", "setting": "meadow"},
    {"subject": "a chef with a pizza", "setting": "kitchen"},
    {"subject": "a frog with a crown on a mushroom", "setting": "forest"},
    {"subject": "an octopus playing drums", "setting": "underwater"},
    {"subject": "a campfire and a tent", "setting": "mountains", "time": "night"},
    {"subject": "a bowl of ramen"},
    {"subject": "a vampire drinking tea", "setting": "castle", "time": "night"},
    {"subject": "a butterfly over tulips", "setting": "garden"},
    {"subject": "a cottage with a red roof", "setting": "in a meadow"},
    {"subject": "a girl with blue eyes and long green hair"},
    {"subject": "two boats, the left one green", "setting": "lake"},
    {"subject": "a sloth", "setting": "rainforest"},
    {"subject": "a walrus in a bathtub"},
    {"subject": "an old wizard with a long white beard and a staff"},
    {"subject": "a knight with a silver shield and a purple cape", "setting": "hills"},
    {"subject": "a hedgehog in a teacup"},
    {"subject": "a turtle on a skateboard", "setting": "street"},
    {"subject": "a shop sign", "text": "Moonbean Coffee"},
    {"subject": "a woman with an umbrella", "time": "rain", "setting": "city"},
    {"subject": "eine Katze mit Hut in Blau auf einem Sofa"},
    {"subject": "un renard avec une écharpe rouge", "setting": "neige"},
    {"subject": "a queen and a king dancing", "setting": "castle"},
    {"subject": "five apples in a basket"},
    {"subject": "a table with a cat under it", "setting": "kitchen"},
    {"subject": "a city street", "exclude": "people"},
    {"subject": "an empty beach with palm trees", "time": "sunset", "style": "watercolour"},
)
EDITED: Slots = {"subject": "a fox reading under a lamp"}
EDITS: tuple[tuple[str, Slots], ...] = (
    ("as it was", {}),
    ("make it night", {"time": "night"}),
    ("add a red hat", {"subject": "a fox reading under a lamp, with a red hat"}),
    ("remove the lamp", {"subject": "a fox reading", "exclude": "lamp"}),
    ("closer", {"composition": "closer"}),
    ("further away", {"composition": "wide shot"}),
    ("at the beach", {"setting": "beach"}),
    ("a blue fox", {"subject": "a blue fox reading under a lamp"}),
    ("with a cat", {"subject": "a fox reading under a lamp, with a cat"}),
    ("as pixel art", {"style": "pixel art"}),
    ("a poster that says", {"text": "Story time", "style": "travel poster"}),
    ("from above", {"composition": "from above"}),
)
FORMATS = (
    (1024, 1024),
    (832, 1248),
    (1248, 832),
    (768, 1344),
    (1344, 768),
    (1776, 592),
    (592, 1776),
    (256, 256),
)
PHOTOS: tuple[tuple[str, ReferenceRole, str, Slots], ...] = (
    ("chelsea.png", "subject", "cat", {"subject": "the cat as a pirate", "style": "woodcut"}),
    ("chelsea.png", "base", "", {"subject": "the cat with a red hat", "style": "comic"}),
    ("chelsea.png", "subject", "my cat", {"subject": "my cat", "setting": "space", "style": "neon"}),
    ("astronaut.png", "character", "Eileen", {"subject": "Eileen and a dog", "setting": "moon", "character": "Eileen: an astronaut"}),
    ("coffee.png", "base", "", {"subject": "coffee", "style": "oil painting"}),
    ("coffee.png", "subject", "coffee", {"subject": "a coffee", "setting": "forest", "style": "watercolour"}),
    ("rocket.jpg", "base", "", {"style": "vaporwave"}),
    ("coffee.png", "style", "", {"subject": "a fox", "setting": "forest"}),
    ("astronaut.png", "base", "", {"style": "watercolour"}),
    ("astronaut.png", "subject", "her", {"subject": "a superhero", "setting": "city"}),
    ("rocket.jpg", "subject", "rocket", {"subject": "a rocket", "setting": "space"}),
    ("chelsea.png", "base", "", {"subject": "the cat", "time": "night"}),
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, required=True, help="the scenes' file, a PNG")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--photos", type=Path, help="a directory with chelsea.png, astronaut.png, coffee.png, rocket.jpg"
    )
    parser.add_argument(
        "--messages", type=Path, help="a file with a message a line, drawn instead as they are planned"
    )
    given = parser.parse_args(arguments)
    out: Path = given.out
    took: list[float] = []
    sheets = _planned(given.messages, given.seed) if given.messages else _sheets(given.seed, given.photos)
    for name, cells in sheets:
        file = out.with_stem(f"{out.stem}-{name}") if name else out
        listed = list(cells)
        _sheet(listed).save(file)
        took += [seconds for _, _, seconds in listed]
        print(f"{len(listed):3} pictures  {file}")
    took.sort()
    print(
        f"median {took[len(took) // 2]:.2f} s, slowest {took[-1]:.2f} s, over {SECONDS_MAX:g} s: {sum(t > SECONDS_MAX for t in took)}"
    )
    return 0


def _sheets(seed: int, photos: Path | None) -> Iterator[tuple[str, Iterator[Cell]]]:
    yield "", (_cell(slots, seed=seed) for slots in SCENES)
    style_of: Slots = {"subject": "a fox reading under a lamp", "setting": "forest"}
    yield (
        "styles",
        (_cell({**style_of, "style": entry.name}, seed=seed, label=entry.name) for entry in styles()),
    )
    base = _context(EDITED, seed)
    yield "edits", (_cell({**EDITED, **edit}, seed=seed, label=label, base=base) for label, edit in EDITS)
    yield (
        "formats",
        (
            _cell({"subject": "a girl, a dog and a tree", "text": "Spring"}, seed=seed, size=size)
            for size in FORMATS
        ),
    )
    if photos is not None:
        yield (
            "photos",
            (
                _cell(
                    slots,
                    seed=seed,
                    label=f"{name}: {slots.get('subject', '')}",
                    reference=(photos / name, role, label),
                )
                for name, role, label, slots in PHOTOS
            ),
        )


def _planned(file: Path, seed: int) -> Iterator[tuple[str, Iterator[Cell]]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    messages = [line for line in lines if line.strip() and not line.startswith("#")]
    plans = asyncio.run(_plans(messages))
    for first in range(0, len(messages), SHEET):
        part = list(zip(messages, plans, strict=True))[first : first + SHEET]
        cells = (
            _cell(
                {name: evidence.value for name, evidence in plan.context.slots.items()},
                seed=seed,
                label=message,
            )
            for message, plan in part
        )
        yield str(first // SHEET + 1), cells


async def _plans(messages: Sequence[str]) -> Sequence[Plan]:
    planner = BuiltInPlanner()
    return [(await planner.plan(_request(message), timeout_seconds=PLAN_SECONDS))[0] for message in messages]


def _request(message: str) -> PlanRequest:
    now = datetime.now(UTC)
    turn = Turn(
        id=TurnId("sheet"), place=Place(platform="console", channel="sheet", private=True),
        author=Author(id=AuthorId("console:sheet"), name="sheet"), request=Said(text=message), message=MessageId("sheet"), received_at=now,
    )  # fmt: skip
    return PlanRequest(
        turn=turn, text=message, profile=Profile(), recollection=Recollection(), ask_policy="never", now=now
    )


def _cell(
    slots: Slots, *, seed: int, label: str = "", base: GenerationContext | None = None, size: tuple[int, int] = (1024, 1024),
    reference: tuple[Path, ReferenceRole, str] | None = None,
) -> Cell:  # fmt: skip
    references = (_reference(*reference),) if reference else ()
    request = RenderRequest(
        context=_context(slots, seed), width=size[0], height=size[1], base_context=base, references=references
    )
    start = time.process_time()
    done = drawn(request)
    seconds = time.process_time() - start
    words = label or ", ".join(slots.values())
    missing = f"  MISSING {', '.join(done.missing)}" if done.missing else ""
    return f"{words}{missing}", Image.open(BytesIO(done.image.data)), seconds


def _context(slots: Slots, seed: int) -> GenerationContext:
    return GenerationContext(
        slots={name: Evidence(value=value, method="said") for name, value in slots.items()}, seed=seed
    )


def _reference(file: Path, role: ReferenceRole, label: str) -> tuple[Reference, ImageData]:
    data = file.read_bytes()
    with Image.open(BytesIO(data)) as image:
        width, height = image.size
    media = "image/jpeg" if file.suffix == ".jpg" else "image/png"
    return Reference(image=file.stem, role=role, label=label), ImageData(
        data=data, media_type=media, width=width, height=height
    )


def _sheet(cells: Sequence[Cell]) -> Image.Image:
    rows = -(-len(cells) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (CELL + 8), rows * (CELL + LABEL)), (28, 28, 34))
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONTS / "NotoSans[wght].ttf"), 13)
    for number, (label, picture, seconds) in enumerate(cells):
        x, y = number % COLUMNS * (CELL + 8), number // COLUMNS * (CELL + LABEL)
        picture.thumbnail((CELL, CELL))
        sheet.paste(picture, (x + (CELL - picture.width) // 2, y + (CELL - picture.height) // 2))
        draw.text((x + 4, y + CELL + 6), f"{label[:46]}  {seconds:.2f} s", font=font, fill=(235, 235, 235))
    return sheet


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
