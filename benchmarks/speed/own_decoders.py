"""Decoding in this process, where a benchmark's clock jumps: for a decoder that is a process of its own nobody would wait."""

from adapters.child_processes.protocol import Answer, Job
from adapters.decoder.tasks import answered
from adapters.media import Decoders


class OwnDecoders(Decoders):
    """For pictures that the benchmark made itself, and for no others."""

    async def decode(self, job: Job, *, dear: bool, seconds: float = 0.0) -> Answer:
        return answered(job)
