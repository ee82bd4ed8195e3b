"""MindBench: its data read strictly, and a whole run over a picture that comes with the request."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.mindbench.items import TASKS, read_items
from benchmarks.quality.records import BadData
from simulators.openai.requests import Asked
from simulators.openai.server import openai_server
from tests.benchmarks.bench_runs import ran

EVENT = {
    "Type": "1_SpecialEvent", "ID": 6, "Image_Name": None, "Generation_Type": "T2I", "Prompt": "A scoreboard of the last match",
    "World_Knowledge": "Thunder beat the Pacers 4-3.", "Checklist": ["The score 4-3 is displayed.", "Thunder and Pacers are named."],
}  # fmt: skip
VIEW = {
    "Type": "7_Map-to-View", "ID": 14, "Image_Name": "7/map.png", "Prompt": "Draw what is seen from the red arrow",
    "World_Knowledge": {"text": "Milan Cathedral", "image": "7/view.jpg"}, "Checklist": ["Milan Cathedral is shown."],
}  # fmt: skip


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    (folder / "7").mkdir(parents=True)
    Image.new("RGB", (64, 64), "red").save(folder / "7" / "map.png")
    Image.new("RGB", (64, 64), "grey").save(folder / "7" / "view.jpg")
    return folder


def written(folder: Path, *rows: object) -> Path:
    path = folder / "mind.jsonl"
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return path


def test_items_are_read_with_their_pictures(tmp_path: Path, pictures: Path) -> None:
    event, view = read_items(written(tmp_path, EVENT, "", VIEW), pictures)

    assert (event.id, event.group, event.photo, event.reference) == ("mind-1-6", TASKS[0], None, None)
    assert [check.text for check in event.checks] == EVENT["Checklist"]
    assert (view.group, view.photo) == ("Geo Understanding", (pictures / "7/map.png").resolve())
    assert view.reference == (pictures / "7/view.jpg").resolve()


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{", "not a line of JSON"),
        ("[]", "not a JSON object"),
        (EVENT, "there twice"),
        (EVENT | {"Type": "11_More"}, "number from 1 to 10"),
        (EVENT | {"Type": None}, "number from 1 to 10"),
        (EVENT | {"ID": None}, "ID must be"),
        (EVENT | {"Prompt": " "}, "Prompt must be words"),
        (EVENT | {"Checklist": []}, "1 to 20 entries"),
        (EVENT | {"Checklist": ["a", 1]}, "1 to 20 entries"),
        (VIEW | {"Image_Name": "7/none.png"}, "is not in"),
        (VIEW | {"Image_Name": "../../../etc/hostname"}, "is not in"),
    ],
)
def test_bad_data_is_named_by_file_and_line(tmp_path: Path, pictures: Path, bad: Any, why: str) -> None:
    path = written(tmp_path, EVENT, bad)

    with pytest.raises(BadData, match=why) as caught:
        read_items(path, pictures)

    assert str(caught.value).startswith(f"{path}:2: ")


def test_pictures_that_were_not_given_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"mind\.jsonl:1: .*--pictures"):
        read_items(written(tmp_path, VIEW), None)


def brain(asked: Asked) -> str:
    if asked.name == "checklist_judge":
        return json.dumps({"results": [asked.pictures == 2]})
    slot = {
        "slot": "subject",
        "value": "Milan Cathedral" if asked.pictures else "nothing",
        "method": "reason",
    }
    return json.dumps({"intent": "create", "slots": [slot], "prompt": f"{slot['value']}."})


@pytest.mark.parametrize("mode", ["plan", "agent"])
async def test_a_picture_that_comes_along_is_seen_and_the_reference_judged_by(
    tmp_path: Path, pictures: Path, dsn: str, mode: str
) -> None:
    out = tmp_path / "out.jsonl"
    options = ["--data", str(written(tmp_path, VIEW)), "--pictures", str(pictures), "--mode", mode]
    async with openai_server(brain, side_max=64, models=("tiny", "gpt-image-2")) as server:
        run = await ran("mindbench", server, out, *options, "--database", dsn)

    assert run.code == 0, run.errors
    record = json.loads(out.read_text().splitlines()[-1])
    assert (record["id"], record["score"]) == (f"{mode} mind-7-14", 1.0)
    assert "MindBench, 1 items" in run.printed
    assert "Nano Banana Pro" in run.printed
