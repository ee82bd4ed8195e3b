"""The life of a child: limits before anything of a stranger's is read, then job after job."""

import os
import select
import sys
import warnings
from collections.abc import Callable

from adapters.child_processes.limits import allow, close_down, let_others_go_first
from adapters.child_processes.protocol import Answer, Job, read_job, send_answer


def run(
    answered: Callable[[Job], Answer],
    *,
    warm_up: Callable[[], object] | None = None,
    prepare: Callable[[Job], object] | None = None,
    idle_seconds: float | None = None,
) -> None:
    """Until the bot closes the pipe or is gone, or nothing comes for `idle_seconds`. `warm_up` reads what is read from files later, where
    that is forbidden; `prepare` loads what a job needs before its memory is counted. `answered` raises
    nothing but what ends the process."""
    warnings.simplefilter("ignore")  # of a whole process, and this one does nothing else
    let_others_go_first(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    if warm_up is not None:
        warm_up()
    close_down()
    jobs = sys.stdin.buffer
    while select.select([jobs], [], [], idle_seconds)[0] and (job := read_job(jobs)) is not None:
        if prepare is not None:
            prepare(job)
        allow(cpu_seconds=job.cpu_seconds, memory_bytes=job.memory_bytes)
        send_answer(answers, answered(job))
