"""Some items of the form that WISE publishes."""

import json
from pathlib import Path

ITEMS = [
    {"prompt_id": 1, "Prompt": "The fastest land animal",
     "Explanation": "The model should generate an image of a cheetah, known for its speed"},
    {"prompt_id": 2, "Prompt": "A drink of the Mad Hatter's parties", "Explanation": "This refers to tea. The image should show cups"},
    {"prompt_id": 401, "Prompt": "The tool of clerks before calculators",
     "Explanation": "This refers to an abacus. The image should show rods"},
    {"prompt_id": 521, "Prompt": "A city seen from its tallest tower", "Explanation": "The image should show rooftops far below"},
]  # fmt: skip


def written(folder: Path, items: object) -> Path:
    path = folder / "merge.json"
    path.write_text(json.dumps(items, indent=1))
    return path
