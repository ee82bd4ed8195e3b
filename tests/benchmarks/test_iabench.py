"""Our own re-creation of IA-Bench: its data, and whole runs of it."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.context.patterns import found
from benchmarks.iabench.items import DATA, FILES, SUBTASKS, read_all, read_items
from benchmarks.quality.checklists import of_words
from benchmarks.quality.records import BadData
from simulators.openai.requests import Asked
from simulators.openai.server import openai_server
from tests.benchmarks.bench_runs import killed_after, ran, ran_alone

ITEMS = read_all()
GOOD = '[[item]]\nid = "a"\nsubtask = "maze"\nsays = "x"\nchecks = [["a", "b"]]\n'


def test_there_are_seventeen_subtasks_of_ten_items() -> None:
    assert Counter(item.group for item in ITEMS) == dict.fromkeys(SUBTASKS, 10)
    assert len(SUBTASKS) == 17
    assert len({item.prompt for item in ITEMS}) == len(ITEMS)


def test_profiles_run_over_sessions_and_histories_in_one() -> None:
    for item in ITEMS:
        sessions = len(item.sessions)
        assert sessions >= 2 if item.group == "user-profile" else sessions == 1
        assert (len(item.sessions[0]) >= 2) == item.compares == (item.group == "conversation-history")


def test_what_has_to_be_worked_out_is_not_given_away_by_the_words() -> None:
    asked = [
        item
        for item in ITEMS
        if item.group in ("math", "geometry", "stock", "weather", "maze", "map", "user-profile")
    ]

    given = [item.id for item in asked if of_words(item, item.prompt).passed]

    assert given == []


def _ways(text: str) -> Mapping[str, list[str]]:
    doors: dict[str, list[str]] = {}
    for one, other in re.findall(r"\b([A-I]) and ([A-I])\b", text):
        doors.setdefault(one, []).append(other)
        doors.setdefault(other, []).append(one)
    return doors


@pytest.mark.parametrize("item", [item for item in ITEMS if item.group == "maze"], ids=lambda item: item.id)
def test_the_way_through_a_maze_is_its_only_one(item) -> None:
    start, end = re.findall(r"from ([A-I]) to ([A-I])", item.prompt)[0]
    doors, ways = _ways(item.prompt), [[start]]
    ended: list[list[str]] = []
    while ways:
        way = ways.pop()
        if way[-1] == end:
            ended.append(way)
            continue
        ways += [[*way, room] for room in doors[way[-1]] if room not in way]

    assert len(ended) == 1
    assert found(item.checks[0].named[0], ", ".join(ended[0]))


@pytest.mark.parametrize("item", [item for item in ITEMS if item.group == "map"], ids=lambda item: item.id)
def test_a_walk_on_the_map_ends_where_the_item_says(item) -> None:
    rows = [row.split(", ") for row in item.prompt.split("west to east: ")[1].split(". A red")[0].split("; ")]
    walk = re.search(
        r"from the (\w+) (one|two) blocks? (north|south) and (one|two) blocks? (west|east)", item.prompt
    )
    assert walk is not None
    at = next((r, c) for r, row in enumerate(rows) for c, name in enumerate(row) if name == walk[1])
    down = (1 if walk[2] == "one" else 2) * (1 if walk[3] == "south" else -1)
    right = (1 if walk[4] == "one" else 2) * (1 if walk[5] == "east" else -1)

    assert item.checks[0].text == f"The red star is at the {rows[at[0] + down][at[1] + right]}"


@pytest.mark.parametrize(
    ("bad", "line", "why"),
    [
        (GOOD + GOOD, 6, "there twice"),
        (GOOD.replace("maze", "mazes"), 1, "subtask must be one of"),
        (GOOD + '[[item]]\nid = "b"\n', 6, "subtask"),
        (GOOD.replace('says = "x"\n', ""), 1, "either says or sessions"),
        (GOOD.replace('["a", "b"]', '["a"]'), 1, "a check is a statement"),
        (GOOD + "x = [", 6, "not TOML"),
        (GOOD + 'speaks = "x"\n', 1, "speaks"),
    ],
)  # fmt: skip
def test_bad_data_is_named_by_file_and_line(tmp_path: Path, bad: str, line: int, why: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(bad)

    with pytest.raises(BadData, match=why) as caught:
        read_items(path)

    assert str(caught.value).startswith(f"{path}:{line}: ")


# --- whole runs --------------------------------------------------------------------------------------------------


def written(folder: Path) -> Path:
    """Three items of two capabilities; the last one speaks twice, in two sessions."""
    folder.mkdir()
    wanted = {"plan.toml": ["composition-01", "enumeration-01"], "memory.toml": ["user-profile-01"]}
    for name in FILES:
        parts = (DATA / name).read_text().split("[[item]]")
        kept = [part for part in parts if any(f'"{one}"' in part for one in wanted.get(name, []))]
        (folder / name).write_text("".join(f"[[item]]{part}" for part in kept))
    return folder


def brain(asked: Asked) -> str:
    if asked.name == "checklist_judge":
        return json.dumps({"results": [True] * asked.user.count("\n") + [asked.pictures == 1]})
    message = asked.user.rpartition("<message>")[2]
    if "Remember" in message:
        kept = {"kind": "fact", "text": "is a beekeeper", "quote": "I am a beekeeper", "explicit": True}
        return json.dumps({"intent": "remember", "statements": [kept]})
    subject = "a beekeeper at a hive" if "beekeeper" in asked.user else "five red cars and three blue cars"
    return json.dumps(
        {
            "intent": "create",
            "slots": [{"slot": "subject", "value": subject, "method": "reason"}],
            "prompt": f"{subject}.",
        }
    )


async def test_memory_goes_from_one_session_to_the_next_and_a_killed_run_goes_on(
    tmp_path: Path, dsn: str
) -> None:
    data, out = written(tmp_path / "data"), tmp_path / "out.jsonl"
    options = ["--data", str(data), "--database", dsn]
    async with openai_server(brain) as server:
        done = await killed_after(1, "iabench", server, out, *options)
        paid = len(server.asked)
        server.asked.clear()
        run = await ran_alone("iabench", server, out, *options)

    assert run.code == 0, run.errors
    assert paid >= 1
    left = {"plan composition-01", "plan enumeration-01", "plan user-profile-01"} - done
    messages = (
        len(left) + 1
    )  # the last item says two things; a turn that was under way may be taken up as well
    assert len([asked for asked in server.asked if asked.name == "plan"]) <= messages + 1
    rows = {record["id"]: record for record in map(json.loads, out.read_text().splitlines())}
    assert [
        rows[f"plan {one}"]["score"] for one in ("composition-01", "enumeration-01", "user-profile-01")
    ] == [0, 1, 1]
    assert rows["plan user-profile-01"]["score_raw"] == 0
    assert "IA-Bench, our own re-creation, 3 items" in run.printed
    assert "Qwen-Image-Agent       45.3" in run.printed


@pytest.mark.parametrize("mode", ["direct", "agent"])
async def test_pictures_are_drawn_once_and_judged(tmp_path: Path, dsn: str, mode: str) -> None:
    data, out = written(tmp_path / "data"), tmp_path / "out.jsonl"
    options = ["--data", str(data), "--mode", mode, "--subtasks", "enumeration", "--database", dsn]
    async with openai_server(brain, side_max=64, vision=False, models=("tiny", "gpt-image-2")) as server:
        blind = await ran("iabench", server, out, *options)
        server.vision = True
        sees = await ran("iabench", server, out, *options)

    assert (blind.code, sees.code) == (2, 0), sees.errors
    assert "sees no pictures" in blind.errors
    assert server.rendered == 1
    assert "1.000 (0.207-1.000)" in sees.printed


async def test_a_run_that_costs_more_than_its_budget_or_has_bad_data_asks_nothing(tmp_path: Path) -> None:
    data, out = written(tmp_path / "data"), tmp_path / "out.jsonl"
    async with openai_server(brain) as server:
        dear = await ran("iabench", server, out, "--data", str(data), "--budget", "-1")
        (data / "plan.toml").write_text("[[item]]\n")
        bad = await ran("iabench", server, out, "--data", str(data))

    assert (dear.code, bad.code) == (2, 2)
    assert "raise it" in dear.errors
    assert "plan.toml:1: " in bad.errors
    assert server.asked == []
