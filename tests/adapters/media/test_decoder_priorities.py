"""At the processor, decoders come after everything else."""

import os
import sys
from collections.abc import Iterator

import pytest

from adapters.child_processes.protocol import Job
from adapters.decoder.sizes import least_of
from adapters.media import Decoders
from adapters.media import decoders as lanes
from adapters.media.headers import header_of, reading_seconds
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


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(hostile.many_layers(layers=20), "JPEG", id="layers"),
        pytest.param(hostile.deep(colours=hostile.GREY), "PNG", id="a deep PNG"),
        pytest.param(hostile.png(3_300, 2_500, colours=hostile.COLOUR_CLEAR), "PNG", id="the largest of the cheap"),
        pytest.param(hostile.one_colour_webp(2_900, 2_900), "WEBP", id="WebP"),
    ],
)  # fmt: skip
def test_a_telephone_s_photograph_goes_before_what_is_made_to_be_dear(data: bytes, kind: str) -> None:
    least = least_of(Job(task="admit", data=b"", shown="It", side=2_048))
    photograph = reading_seconds(header_of(hostile.honest(4_000, 3_000), "JPEG", least=least), "JPEG")

    assert 3 * photograph < reading_seconds(header_of(data, kind, least=least), kind)
