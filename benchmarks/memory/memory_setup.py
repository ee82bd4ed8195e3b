"""Where a benchmark of memory takes place: its database, its clock, and an embedder whose own time is known."""

import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from agent.ports import Embedder
from bot.postgres.embedded_postgres import EmbeddedPostgres
from bot.worker.jobs import prepare_queue
from db.migrate import migrate
from db.pool import Pool, open_pool

MIGRATIONS = Path(__file__).parents[2] / "migrations"


class RememberingEmbedder:
    """An embedder that says how long its last query took, and keeps its vectors: nothing is embedded twice, and a peer is given
    the same."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.model, self.dimensions = inner.model, inner.dimensions
        self.seconds = 0.0
        self.vectors: dict[str, Sequence[float]] = {}
        self._asked: dict[str, Sequence[float]] = {}

    async def embed_query(self, text: str) -> Sequence[float]:
        begun = time.perf_counter()
        if text not in self._asked:
            self._asked[text] = await self._inner.embed_query(text)
        vector = self._asked[text]
        self.seconds = time.perf_counter() - begun
        self.vectors[text] = vector
        return vector

    async def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        vectors = await self._inner.embed_passages(texts)
        self.vectors.update(zip(texts, vectors, strict=True))
        return vectors


class StoppedClock:
    """Always the same time of day; seconds pass as they do."""

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
