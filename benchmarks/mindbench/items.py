"""MindBench's items (JSONL: Type, ID, Prompt, Checklist, and for some Image_Name and World_Knowledge.image). The data has no licence and is
not part of this project: the path is given by who runs it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from benchmarks.quality.checklists import CHECKS_MAX, Check, ChecklistItem, Scale
from benchmarks.quality.records import BadData

TASKS = (
    "Special Events", "Weather", "Characters", "IP", "World Knowledge", "Life Reasoning", "Geo Understanding", "Math", "Science & Logic",
    "Poem",
)  # fmt: skip
"""In the order of the numbers that begin their Type ("8_MathVerse")."""
SCALE = Scale(name="MindBench", parts={task: (task,) for task in TASKS})
PAPER = """\
The published figures (arXiv 2606.26907, Table 3; pictures, judged by Gemini 3 Pro):
                        SE  Weather   MC   IP   WK Life  Geo Math  Sci Poem  all
  Qwen-Image-Agent     .60    .28    .70  .16  .28  .24  .20  .34  .58  .82  .42
  Nano Banana Pro      .50    .36    .40  .16  .56  .30  .16  .46  .62  .68  .41
  Qwen-Image-2.0       .19    .24    .23  .04  .12  .12  .02  .28  .42  .58  .23
  GPT-Image-1.5        .36    .18    .22  .04  .30  .34  .10  .02  .34  .08  .21"""


def read_items(path: Path, pictures: Path | None) -> Sequence[ChecklistItem]:
    """`pictures`: the folder that Image_Name and World_Knowledge.image are relative to. Raises BadData with the line of the first item
    that is none, OSError."""
    found: dict[str, ChecklistItem] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        item = _item(path, number, line, pictures)
        if item.id in found:
            raise BadData(path, number, f"{item.id} is there twice")
        found[item.id] = item
    return list(found.values())


def _item(path: Path, number: int, line: str, pictures: Path | None) -> ChecklistItem:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadData(path, number, "not a line of JSON") from error
    if not isinstance(row, dict):
        raise BadData(path, number, "not a JSON object")
    row = cast("Mapping[str, Any]", row)
    kind, name, prompt, checks = (row.get(key) for key in ("Type", "ID", "Prompt", "Checklist"))
    task = str(kind).partition("_")[0]
    if not task.isdigit() or not 1 <= int(task) <= len(TASKS):
        raise BadData(path, number, f"Type must begin with a number from 1 to {len(TASKS)}")
    if not isinstance(name, int | str) or isinstance(name, bool):
        raise BadData(path, number, "ID must be a number or a word")
    if not isinstance(prompt, str) or not prompt.strip():
        raise BadData(path, number, "Prompt must be words")
    texts = cast("list[object]", checks) if isinstance(checks, list) else []
    if not 1 <= len(texts) <= CHECKS_MAX or not all(isinstance(text, str) and text.strip() for text in texts):
        raise BadData(path, number, f"Checklist must have 1 to {CHECKS_MAX} entries of words")
    return ChecklistItem(
        id=f"mind-{task}-{name}", group=TASKS[int(task) - 1], sessions=((prompt.strip(),),),
        checks=tuple(Check(text=str(text).strip()) for text in texts),
        photo=_picture(path, number, row.get("Image_Name"), pictures),
        reference=_picture(path, number, _known(row.get("World_Knowledge")), pictures),
    )  # fmt: skip


def _known(knowledge: object) -> object:
    """The picture within World_Knowledge: a field of an object, the first of several, or a name by itself; other words are none."""
    if isinstance(knowledge, dict):
        image = cast("Mapping[str, object]", knowledge).get("image")
        several = cast("list[object]", image) if isinstance(image, list) else [image]
        return several[0] if several else None
    return knowledge if isinstance(knowledge, str) and knowledge.endswith((".png", ".jpg")) else None


def _picture(path: Path, number: int, name: object, pictures: Path | None) -> Path | None:
    """Inside of the folder, and there."""
    if not name or not isinstance(name, str):
        return None
    if pictures is None:
        raise BadData(path, number, f"it needs the picture {name}: give --pictures")
    root = pictures.resolve()
    found = (root / name).resolve()
    if not found.is_relative_to(root) or not found.is_file():
        raise BadData(path, number, f"its picture {name} is not in {pictures}")
    return found
