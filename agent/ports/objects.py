"""Bytes beside the database, by key."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Protocol


class ObjectStore(Protocol):
    """Keys are paths of lower-case letters, digits and hyphens. An object is written once under a new key, and never changed."""

    async def put(self, key: str, data: bytes, *, media_type: str) -> None:
        """Whole, or not at all. Raises StoreUnavailable; Misconfigured where it would keep what is deleted."""
        ...

    async def get(self, key: str) -> bytes:
        """Raises NotFound, StoreUnavailable."""
        ...

    async def delete(self, keys: Sequence[str]) -> None:
        """Gone already is fine. Raises StoreUnavailable; some may be gone then."""
        ...

    def list(self, folder: str) -> AsyncIterator[Mapping[str, int]]:
        """Keys below that folder with the bytes of each, in no order, some at a time; nothing where there is no such folder. Raises
        StoreUnavailable."""
        ...
