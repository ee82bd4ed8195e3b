"""mem0 on the same conversations: same turns, same vectors, same Postgres, same machine, one after the other.

mem0 is no part of this project and needs other versions of what it shares with it. It runs in a process of its own, under the Python
that `--mem0-python` names:

    python3 -m venv ../mem0env && ../mem0env/bin/pip install 'mem0ai==2.2.1' 'psycopg[binary,pool]'
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.memory.locomo import Conversation, Question
from benchmarks.memory.mem0_worker import ABSENT
from benchmarks.memory.recall_results import Found

WORKER = Path(__file__).with_name("mem0_worker.py")
JOB_SECONDS_MAX = 3_600
"""Of one way of setting mem0 up: it takes 3 to 15 ms to store a memory."""
COMPLAINT_CHARS_MAX = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One way of setting mem0 up."""

    dsn: str
    dimensions: int
    hnsw: bool
    """Its default is True: an index over everybody's memories, filtered afterwards."""
    python: str = sys.executable
    """The interpreter that has mem0."""
    collection: str = "peer"
    """Told apart where one database sees several runs."""

    @property
    def name(self) -> str:
        return "mem0 with its HNSW" if self.hnsw else "mem0 without its HNSW"

    async def ask(
        self, conversations: Sequence[Conversation], vectors: Mapping[str, Sequence[float]]
    ) -> list[Found]:
        """All conversations in one collection, each of a user of its own, as they are in ours. Raises PeerFailed."""
        return await asyncio.to_thread(self._ask, conversations, vectors)

    def _ask(
        self, conversations: Sequence[Conversation], vectors: Mapping[str, Sequence[float]]
    ) -> list[Found]:
        asked = [(talk.id, question) for talk in conversations for question in talk.questions]
        with tempfile.TemporaryDirectory(prefix="mem0-") as name:
            folder = Path(name)
            self._write_job(folder, conversations, vectors)
            self._run(folder)
            told = json.loads((folder / "found.json").read_text(encoding="utf-8"))
        return [_found(talk, question, each) for (talk, question), each in zip(asked, told, strict=True)]

    def _write_job(
        self, folder: Path, conversations: Sequence[Conversation], vectors: Mapping[str, Sequence[float]]
    ) -> None:
        people = [
            {
                "id": talk.id,
                "turns": [(turn, bygone.text) for turn, bygone in talk.turns.items()],
                "questions": [question.text for question in talk.questions],
            }
            for talk in conversations
        ]
        said = [bygone.text for talk in conversations for bygone in talk.turns.values()]
        texts = list(dict.fromkeys([*said, *(q.text for talk in conversations for q in talk.questions)]))
        job = {
            "dsn": self.dsn, "collection": f"{self.collection}_{'hnsw' if self.hnsw else 'exact'}", "hnsw": self.hnsw,
            "dimensions": self.dimensions, "people": people, "texts": texts,
        }  # fmt: skip
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        with (folder / "vectors.f32").open("wb") as file:
            for text in texts:
                array("f", vectors[text]).tofile(file)

    def _run(self, folder: Path) -> None:
        try:
            done = subprocess.run(
                [self.python, str(WORKER), str(folder)],
                capture_output=True, text=True, timeout=JOB_SECONDS_MAX, check=False,
            )  # fmt: skip
        except OSError as error:
            raise PeerFailed(f"{self.python} cannot be run: {error.strerror}. {HOW}") from error
        except subprocess.TimeoutExpired as error:
            raise PeerFailed(f"{self.name} was not done after {JOB_SECONDS_MAX / 60:.0f} minutes.") from error
        if done.returncode == ABSENT:
            raise PeerFailed(f"mem0 is not installed for {self.python}. {HOW}")
        if done.returncode:
            raise PeerFailed(f"{self.name} failed:\n{done.stderr[-COMPLAINT_CHARS_MAX:]}")


HOW = (
    "Install it beside this project: `python3 -m venv DIR && DIR/bin/pip install 'mem0ai==2.2.1' 'psycopg[binary,pool]'`, "
    "then add `--mem0-python DIR/bin/python`."
)


class PeerFailed(Exception):
    """mem0 could not be asked; the message says what to do."""


def _found(conversation: str, question: Question, told: Mapping[str, Any]) -> Found:
    return Found(
        conversation=conversation, question=question, turns=tuple(told["turns"]),
        search_seconds=float(told["seconds"]), embed_seconds=0.0,
    )  # fmt: skip
