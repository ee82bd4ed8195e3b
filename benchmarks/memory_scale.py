"""`python -m benchmarks.memory_scale [--json] [--vs mem0 [--mem0-python PYTHON]]`: how long a recall takes with much in
one scope, and with much beside it.

Made-up memories of 14 words with random vectors, questions of 5 words: time is what counts here, not what is found (making a random vector,
0.05 ms, is counted). The first recall of a scope reads it whole and is told apart; later ones read what changed.
"""

import argparse
import asyncio
import json
import logging
import random
import statistics
import sys
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from agent.domain.memory import MemoryScope, Reader
from benchmarks.memory.locomo import Conversation, Question
from benchmarks.memory.mem0_peer import HOW, Peer, PeerFailed
from benchmarks.memory.memory_import import Bygone, import_memories
from benchmarks.memory.memory_setup import StoppedClock, database
from db.memory.memory_store import PgMemoryStore
from db.pool import Pool

DIMENSIONS = 384
WORDS = tuple(f"word{number}" for number in range(3_000))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
IN_SCOPE = 10_000
QUESTIONS = 200
TOP = 10
READERS_AT_LARGE = 50
"""Readers asked, of all those in a large house."""


log = logging.getLogger(__name__)


class RandomEmbedder:
    """A vector for each text, the same for the same text."""

    model, dimensions = "random", DIMENSIONS

    async def embed_query(self, text: str) -> Sequence[float]:
        return vectors_of([text])[0].tolist()

    async def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return vectors_of(texts).tolist()


def vectors_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """(n, DIMENSIONS), L2-normalised."""
    rows = [np.random.default_rng(zlib.crc32(text.encode())).standard_normal(DIMENSIONS) for text in texts]
    return _normalised(np.array(rows, dtype=np.float32))


def _normalised(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Milliseconds."""

    name: str
    first: float | None
    """Of a recall that reads its scope whole; None: there is nothing of the kind."""
    p50: float
    p95: float
    stall: float | None = None
    """Longest that anything else on the event loop had to wait for what the loop computed; None: not looked at."""


class Stalls:
    """How long the event loop's thread computed, at the most, before something else on it had its chance (milliseconds of processor time:
    what other threads and processes took does not count)."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            begun = time.thread_time()
            await asyncio.sleep(0.001)
            self.worst = max(self.worst, (time.thread_time() - begun) * 1000)


def times(name: str, firsts: Sequence[float], rest: Sequence[float]) -> Times:
    p95 = statistics.quantiles(rest, n=100, method="inclusive")[94]
    first = statistics.median(firsts) if firsts else None
    return Times(name=name, first=first, p50=statistics.median(rest), p95=p95)


def _sentence(words: int, rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=words))


async def fill(pool: Pool, user: str, memories: int) -> list[Bygone]:
    """Stores so many memories of one person, with vectors that are made here: nothing is embedded."""
    rng = random.Random(user)
    vectors = _normalised(
        np.random.default_rng(zlib.crc32(user.encode())).standard_normal(
            (memories, DIMENSIONS), dtype=np.float32
        )
    )
    bygones = [
        Bygone(
            text=f"{_sentence(14, rng)} {number}", author=user, speaker="", conversation="",
            at=NOW - timedelta(minutes=number), vector=vectors[number],
        )
        for number in range(memories)
    ]  # fmt: skip
    await import_memories(pool, RandomEmbedder(), MemoryScope(kind="user", key=user), bygones)
    return bygones


async def ask(pool: Pool, name: str, users: Sequence[str], *, questions: int) -> Times:
    """Each user's first recall, then `questions` of each."""
    store = PgMemoryStore(pool, RandomEmbedder(), StoppedClock(NOW))
    rng = random.Random(name)
    firsts: list[float] = []
    rest: list[float] = []
    stalls = Stalls()
    watching = asyncio.create_task(stalls.watch(), name="stalls")
    for user in users:
        reader = Reader(author=user, channel=f"{user}/none", community=None, private=True)
        for number in range(questions + 1):
            text = _sentence(5, rng)
            if number == 1:
                await asyncio.sleep(0.01)  # what the first left behind is over
                stalls.worst = 0.0
            begun = time.perf_counter()
            await store.recall(reader, text, limit=TOP)
            (rest if number else firsts).append((time.perf_counter() - begun) * 1000)
    watching.cancel()
    return replace(times(name, firsts, rest), stall=stalls.worst)


