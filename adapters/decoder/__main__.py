"""Answers job after job until the bot closes the pipe, or is gone."""

import os
import sys
import warnings
from typing import BinaryIO

from adapters.decoder import heif
from adapters.decoder.limits import allow, close_down, let_others_go_first
from adapters.decoder.protocol import read_job, send_answer
from adapters.decoder.tasks import answered


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    while (job := read_job(jobs)) is not None:
        if job.kind == heif.KIND:
            heif.library()
        allow(cpu_seconds=job.cpu_seconds, memory_bytes=job.memory_bytes)
        send_answer(answers, answered(job))


def main() -> None:
    warnings.simplefilter("ignore")  # of a whole process, and this one does nothing but read pictures
    let_others_go_first(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    close_down()
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
