"""Whether a preference comes in an older one's place. Pure."""

from datetime import UTC, datetime

import pytest

from agent.domain.memory import Memory, MemoryId, MemoryScope, NewMemory
from db.memory.reconciliation import Existing, settle, with_slot

NOW = datetime(2026, 11, 25, tzinfo=UTC)
SCOPE = MemoryScope(kind="user", key="discord:1")


def _new(text: str) -> NewMemory:
    return with_slot(NewMemory(scope=SCOPE, kind="preference", text=text, author="discord:1"))


def _closed(old: str, new: str) -> bool:
    before = _new(old)
    known = Memory(
        id=MemoryId("m1"),
        scope=SCOPE,
        kind="preference",
        text=old,
        author="discord:1",
        slot=before.slot,
        valid_from=NOW,
    )
    return bool(settle(_new(new), [Existing(memory=known, cosine=0.9)]).closes)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("prefers teal", "prefers dark backgrounds"),
        ("prefers teal", "prefers a red sky"),
        ("prefers teal", "also prefers orange"),
        ("prefers watercolour", "prefers cats"),
        ("prefers dark backgrounds", "prefers red roses"),
    ],
)
def test_what_is_about_something_else_stands_beside_it(old: str, new: str) -> None:
    assert not _closed(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("prefers teal", "prefers orange"),
        ("prefers red", "prefers green, not red"),
        ("prefers cats", "prefers dogs, not cats"),
        ("prefers dark backgrounds", "prefers light backgrounds"),
        ("prefers watercolour", "prefers ink"),
    ],
)
def test_what_is_about_the_same_comes_in_its_place(old: str, new: str) -> None:
    assert _closed(old, new)
