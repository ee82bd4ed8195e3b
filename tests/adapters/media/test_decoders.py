"""The processes that read pictures: killed, crashed, abandoned, and gone when they should be."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

import pytest

from adapters import decoder as program
from adapters.child_processes import lane as lanes
from adapters.child_processes import process as processes
from adapters.child_processes.process import ChildProcess, Died
from adapters.child_processes.protocol import Job
from adapters.media import Decoders, PillowGate
from agent.errors import BadImage
from simulators import hostile_pictures as hostile
from tests.patience import PATIENCE_SECONDS, blocking_until, until

ENDLESS = Job(
    task="admit", data=hostile.many_layers(layers=20_000), shown="It", kind="JPEG", cpu_seconds=1, memory_bytes=200_000_000,
    side=2_048,
)  # fmt: skip
"""Ninety seconds and more of the processor, for whom nothing stops."""
SMALL = Job(
    task="admit",
    data=hostile.honest(),
    shown="It",
    kind="JPEG",
    cpu_seconds=3,
    memory_bytes=40_000_000,
    side=2_048,
)


@pytest.fixture
async def decoders() -> AsyncIterator[Decoders]:
    own = Decoders()
    yield own
    own.close()


@pytest.fixture
async def decoder() -> AsyncIterator[ChildProcess]:
    own = ChildProcess(program.__name__, nice=0)
    yield own
    own.end()


def is_running(pid: int) -> bool:
    """Not gone, and no zombie that nobody buries."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(told.stdout.strip()) and not told.stdout.startswith("Z")


def test_who_uses_up_the_processor_is_ended_by_the_kernel_and_replaced(decoder: ChildProcess) -> None:
    with pytest.raises(Died) as caught:
        decoder.run(ENDLESS, seconds=PATIENCE_SECONDS)

    assert caught.value.slow
    first = decoder.pid
    assert decoder.run(SMALL, seconds=PATIENCE_SECONDS).width == 640
    assert decoder.pid != first


def test_who_does_not_answer_in_time_is_killed_and_replaced(decoder: ChildProcess) -> None:
    decoder.run(SMALL, seconds=PATIENCE_SECONDS)
    assert decoder.pid is not None
    os.kill(decoder.pid, signal.SIGSTOP)  # it does nothing, which costs no processor
    rescue = threading.Timer(PATIENCE_SECONDS, os.kill, (decoder.pid, signal.SIGKILL))
    rescue.start()  # where nobody else ends it, this test is to fail and not to hang

    with pytest.raises(Died) as caught:
        decoder.run(SMALL, seconds=0.1)

    rescue.cancel()
    assert caught.value.slow
    assert decoder.run(SMALL, seconds=PATIENCE_SECONDS).width == 640


