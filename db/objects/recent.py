"""The pictures that this process has just stored."""

from collections import OrderedDict

RECENT_BYTES_MAX = 64_000_000


class RecentPixels:
    """Bytes by key, the latest of them. Whether somebody may still have them is looked up in Postgres, each time."""

    def __init__(self, bytes_max: int = RECENT_BYTES_MAX) -> None:
        self._bytes_max = bytes_max
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    def keep(self, key: str, data: bytes) -> None:
        self.take(key)
        self._kept[key] = data
        self._bytes += len(data)
        while self._bytes > self._bytes_max:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= len(dropped)

    def take(self, key: str) -> bytes | None:
        """Once: whoever sends a picture sends it once."""
        data = self._kept.pop(key, None)
        if data is not None:
            self._bytes -= len(data)
        return data
