"""What an error of ours is called to the person whose turn it ended. Pure; the life cycle of a turn is in `turns.py`."""

from agent.errors import (
    AtelierError,
    BadInput,
    Cancelled,
    ModelUnavailable,
    Refused,
    RenderRefused,
    Unavailable,
    UnknownOutcome,
)

LOST = (
    "The picture may have been drawn, but it never reached me, and I do not pay for it twice on my own. "
    "Press Again or ask once more if you want another try."
)


def words_for(error: AtelierError) -> str | None:
    """A kind sentence; None for what is a defect of ours, or not to be told."""
    match error:
        case UnknownOutcome():
            return LOST
        case RenderRefused():
            return str(error) or "The image service refused to draw that. Try it in other words."
        case Cancelled():
            return "Cancelled."
        case Unavailable(lasting=True):
            return f"{_what(error)} cannot be used as this bot is set up. Whoever runs it has to look at it (`python -m bot check`)."
        case Unavailable():
            return f"{_what(error)} has not answered for a while, so I gave up. Please try again later."
        case Refused() | BadInput():
            return str(error)
        case _:
            return None


def apology(number: str) -> str:
    """For a defect of ours. `number` lets the operator find it in the log."""
    return f"Something went wrong on my side, and I am sorry. If it happens again, tell the operator this number: {number}"


def waiting(error: Unavailable, seconds: float) -> str:
    """Shown in the working message while something outside is down."""
    return f"{_what(error).lower()} does not answer; I try again by myself in {_rounded(seconds)}"


def _what(error: Unavailable) -> str:
    return "The model" if isinstance(error, ModelUnavailable) else "Something I need"


def _rounded(seconds: float) -> str:
    return "a few seconds" if seconds < 10 else f"about {round(seconds / 5) * 5} seconds"
