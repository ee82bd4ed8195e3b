"""`python -m benchmarks.recall --data FILE [--json] [--vs mem0 [--mem0-python PYTHON]]`: does memory find what answers a question?

Turn-level recall@10 on conversations in the format of LoCoMo, through the memory that the bot uses: each conversation is the
memory of one scope, each question a recall. Recall is the share of a question's evidence among the ten best, averaged over the
questions; hit is the share of questions with any of it. With --vs mem0, both are also timed among 10,000 memories of one person.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from adapters.builtin.embedder import NanoEmbedder
from agent.domain.memory import MemoryScope, Reader
from agent.ports import Embedder
from benchmarks import memory_scale
from benchmarks.memory.locomo import Conversation, read_conversations
from benchmarks.memory.mem0_peer import Peer, PeerFailed
from benchmarks.memory.memory_import import import_memories
from benchmarks.memory.memory_setup import RememberingEmbedder, StoppedClock, database
from benchmarks.memory.recall_results import Found, header, line, summary, table
from benchmarks.memory_scale import Times
from db.memory.memory_store import PgMemoryStore
from db.pool import Pool

TOP = 10


async def ask(pool: Pool, embedder: Embedder, conversation: Conversation) -> list[Found]:
    """All questions about one conversation, which becomes the memory of a scope of its own."""
    timed = embedder if isinstance(embedder, RememberingEmbedder) else RememberingEmbedder(embedder)
    scope = MemoryScope(kind="user", key=f"benchmark:{conversation.id}")
    ids = await import_memories(pool, timed, scope, list(conversation.turns.values()))
    turn_of = dict(zip(ids, conversation.turns, strict=True))
    store = PgMemoryStore(pool, timed, StoppedClock(conversation.ends + timedelta(days=1)))
    reader = Reader(author=scope.key, channel="benchmark:@/none", community=None, private=True)
    await store.recall(reader, "warm up", limit=TOP)
    # Before the searching, as a peer is given its vectors: the model leaves nothing of the processor's caches to what follows.
    embed_seconds: list[float] = []
    for question in conversation.questions:
        await timed.embed_query(question.text)
        embed_seconds.append(timed.seconds)
    found: list[Found] = []
    for question, took in zip(conversation.questions, embed_seconds, strict=True):
        begun = time.perf_counter()
        recollection = await store.recall(reader, question.text, limit=TOP)
        seconds = time.perf_counter() - begun
        turns = tuple(turn_of[each.memory.id] for each in recollection.memories)
        found.append(
            Found(
                conversation=conversation.id, question=question, turns=turns,
                search_seconds=seconds - timed.seconds, embed_seconds=took,
            )
        )  # fmt: skip
    return found


async def run(arguments: argparse.Namespace) -> int:
    conversations = read_conversations(arguments.data)
    embedder = RememberingEmbedder(NanoEmbedder())
    peers: dict[str, list[Found]] = {}
    crowded: list[Times] = []
    async with database(arguments.database) as (pool, dsn):
        found = [each for conversation in conversations for each in await ask(pool, embedder, conversation)]
        if not found:
            print("There is no question with evidence in that file.", file=sys.stderr)
            return 1
        if arguments.vs == "mem0":
            for hnsw in (True, False):
                peer = Peer(dsn=dsn, dimensions=embedder.dimensions, hnsw=hnsw, python=arguments.mem0_python)
                peers[peer.name] = await peer.ask(conversations, embedder.vectors)
            if arguments.in_scope:
                crowded = await memory_scale.in_one_scope(
                    pool, dsn, arguments.in_scope, mem0_python=arguments.mem0_python
                )
    print(_as_json(found, peers, crowded) if arguments.json else _as_text(found, peers, crowded))
    return 0


def _as_json(found: Sequence[Found], peers: dict[str, list[Found]], crowded: Sequence[Times]) -> str:
    told: dict[str, object] = dict(summary(found))
    if peers:
        told["peers"] = {name: summary(theirs) for name, theirs in peers.items()}
    if crowded:
        told["in_one_scope"] = memory_scale.as_json(crowded)
    return json.dumps(told)


def _as_text(found: Sequence[Found], peers: dict[str, list[Found]], crowded: Sequence[Times]) -> str:
    if not peers:
        return table(found)
    beside = [header(), line("Atelier", found), *(line(name, theirs) for name, theirs in peers.items())]
    timed = ["", memory_scale.as_text(crowded)] if crowded else []
    return "\n".join([table(found), "", *beside, *timed])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recall", description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="conversations in the format of LoCoMo (JSON)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    memory_scale.add_peer_arguments(parser)
    parser.add_argument(
        "--in-scope", type=int, default=memory_scale.IN_SCOPE,
        help="with --vs: memories of one person among which both are timed besides (10,000; 0: not)",
    )  # fmt: skip
    try:
        return asyncio.run(run(parser.parse_args()))
    except (PeerFailed, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
