"""`python -m adapters.page_reader`, started by `adapters.http.page_readers`; the parser holds 60 MB, so that it ends when nothing comes."""

import trafilatura

from adapters.child_processes.protocol import TEXT_BYTES_MAX, TEXT_TYPE, Answer, Job
from adapters.child_processes.serving import run

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


if __name__ == "__main__":
    run(answered, warm_up=lambda: trafilatura.extract(_WARMING), idle_seconds=IDLE_SECONDS)
