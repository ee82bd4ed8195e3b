"""The decoders of a process, in two lanes: what is dear to decode waits for its like, and never in front of what is cheap."""

import atexit
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from adapters import decoder
from adapters.child_processes.lane import Lane, Reason, Unanswered
from adapters.child_processes.protocol import Answer, Job
from agent.errors import BadImage
from agent.translation.catalogue import _

PLACES = 1
"""Of each lane: one picture may take 136 MB while it is decoded (DECODED_BYTES_MAX), and a second decoder that is at work takes the
processor from the bot. A photograph takes a tenth of a second, and whoever takes longer goes behind it."""
READ_SECONDS = 40.0
"""Of reading itself, by the clock, which ends who does nothing; the processor's seconds are the job's. Decoders come last at the
processor: on a machine at work a large picture that somebody has paid for takes many times as long as alone."""
CHEAP_NICE, DEAR_NICE = 3, 6
"""Drawing and answering come first at the processor, and dear pictures last; with more, a busy bot would leave them nothing."""


class Decoders:
    """Both lanes. `close` ends every decoder, in whatever it is."""

    def __init__(self) -> None:
        self._cheap, self._dear = (
            Lane(decoder.__name__, places=PLACES, nice=nice, read_seconds=READ_SECONDS)
            for nice in (CHEAP_NICE, DEAR_NICE)
        )

    @property
    def pids(self) -> Sequence[int]:
        """Of the processes that were started."""
        return [*self._cheap.pids, *self._dear.pids]

    async def decode(self, job: Job, *, dear: bool, seconds: float = 0.0) -> Answer:
        """`seconds`: of reading it, about. Raises BadImage where it cannot be answered, with why."""
        try:
            return await (self._dear if dear else self._cheap).answer(job, seconds=seconds)
        except Unanswered as error:
            raise BadImage(_WHY[error.reason](job.shown)) from error

    def finish(self) -> None:
        """Turns dear pictures away from now on, also those that wait or are read. Turns under way need the cheap ones."""
        self._dear.close()

    def close(self) -> None:
        self._cheap.close()
        self._dear.close()


def _busy(shown: str) -> str:
    return _(
        "{shown} had to wait too long: many pictures are coming in just now. Send it again in a minute, "
        "please.",
        shown=shown,
    )


def _slow(shown: str) -> str:
    return _("{shown} takes too long to read. Try a smaller one, please.", shown=shown)


def _broken(shown: str) -> str:
    return _(
        "{shown} is damaged so badly that my reader broke over it. Save it once more and try again, please.",
        shown=shown,
    )


def _stopped(shown: str) -> str:
    return _(
        "I cannot look at pictures just now, so {shown} was not read. Send it again in a minute, please.",
        shown=shown,
    )


_WHY: Mapping[Reason, Callable[[str], str]] = {
    "busy": _busy,
    "slow": _slow,
    "broken": _broken,
    "stopped": _stopped,
}


@cache
def shared_decoders() -> Decoders:
    """Those of this process, where nobody brings others: they end with it."""
    decoders = Decoders()
    atexit.register(decoders.close)
    return decoders