async def in_one_scope(pool: Pool, dsn: str, memories: int, *, mem0_python: str | None = None) -> list[Times]:
    """One person with so many memories; beside it mem0 with the same, where its Python is given. Raises PeerFailed."""
    bygones = await fill(pool, "scale:one", memories)
    await pool.execute("analyze")
    found = [await ask(pool, f"{memories} in scope", ["scale:one"], questions=QUESTIONS)]
    return found if mem0_python is None else [*found, *await _peers(dsn, bygones, mem0_python)]


async def _peers(dsn: str, bygones: Sequence[Bygone], python: str) -> list[Times]:
    """mem0 with the same memories and questions of the same kind."""
    rng = random.Random("peer")
    questions = tuple(
        Question(text=_sentence(5, rng), category=4, evidence=frozenset({"0"})) for _ in range(QUESTIONS)
    )
    turns = {str(number): bygone for number, bygone in enumerate(bygones)}
    conversation = Conversation(id="scale", turns=turns, questions=questions, ends=NOW)
    texts = [question.text for question in questions]
    known: dict[str, Sequence[float]] = dict(zip(texts, vectors_of(texts).tolist(), strict=True))
    known |= {bygone.text: bygone.vector.tolist() for bygone in bygones if bygone.vector is not None}
    told: list[Times] = []
    for hnsw in (True, False):
        peer = Peer(dsn=dsn, dimensions=DIMENSIONS, hnsw=hnsw, python=python, collection="scale")
        took = [each.search_seconds * 1000 for each in await peer.ask([conversation], known)]
        told.append(times(peer.name, [], took))
    return told


async def among_many(pool: Pool, rows: int, users: int) -> list[Times]:
    """One person among few, then the same number of memories each for very many."""
    each = rows // users
    await fill(pool, "scale:small", each)
    await pool.execute("analyze")
    few = await ask(pool, f"{each} in scope, few beside", ["scale:small"], questions=QUESTIONS)
    names = [f"scale:{number}" for number in range(users)]
    begun = time.monotonic()
    for user in names:
        await fill(pool, user, each)
    log.info("%s memories stored in %.0f s", rows, time.monotonic() - begun)
    await pool.execute("analyze")
    chosen = random.Random(1).sample(names, min(READERS_AT_LARGE, users))
    many = await ask(pool, f"{each} in scope, {rows} in all", chosen, questions=QUESTIONS // 10)
    return [few, many]


async def run(arguments: argparse.Namespace) -> int:
    python = arguments.mem0_python if arguments.vs == "mem0" else None
    found: list[Times] = []
    if arguments.in_scope:
        async with database(arguments.database) as (pool, dsn):
            found += await in_one_scope(pool, dsn, arguments.in_scope, mem0_python=python)
    if arguments.rows:
        async with database(arguments.database) as (pool, _):
            found += await among_many(pool, arguments.rows, arguments.users)
    print(json.dumps(as_json(found)) if arguments.json else as_text(found))
    return 0


def as_json(found: Sequence[Times]) -> dict[str, dict[str, float | None]]:
    return {
        t.name: {"first_ms": t.first, "p50_ms": t.p50, "p95_ms": t.p95, "stall_ms": t.stall} for t in found
    }


def as_text(found: Sequence[Times]) -> str:
    lines = [f"{'':32} {'first ms':>9} {'p50 ms':>8} {'p95 ms':>8} {'stall ms':>9}"]
    for each in found:
        first = "" if each.first is None else f"{each.first:.1f}"
        stall = "" if each.stall is None else f"{each.stall:.1f}"
        lines.append(f"{each.name:32} {first:>9} {each.p50:8.2f} {each.p95:8.2f} {stall:>9}")
    return "\n".join(lines)


def add_peer_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--vs", choices=("mem0",), help="side by side with mem0, with and without its HNSW")
    parser.add_argument(
        "--mem0-python", default=sys.executable, metavar="PYTHON", help=f"the Python that has mem0 (this one). {HOW}"
    )  # fmt: skip
    parser.add_argument("--database", help="address of an empty Postgres with pgvector (an embedded one)")


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    log.setLevel(logging.INFO)
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory_scale", description=__doc__)
    parser.add_argument(
        "--in-scope", type=int, default=IN_SCOPE, help="memories of one person (10,000; 0: leave this part out)"
    )  # fmt: skip
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="memories in all (1,000,000; 0: leave this part out)"
    )
    parser.add_argument("--users", type=int, default=2_000, help="people who share them (2,000)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_peer_arguments(parser)
    try:
        return asyncio.run(run(parser.parse_args()))
    except (PeerFailed, OSError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