async def test_a_codec_that_crashes_costs_one_picture(
    decoders: Decoders, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = PillowGate(decoders)
    await gate.admit(hostile.honest())
    real, strikes = processes.send_job, iter([signal.SIGSEGV, signal.SIGKILL])

    def send_and_strike(pipe: BinaryIO, job: Job) -> None:
        strike = next(strikes, None)
        if strike is not None:
            os.kill(decoders.pids[0], strike)
        real(pipe, job)

    monkeypatch.setattr(processes, "send_job", send_and_strike)

    for _ in range(2):
        with pytest.raises(BadImage, match=r"cat\.png is damaged"):
            await gate.admit(hostile.honest(), name="cat.png")
    assert (await gate.admit(hostile.honest())).width == 640


async def test_who_waits_too_long_is_told_so_and_holds_no_place(
    decoders: Decoders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "WAIT_SECONDS", 0.0)
    gate = PillowGate(decoders)

    with pytest.raises(BadImage, match="had to wait too long"):
        await gate.admit(hostile.honest())

    monkeypatch.undo()
    assert (await gate.admit(hostile.honest())).width == 640


async def test_a_queue_that_is_full_takes_no_more_and_says_so(
    decoders: Decoders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "WAITING_MAX", 5)
    gate = PillowGate(decoders)

    found = await asyncio.gather(*(gate.admit(hostile.honest()) for _ in range(9)), return_exceptions=True)

    refused = [str(each) for each in found if isinstance(each, BadImage)]
    assert len(refused) == 4
    assert all("many pictures are coming in" in each for each in refused)


async def test_whoever_stops_waiting_leaves_the_place_to_others(decoders: Decoders) -> None:
    gate = PillowGate(decoders)
    tasks = [asyncio.create_task(gate.admit(hostile.honest())) for _ in range(20)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()

    found = await asyncio.gather(*tasks, return_exceptions=True)

    assert all(isinstance(each, asyncio.CancelledError) for each in found)
    assert (await gate.admit(hostile.honest())).width == 640


async def test_closing_ends_what_is_being_read_at_once_and_leaves_nothing() -> None:
    before = len(os.listdir("/dev/fd"))
    decoders = Decoders()
    reading = asyncio.create_task(decoders.decode(ENDLESS, dear=True))
    await until(lambda: decoders.pids)
    pids = decoders.pids

    decoders.close()

    with pytest.raises(BadImage, match="in a minute"):
        await PillowGate(decoders).admit(hostile.honest())
    with pytest.raises(BadImage):
        await reading
    assert not any(map(is_running, pids))
    assert len(os.listdir("/dev/fd")) == before


def test_a_decoder_that_is_ended_just_as_it_is_given_work_says_so(
    decoder: ChildProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = processes.send_job

    def end_and_send(pipe: BinaryIO, job: Job) -> None:
        decoder.end()
        real(pipe, job)

    monkeypatch.setattr(processes, "send_job", end_and_send)

    with pytest.raises(Died):
        decoder.run(SMALL, seconds=PATIENCE_SECONDS)


async def test_a_process_that_ends_waits_for_no_dear_picture_and_reads_the_cheap_ones(
    decoders: Decoders,
) -> None:
    gate = PillowGate(decoders)
    reading = [asyncio.create_task(decoders.decode(ENDLESS, dear=True)) for _ in range(3)]
    await until(lambda: decoders.pids)

    gate.finish()

    found = await asyncio.gather(*reading, return_exceptions=True)
    assert all(isinstance(each, BadImage) and "in a minute" in str(each) for each in found)
    assert (await gate.admit(hostile.honest())).width == 640


@pytest.mark.parametrize("strike", [signal.SIGKILL, signal.SIGTERM])
def test_decoders_end_with_the_bot_however_it_ends(strike: signal.Signals) -> None:
    program = (
        "import asyncio, threading\n"
        "from adapters.media import Decoders, PillowGate\n"
        "from simulators import hostile_pictures as hostile\n"
        "decoders = Decoders()\n"
        "asyncio.run(PillowGate(decoders).admit(hostile.honest()))\n"
        "print(*decoders.pids, flush=True)\n"
        "threading.Event().wait()\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        pids = [int(pid) for pid in bot.stdout.readline().split()]
        alive = [is_running(pid) for pid in pids]
        bot.send_signal(strike)

    assert alive == [True]
    blocking_until(lambda: not any(map(is_running, pids)))


def test_a_decoder_sees_nothing_of_the_bot(decoder: ChildProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    decoder.run(SMALL, seconds=PATIENCE_SECONDS)

    told = subprocess.run(["ps", "eww", "-p", str(decoder.pid)], capture_output=True, text=True, check=True)

    assert "adapters.decoder" in told.stdout
    assert "secret" not in told.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a process's limits to others")
def test_a_decoder_may_write_no_file_and_leave_no_core(decoder: ChildProcess) -> None:
    decoder.run(SMALL, seconds=PATIENCE_SECONDS)

    told = Path(f"/proc/{decoder.pid}/limits").read_text().splitlines()
    soft = {line[:26].strip(): line[26:].split()[0] for line in told[1:]}
    assert (soft["Max file size"], soft["Max core file size"]) == ("0", "0")


async def test_the_bot_comes_before_its_decoders_and_cheap_pictures_before_dear_ones(
    decoders: Decoders,
) -> None:
    await decoders.decode(SMALL, dear=False)
    (cheap,) = decoders.pids
    await decoders.decode(SMALL, dear=True)
    (dear,) = {*decoders.pids} - {cheap}

    priorities = [os.getpriority(os.PRIO_PROCESS, pid) for pid in (os.getpid(), cheap, dear)]
    assert priorities == sorted(set(priorities)), "the lower is served first"


def test_a_decoder_is_of_the_bot_s_session_so_that_its_priority_counts_and_of_a_group_of_its_own(
    decoder: ChildProcess,
) -> None:
    """Linux gives each session the same share of the processor, whatever the priorities in it; Ctrl-C is for a terminal's group."""
    decoder.run(SMALL, seconds=PATIENCE_SECONDS)

    assert decoder.pid is not None
    assert os.getsid(decoder.pid) == os.getsid(0)
    assert os.getpgid(decoder.pid) == decoder.pid != os.getpgid(0)
