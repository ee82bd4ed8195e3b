"""Run by `mem0_peer` under the Python that has mem0: stores what the job says with mem0, asks it every question, and writes down what
it found and how long its own search took.

Imports nothing of this project: `python mem0_worker.py FOLDER` reads FOLDER/job.json and FOLDER/vectors.f32, and writes FOLDER/found.json.
"""

import json
import os
import sys
import time
from array import array
from pathlib import Path
from typing import Any

TOP = 10
ABSENT = 3
"""Exit code: mem0 is not installed here."""


class VectorsBefore:
    """An embedder for mem0 that looks vectors up which were made before: only its own work is timed."""

    def __init__(self, texts: list[str], flat: "array[float]", dimensions: int) -> None:
        self._vectors = {
            text.strip(): list(flat[i * dimensions : (i + 1) * dimensions]) for i, text in enumerate(texts)
        }

    def embed(self, text: str, memory_action: object = None) -> list[float]:
        return self._vectors[text.strip()]  # it trims what it is asked, not what it stores

    def embed_batch(self, texts: list[str], memory_action: object = None) -> list[list[float]]:
        return [self.embed(text) for text in texts]


def opened(job: dict[str, Any], folder: Path) -> Any:
    """A `mem0.Memory` on the job's Postgres. Raises ImportError."""
    # Read when it is imported; the key is never used, as nothing is inferred.
    os.environ.update(MEM0_TELEMETRY="False", MEM0_DIR=str(folder / "mem0"), OPENAI_API_KEY="unused")
    from mem0 import Memory  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

    store = {
        "connection_string": job["dsn"], "collection_name": job["collection"],
        "embedding_model_dims": job["dimensions"], "hnsw": job["hnsw"],
    }  # fmt: skip
    return Memory.from_config(  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        {
            "vector_store": {"provider": "pgvector", "config": store},
            "llm": {"provider": "openai", "config": {"api_key": "unused"}},
            "embedder": {
                "provider": "openai",
                "config": {"api_key": "unused", "embedding_dims": job["dimensions"]},
            },
            "history_db_path": str(folder / "history.db"),
        }
    )


def work(memory: Any, job: dict[str, Any]) -> list[dict[str, Any]]:
    """One entry a question, in the job's order. Everything is stored first, and the table vacuumed and analysed, so that mem0 is asked
    at its best; each person's first search is not counted, as it is not on our side."""
    for person in job["people"]:
        for turn, text in person["turns"]:
            memory.add(text, user_id=person["id"], metadata={"turn": turn}, infer=False)
    _settled(job)
    found: list[dict[str, Any]] = []
    for person in job["people"]:
        if person["questions"]:
            searched(memory, person["id"], person["questions"][0])
        found += [searched(memory, person["id"], question) for question in person["questions"]]
    return found


def _settled(job: dict[str, Any]) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(job["dsn"], autocommit=True) as connection:
        connection.execute(sql.SQL("vacuum analyze {}").format(sql.Identifier(job["collection"])))


def searched(memory: Any, person: str, question: str) -> dict[str, Any]:
    begun = time.perf_counter()
    answer = memory.search(question, filters={"user_id": person}, top_k=TOP, threshold=0.0)
    seconds = time.perf_counter() - begun
    return {"turns": [str(hit["metadata"]["turn"]) for hit in answer["results"]], "seconds": seconds}


def main() -> int:
    folder = Path(sys.argv[1])
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    flat = array("f")
    flat.frombytes((folder / "vectors.f32").read_bytes())
    try:
        memory = opened(job, folder)
    except ImportError as error:
        print(error, file=sys.stderr)
        return ABSENT
    memory.embedding_model = VectorsBefore(job["texts"], flat, job["dimensions"])
    found = work(memory, job)
    (folder / "found.json").write_text(json.dumps(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
