"""`python -m benchmarks.memory_scale [--json] [--vs mem0]`: how long a recall takes with much in one scope, and with much beside it.

Made-up memories of 14 words with random vectors, questions of 5 words: time is what counts here, not what is found (making a random vector,
0.05 ms, is counted). The first recall of a scope reads it whole and is told apart; later ones read what changed.
"""

import argparse
import asyncio
import json
import random
import statistics
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from agent.memory import MemoryScope, Reader
from benchmarks.locomo import Conversation, Question
from benchmarks.mem0_peer import Peer
from benchmarks.recall import StoppedClock, database
from db.memories import PgMemoryStore
from db.memory_import import Bygone, import_memories
from db.pool import Pool

DIMENSIONS = 384
WORDS = tuple(f"word{number}" for number in range(3_000))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
QUESTIONS = 200
TOP = 10
READERS_AT_LARGE = 50
"""Readers asked, of all those in a large house."""


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
    matrix = np.array(rows, dtype=np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Milliseconds."""

    name: str
    first: float
    p50: float
    p95: float


def times(name: str, firsts: Sequence[float], rest: Sequence[float]) -> Times:
    p95 = statistics.quantiles(rest, n=100, method="inclusive")[94]
    return Times(name=name, first=statistics.median(firsts), p50=statistics.median(rest), p95=p95)


def _sentence(words: int, rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=words))


async def fill(pool: Pool, user: str, memories: int) -> list[Bygone]:
    rng = random.Random(user)
    bygones = [
        Bygone(
            text=f"{_sentence(14, rng)} {number}", author=user, speaker="", conversation="",
            at=NOW - timedelta(minutes=number),
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
    for user in users:
        reader = Reader(author=user, channel=f"{user}/none", community=None, private=True)
        for number in range(questions + 1):
            text = _sentence(5, rng)
            begun = time.perf_counter()
            await store.recall(reader, text, limit=TOP)
            (rest if number else firsts).append((time.perf_counter() - begun) * 1000)
    return times(name, firsts, rest)


async def peers(dsn: str, bygones: Sequence[Bygone]) -> list[Times]:
    """mem0 with the same memories and questions of the same kind."""
    rng = random.Random("peer")
    questions = tuple(
        Question(text=_sentence(5, rng), category=4, evidence=frozenset({"0"})) for _ in range(QUESTIONS)
    )
    turns = {str(number): bygone for number, bygone in enumerate(bygones)}
    conversation = Conversation(id="scale", turns=turns, questions=questions, ends=NOW)
    texts = [*(b.text for b in bygones), *(q.text for q in questions)]
    known = dict(zip(texts, vectors_of(texts).tolist(), strict=True))
    told: list[Times] = []
    for hnsw in (True, False):
        peer = Peer(dsn=dsn, dimensions=DIMENSIONS, hnsw=hnsw)
        took = [each.search_seconds * 1000 for each in await peer.ask([conversation], known)]
        told.append(times(peer.name, took[:1], took[1:]))
    return told


async def run(arguments: argparse.Namespace) -> int:
    found: list[Times] = []
    each = arguments.rows // arguments.users
    async with database(arguments.database) as (pool, dsn):
        bygones = await fill(pool, "scale:one", arguments.in_scope)
        found.append(await ask(pool, f"{arguments.in_scope} in scope", ["scale:one"], questions=QUESTIONS))
        if arguments.vs == "mem0":
            found += await peers(dsn, bygones)
        await fill(pool, "scale:small", each)
        found.append(await ask(pool, f"{each} in scope, few beside", ["scale:small"], questions=QUESTIONS))
        users = [f"scale:{number}" for number in range(arguments.users)]
        for user in users:
            await fill(pool, user, each)
        await pool.execute("analyze")
        chosen = random.Random(1).sample(users, min(READERS_AT_LARGE, len(users)))
        name = f"{each} in scope, {arguments.rows} in all"
        found.append(await ask(pool, name, chosen, questions=QUESTIONS // 10))
    if arguments.json:
        print(json.dumps({t.name: {"first_ms": t.first, "p50_ms": t.p50, "p95_ms": t.p95} for t in found}))
    else:
        print(f"{'':32} {'first ms':>9} {'p50 ms':>8} {'p95 ms':>8}")
        print("\n".join(f"{t.name:32} {t.first:9.1f} {t.p50:8.2f} {t.p95:8.2f}" for t in found))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory_scale", description=__doc__)
    parser.add_argument("--in-scope", type=int, default=10_000, help="memories of one person (10,000)")
    parser.add_argument("--rows", type=int, default=1_000_000, help="memories in all (1,000,000)")
    parser.add_argument("--users", type=int, default=2_000, help="people who share them (2,000)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--vs", choices=("mem0",), help="side by side with mem0, if it is installed")
    parser.add_argument("--database", help="address of an empty Postgres with pgvector (an embedded one)")
    return asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    raise SystemExit(main())
