"""Memories as recall holds them."""

from datetime import UTC, datetime, timedelta

import numpy as np

from agent.domain.memory import Memory, MemoryId, MemoryScope
from db.memory.recall.scope_index import Row

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SCOPE = MemoryScope(kind="user", key="x:ana")


def memory(
    text: str, *, name: str = "", aliases: tuple[str, ...] = (), days_ago: float = 0, id_: str = ""
) -> Memory:
    return Memory(
        id=MemoryId(id_ or f"{name}{text}"), scope=SCOPE, kind="character" if name else "fact", text=text, author="x:ana",
        name=name, aliases=aliases, valid_from=NOW - timedelta(days=days_ago),
    )  # fmt: skip


def row(
    text: str, *, speaker: str = "", conversation: str = "", vector: list[float] | None = None, at: int = 0
) -> Row:
    made = memory(text, days_ago=-at / 86_400)
    return Row(
        memory=made, speaker=speaker, conversation=conversation,
        vector=None if vector is None else np.array(vector, dtype=np.float32),
    ).analysed()  # fmt: skip
