"""`python -m benchmarks.recall --data FILE [--json]`: does memory find what answers a question?

Turn-level recall@10 on conversations in the format of LoCoMo, through the memory that the bot uses: each conversation is the
memory of one scope, each question a recall. Recall is the share of a question's evidence among the ten best, averaged over the
questions; hit is the share of questions with any of it.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from adapters.offline.embedder import NanoEmbedder
from agent.memory import MemoryScope, Reader
from agent.ports import Embedder
from benchmarks.locomo import Conversation, Question, read_conversations
from bot.embedded import EmbeddedPostgres
from bot.jobs import prepare_queue
from db.memories import PgMemoryStore
from db.memory_import import import_memories
from db.migrate import migrate
from db.pool import Pool, open_pool

TOP = 10
MIGRATIONS = Path(__file__).parent.parent / "migrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one question came to."""

    conversation: str
    question: Question
    turns: tuple[str, ...]
    """Ids of the ten best, best first."""
    search_seconds: float
    embed_seconds: float

    @property
    def recall(self) -> float:
        return len(self.question.evidence.intersection(self.turns)) / len(self.question.evidence)


class TimedEmbedder:
    """An embedder that says how long its last query took."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.model, self.dimensions = inner.model, inner.dimensions
        self.seconds = 0.0

    async def embed_query(self, text: str) -> Sequence[float]:
        begun = time.perf_counter()
        vector = await self._inner.embed_query(text)
        self.seconds = time.perf_counter() - begun
        return vector

    async def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return await self._inner.embed_passages(texts)


class StoppedClock:
    """The day after a conversation ended."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return time.monotonic()


@asynccontextmanager
async def database(dsn: str | None) -> AsyncGenerator[Pool]:
    """A pool on a migrated database: the one given, or an embedded one that is gone afterwards."""
    if dsn is not None:
        await migrate(dsn, MIGRATIONS, prepare=prepare_queue)
        async with await open_pool(dsn, max_size=4) as pool:
            yield pool
        return
    with tempfile.TemporaryDirectory(prefix="atelier-recall-") as folder:
        async with EmbeddedPostgres(Path(folder) / "postgres") as embedded, database(embedded) as pool:
            yield pool


async def ask(pool: Pool, embedder: Embedder, conversation: Conversation) -> list[Found]:
    """All questions about one conversation, which becomes the memory of a scope of its own."""
    scope = MemoryScope(kind="user", key=f"benchmark:{conversation.id}")
    timed = TimedEmbedder(embedder)
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


def summary(found: Sequence[Found]) -> dict[str, float]:
    search = [each.search_seconds * 1000 for each in found]
    embed = [each.embed_seconds * 1000 for each in found]
    return {
        "recall_at_10": round(statistics.fmean(each.recall for each in found), 4),
        "hit_at_10": round(statistics.fmean(each.recall > 0 for each in found), 4),
        "questions": len(found),
        "p50_ms": round(statistics.median(search), 2),
        "p95_ms": round(_percentile(search, 95), 2),
        "embed_p50_ms": round(statistics.median(embed), 2),
        "embed_p95_ms": round(_percentile(embed, 95), 2),
    }


def _percentile(values: Sequence[float], percent: int) -> float:
    return (
        statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]
    )


def table(found: Sequence[Found]) -> str:
    """By conversation, by category and in all."""
    groups: defaultdict[str, list[Found]] = defaultdict(list)
    for each in found:
        groups[each.conversation].append(each)
    for each in found:
        groups[f"category {each.question.category}"].append(each)
    groups["all"] = list(found)
    lines = [f"{'':16} {'recall@10':>9} {'hit@10':>7} {'questions':>9} {'p50 ms':>7} {'p95 ms':>7}"]
    for name, group in groups.items():
        s = summary(group)
        lines.append(
            f"{name:16} {s['recall_at_10']:9.3f} {s['hit_at_10']:7.3f} {s['questions']:9} {s['p50_ms']:7.1f} {s['p95_ms']:7.1f}"
        )
    whole = summary(found)
    lines.append(
        f"Times are of searching; embedding a question took {whole['embed_p50_ms']} ms (p95 {whole['embed_p95_ms']})."
    )
    return "\n".join(lines)


async def run(arguments: argparse.Namespace) -> int:
    conversations = read_conversations(arguments.data)
    embedder = NanoEmbedder()
    found: list[Found] = []
    async with database(arguments.database) as pool:
        for conversation in conversations:
            found += await ask(pool, embedder, conversation)
    if not found:
        print("There is no question with evidence in that file.")
        return 1
    print(json.dumps(summary(found)) if arguments.json else table(found))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recall", description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="conversations in the format of LoCoMo (JSON)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--database", help="address of an empty Postgres with pgvector (an embedded one)")
    return asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    raise SystemExit(main())
