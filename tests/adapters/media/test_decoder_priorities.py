"""At the processor, decoders come after everything else."""

import os
import sys
from collections.abc import Iterator

import pytest

from adapters.decoder.protocol import Job
from adapters.media import Decoders
from adapters.media import decoders as lanes
from simulators import hostile_pictures as hostile

SMALL = Job(
    task="admit", data=hostile.honest(), shown="It", kind="JPEG", cpu_seconds=3, memory_bytes=40_000_000, side=2_048
)  # fmt: skip


@pytest.fixture
def decoders() -> Iterator[Decoders]:
    own = Decoders()
    yield own
    own.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no such policy")
async def test_decoders_step_back_for_everything_else(decoders: Decoders) -> None:
    if sys.platform == "linux":
        await decoders.decode(SMALL, dear=False)
        await decoders.decode(SMALL, dear=True)

        assert {os.sched_getscheduler(pid) for pid in decoders.pids} == {os.SCHED_BATCH}
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        cheap, dear = (os.getpriority(os.PRIO_PROCESS, pid) for pid in decoders.pids)
        assert (cheap, dear) == (
            min(ours + lanes.CHEAP_NICE, 19),
            min(ours + lanes.DEAR_NICE, 19),
        )
