"""mem0 is asked in a process of its own, under another Python. Here a made-up `mem0` stands in for it: what is tested is what it is
given, what is counted, and what a person is told who has none."""

import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.memory.locomo import Conversation, Question
from benchmarks.memory.mem0_peer import Peer, PeerFailed
from benchmarks.memory.memory_import import Bygone

NOW = datetime(2026, 1, 1, tzinfo=UTC)
VECTORS = {"a red boat": (1.0, 0.0), "a green hill": (0.0, 1.0), "which boat? ": (0.9, 0.1)}

MEM0 = '''
"""Finds what is nearest among the user's own, as the real one does."""


class Memory:
    @classmethod
    def from_config(cls, config):
        assert config["vector_store"]["config"]["hnsw"] is True
        memory = cls()
        memory.rows = []
        return memory

    def add(self, text, *, user_id, metadata, infer):
        assert infer is False
        self.rows.append((user_id, self.embedding_model.embed(text, "add"), metadata))

    def search(self, query, *, filters, top_k, threshold):
        asked = self.embedding_model.embed(query.strip(), "search")
        own = [row for row in self.rows if row[0] == filters["user_id"]]
        near = sorted(own, key=lambda row: -sum(a * b for a, b in zip(row[1], asked)))
        return {"results": [{"id": "x", "metadata": metadata} for _, _, metadata in near[:top_k]]}
'''
PSYCOPG = """
class _Sql:
    def __getattr__(self, name):
        return lambda *words: self

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        pass


sql = _Sql()


def connect(dsn, autocommit):
    return _Sql()
"""


def a_python_with_mem0(folder: Path, **modules: str) -> str:
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{folder}" exec "{sys.executable}" "$@"\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return str(python)


def talk(name: str, *texts: str, asks: str = "") -> Conversation:
    turns = {
        f"D1:{n}": Bygone(text=text, author="a", speaker="A", conversation=name, at=NOW)
        for n, text in enumerate(texts)
    }
    questions = (Question(text=asks, category=4, evidence=frozenset({"D1:0"})),) if asks else ()
    return Conversation(id=name, turns=turns, questions=questions, ends=NOW)


async def test_each_person_is_asked_for_their_own_with_the_vectors_made_before(tmp_path: Path) -> None:
    peer = Peer(
        dsn="unused",
        dimensions=2,
        hnsw=True,
        python=a_python_with_mem0(tmp_path, mem0=MEM0, psycopg=PSYCOPG),
    )
    asked = talk("one", "a green hill", "a red boat", asks="which boat? ")

    found = await peer.ask([asked, talk("two", "a red boat")], VECTORS)

    assert [each.turns for each in found] == [("D1:1", "D1:0")]
    assert found[0].question is asked.questions[0]
    assert 0 < found[0].search_seconds < 5


async def test_who_has_no_mem0_is_told_how_to_get_it(tmp_path: Path) -> None:
    without = a_python_with_mem0(tmp_path, mem0="raise ImportError('none')")
    peer = Peer(dsn="unused", dimensions=2, hnsw=True, python=without)

    with pytest.raises(PeerFailed, match="--mem0-python DIR/bin/python"):
        await peer.ask([talk("one", "a red boat", asks="which boat? ")], VECTORS)


async def test_a_python_that_is_not_there_is_named() -> None:
    peer = Peer(dsn="unused", dimensions=2, hnsw=True, python="/nowhere/python")

    with pytest.raises(PeerFailed, match="/nowhere/python cannot be run"):
        await peer.ask([talk("one", "a red boat", asks="which boat? ")], VECTORS)


async def test_what_mem0_complains_of_is_passed_on(tmp_path: Path) -> None:
    broken = a_python_with_mem0(
        tmp_path, mem0=MEM0.replace("memory.rows = []", "raise RuntimeError('no server')")
    )
    peer = Peer(dsn="unused", dimensions=2, hnsw=True, python=broken)

    with pytest.raises(PeerFailed, match="no server"):
        await peer.ask([talk("one", "a red boat", asks="which boat? ")], VECTORS)
