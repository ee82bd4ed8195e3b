"""An object store in memory, which can be away."""

from collections.abc import AsyncIterator, Mapping, Sequence

from agent.errors import NotFound, StoreUnavailable


class FakeObjects:
    """The `ObjectStore`, as a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.away = False
        self.read: list[str] = []
        """Keys that were asked for."""

    async def put(self, key: str, data: bytes, *, media_type: str) -> None:
        self._check()
        self.kept[key] = data

    async def get(self, key: str) -> bytes:
        self._check()
        self.read.append(key)
        if key not in self.kept:
            raise NotFound("that object is not there")
        return self.kept[key]

    async def delete(self, keys: Sequence[str]) -> None:
        self._check()
        for key in keys:
            self.kept.pop(key, None)

    async def list(self, folder: str) -> AsyncIterator[Mapping[str, int]]:
        self._check()
        found = [key for key in self.kept if key.startswith(f"{folder}/")]
        for start in range(0, len(found), 2):
            yield {key: len(self.kept[key]) for key in found[start : start + 2]}

    def _check(self) -> None:
        if self.away:
            raise StoreUnavailable("the object store does not answer")
