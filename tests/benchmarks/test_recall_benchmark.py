"""The recall benchmark on a conversation made up here, in the format of LoCoMo."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.memory.locomo import read_conversations
from benchmarks.memory.recall_results import summary, table
from benchmarks.recall import ask
from db.pool import Pool
from tests.fakes.models.embedder import FakeEmbedder
from tests.patience import START_SECONDS

ROOT = Path(__file__).parents[2]


def written(folder: Path) -> Path:
    sessions = {
        "session_1_date_time": "1:56 pm on 8 May, 2023",
        "session_1": [
            {"speaker": "Cara", "dia_id": "D1:1", "text": "I finally bought a sailing boat!"},
            {
                "speaker": "Mel",
                "dia_id": "D1:2",
                "text": "Lovely, I only have a canoe.",
                "blip_caption": "a photo of a canoe",
            },
        ],
        "session_2_date_time": "9:05 am on 2 June, 2023",
        "session_2": [
            {"speaker": "Cara", "dia_id": f"D2:{n}", "text": f"talk about topic{n}"} for n in range(1, 30)
        ],
        "session_3_date_time": "9:05 am on 3 June, 2023",
    }
    questions = [
        {"question": "Which boat does Cara have?", "answer": "a boat", "evidence": ["D1:1"], "category": 4},
        {
            "question": "What does the photo of Mel show?",
            "answer": "a canoe",
            "evidence": ["D1:02; D9:9"],
            "category": 1,
        },
        {"question": "What is never answered?", "evidence": ["D1:1"], "category": 5},
        {"question": "What has no evidence?", "evidence": [], "category": 2},
        {"question": "What is said about topic7 and topic8?", "evidence": ["D2:7", "D2:8"], "category": 1},
    ]
    path = folder / "talk.json"
    path.write_text(json.dumps([{"sample_id": "talk", "conversation": sessions, "qa": questions}]))
    return path


def test_turns_carry_date_speaker_and_what_a_picture_shows(tmp_path: Path) -> None:
    talk = read_conversations(written(tmp_path))[0]

    assert (
        talk.turns["D1:2"].text
        == "[1:56 pm on 8 May, 2023] Mel: Lovely, I only have a canoe. [a photo of a canoe]"
    )
    assert len(talk.turns) == 31
    assert [sorted(q.evidence) for q in talk.questions] == [["D1:1"], ["D1:2"], ["D2:7", "D2:8"]]


async def test_recall_is_measured_through_the_store(pool: Pool, tmp_path: Path) -> None:
    talk = read_conversations(written(tmp_path))[0]

    found = await ask(pool, FakeEmbedder(), talk)

    assert [each.recall for each in found] == [1.0, 1.0, 1.0]
    assert all(len(each.turns) == 10 for each in found)
    assert summary(found)["recall_at_10"] == summary(found)["hit_at_10"] == 1.0
    assert "category 1" in table(found)


@pytest.mark.e2e
def test_the_command_prints_one_json_object(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.recall", "--data", str(written(tmp_path)), "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=START_SECONDS, check=True,
    )  # fmt: skip

    printed = json.loads(done.stdout)
    assert printed["questions"] == 3
    assert printed["recall_at_10"] == 1.0
    assert printed.keys() >= {"hit_at_10", "p50_ms", "p95_ms"}
