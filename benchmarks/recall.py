"""`python -m benchmarks.recall --data FILE [--json] [--vs mem0]`: does memory find what answers a question?

Turn-level recall@10 on conversations in the format of LoCoMo, through the memory that the bot uses: each conversation is the
memory of one scope, each question a recall. Recall is the share of a question's evidence among the ten best, averaged over the
questions; hit is the share of questions with any of it.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from adapters.offline.embedder import NanoEmbedder
from agent.memory import MemoryScope, Reader
from agent.ports import Embedder
from benchmarks.locomo import Conversation, read_conversations
from benchmarks.mem0_peer import Peer
from benchmarks.results import Found, header, line, summary, table
from bot.embedded import EmbeddedPostgres
from bot.jobs import prepare_queue
from db.memories import PgMemoryStore
from db.memory_import import import_memories
from db.migrate import migrate
from db.pool import Pool, open_pool

TOP = 10
MIGRATIONS = Path(__file__).parent.parent / "migrations"


class RememberingEmbedder:
    """An embedder that says how long its last query took, and keeps its vectors, so that a peer is given the same."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.model, self.dimensions = inner.model, inner.dimensions
        self.seconds = 0.0
        self.vectors: dict[str, Sequence[float]] = {}

    async def embed_query(self, text: str) -> Sequence[float]:
        begun = time.perf_counter()
        vector = await self._inner.embed_query(text)
        self.seconds = time.perf_counter() - begun
        self.vectors[text] = vector
        return vector

    async def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        vectors = await self._inner.embed_passages(texts)
        self.vectors.update(zip(texts, vectors, strict=True))
        return vectors


class StoppedClock:
    """The day after a conversation ended."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return time.monotonic()


@asynccontextmanager
async def database(dsn: str | None) -> AsyncGenerator[tuple[Pool, str]]:
    """A pool on a migrated database, and its address: the one given, or an embedded one that is gone afterwards."""
    if dsn is not None:
        await migrate(dsn, MIGRATIONS, prepare=prepare_queue)
        async with await open_pool(dsn, max_size=4) as pool:
            yield pool, dsn
        return
    with tempfile.TemporaryDirectory(prefix="atelier-recall-") as folder:
        async with EmbeddedPostgres(Path(folder) / "postgres") as embedded, database(embedded) as opened:
            yield opened


async def ask(pool: Pool, embedder: Embedder, conversation: Conversation) -> list[Found]:
    """All questions about one conversation, which becomes the memory of a scope of its own."""
    timed = embedder if isinstance(embedder, RememberingEmbedder) else RememberingEmbedder(embedder)
    scope = MemoryScope(kind="user", key=f"benchmark:{conversation.id}")
    ids = await import_memories(pool, timed, scope, list(conversation.turns.values()))
    turn_of = dict(zip(ids, conversation.turns, strict=True))
    store = PgMemoryStore(pool, timed, StoppedClock(conversation.ends + timedelta(days=1)))
    reader = Reader(author=scope.key, channel="benchmark:@/none", community=None, private=True)
    await store.recall(reader, "warm up", limit=TOP)
    found: list[Found] = []
    for question in conversation.questions:
        begun = time.perf_counter()
        recollection = await store.recall(reader, question.text, limit=TOP)
        seconds = time.perf_counter() - begun
        turns = tuple(turn_of[each.memory.id] for each in recollection.memories)
        found.append(
            Found(
                conversation=conversation.id, question=question, turns=turns,
                search_seconds=seconds - timed.seconds, embed_seconds=timed.seconds,
            )
        )  # fmt: skip
    return found


async def run(arguments: argparse.Namespace) -> int:
    conversations = read_conversations(arguments.data)
    embedder = RememberingEmbedder(NanoEmbedder())
    async with database(arguments.database) as (pool, dsn):
        found = [each for conversation in conversations for each in await ask(pool, embedder, conversation)]
        if not found:
            print("There is no question with evidence in that file.", file=sys.stderr)
            return 1
        peers: dict[str, list[Found]] = {}
        for hnsw in (True, False) if arguments.vs == "mem0" else ():
            peer = Peer(dsn=dsn, dimensions=embedder.dimensions, hnsw=hnsw)
            peers[peer.name] = await peer.ask(conversations, embedder.vectors)
    print(_as_json(found, peers) if arguments.json else _as_text(found, peers))
    return 0


def _as_json(found: Sequence[Found], peers: dict[str, list[Found]]) -> str:
    told: dict[str, object] = dict(summary(found))
    if peers:
        told["peers"] = {name: summary(theirs) for name, theirs in peers.items()}
    return json.dumps(told)


def _as_text(found: Sequence[Found], peers: dict[str, list[Found]]) -> str:
    if not peers:
        return table(found)
    beside = [header(), line("Atelier", found), *(line(name, theirs) for name, theirs in peers.items())]
    return "\n".join([table(found), "", *beside])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recall", description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="conversations in the format of LoCoMo (JSON)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--vs", choices=("mem0",), help="side by side with mem0, if it is installed")
    parser.add_argument("--database", help="address of an empty Postgres with pgvector (an embedded one)")
    try:
        return asyncio.run(run(parser.parse_args()))
    except (ImportError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
