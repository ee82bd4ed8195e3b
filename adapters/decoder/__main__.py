"""`python -m adapters.decoder`, started by `adapters.media.decoders`."""

from adapters.child_processes.protocol import Job
from adapters.child_processes.serving import run
from adapters.decoder import heif
from adapters.decoder.tasks import answered


def prepare(job: Job) -> None:
    if job.kind == heif.KIND:
        heif.library()


if __name__ == "__main__":
    run(answered, prepare=prepare)
