"""Answers page after page until the bot closes the pipe or is gone, or nothing comes for a while: the parser holds 60 MB."""

import os
import select
import sys
import warnings
from typing import BinaryIO

import trafilatura

from adapters.decoder.limits import allow, close_down, let_others_go_first
from adapters.decoder.protocol import TEXT_BYTES_MAX, TEXT_TYPE, Answer, Job, read_job, send_answer

IDLE_SECONDS = 60.0
_WARMING = "<html><body><article><p>Foxes are red and live in woods.</p></article></body></html>"


def answered(job: Job) -> Answer:
    """Raises nothing but what ends the process."""
    try:
        text = trafilatura.extract(job.data, include_comments=False, include_tables=True) or ""
    except MemoryError:
        raise
    except Exception:  # whatever a parser of strangers' pages raises, the page has no text then
        text = ""
    return Answer(data=text.strip().encode(errors="replace")[:TEXT_BYTES_MAX], media_type=TEXT_TYPE)


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    while select.select([jobs], [], [], IDLE_SECONDS)[0] and (job := read_job(jobs)) is not None:
        allow(cpu_seconds=job.cpu_seconds, memory_bytes=job.memory_bytes)
        send_answer(answers, answered(job))


def main() -> None:
    warnings.simplefilter("ignore")  # of a whole process, and this one does nothing but read pages
    let_others_go_first(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    trafilatura.extract(_WARMING)  # what it reads from files it reads now
    close_down()
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
