"""How large a picture comes out, and how much smaller a JPEG can be read to begin with."""

from adapters.child_processes.protocol import Job

DRAFTS = (8, 4, 2)
"""By how much libjpeg reduces while it reads."""
ADMITTED_SHARE = 0.9
"""A photograph that can be read at half its size is, if that leaves so much of the longest side that is kept: 4,000 pixels become
2,000 and not 2,048, in a fifth of the memory."""


def within(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size in its ratio, at most `side` pixels on the longer side; never larger than it is."""
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def draft_of(size: tuple[int, int], least: int) -> int:
    """The reduction (1 | 2 | 4 | 8) that leaves at least `least` pixels on the longer side; 0: all of them."""
    if not least:
        return 1
    width, height = within(size, least)
    scale = min(size[0] // width, size[1] // height)
    return next((draft for draft in DRAFTS if scale >= draft), 1)


def least_of(job: Job) -> int:
    """Pixels that reading must leave of the longer side; 0: all of them."""
    match job.task:
        case "admit":
            return round(job.side * ADMITTED_SHARE)
        case "thumbnail" | "sticker":
            return job.side
        case "mask" | "page":
            return 0
