"""The processes that find the text of web pages. A page that takes one too long, or ends it, costs that page."""

from collections.abc import Mapping, Sequence

from adapters import page_reader
from adapters.child_processes.lane import Lane, Reason, Unanswered
from adapters.child_processes.protocol import TEXT_TYPE, Job
from agent.errors import SearchUnavailable

PLACES = 2
READ_SECONDS = 8.0
"""An honest page takes a tenth of a second."""
CPU_SECONDS = 4
MEMORY_BYTES = 300_000_000
NICE = 3
"""As a decoder: drawing and answering come first at the processor."""
_WHY: Mapping[Reason, str] = {
    "busy": "too many pages wait to be read",
    "slow": "the page's reader took too long",
    "broken": "the page's reader crashed",
    "stopped": "pages cannot be read just now",
}


class PageReaders:
    """Readers start when there is work for them, and end by themselves when there is none."""

    def __init__(self) -> None:
        self._lane = Lane(page_reader.__name__, places=PLACES, nice=NICE, read_seconds=READ_SECONDS)

    @property
    def pids(self) -> Sequence[int]:
        """Of the processes that were started."""
        return self._lane.pids

    async def text(self, data: bytes) -> str:
        """What a person would read on an HTML page; "" where there is nothing. Raises SearchUnavailable."""
        job = Job(task="page", data=data, shown="", cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES)
        try:
            answer = await self._lane.answer(job)
        except Unanswered as error:
            raise SearchUnavailable(_WHY[error.reason]) from error
        return answer.data.decode(errors="replace") if answer.media_type == TEXT_TYPE else ""

    def close(self) -> None:
        self._lane.close()
