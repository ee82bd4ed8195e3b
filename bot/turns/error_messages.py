"""What an error of ours is called to the person whose turn it ended, in the language at hand."""

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
from agent.translation.catalogue import N_, _, ngettext

LOST = N_(
    "The picture may have been drawn, but it never reached me, and I do not pay for it twice on my own. "
    "Press Again or ask once more if you want another try."
)


def words_for(error: AtelierError) -> str | None:
    """A kind sentence; None for what is a defect of ours, or not to be told."""
    match error:
        case UnknownOutcome():
            return _(LOST)
        case RenderRefused():
            return _(str(error)) or _("The image service refused to draw that. Try it in other words.")
        case Cancelled():
            return _("Cancelled.")
        case Unavailable():
            return _out_of_reach(error)
        case Refused() | BadInput():
            return _(str(error))
        case AtelierError():
            return None


def apology(number: str) -> str:
    """For a defect of ours. `number` lets the operator find it in the log."""
    return _(
        "Something went wrong on my side, and I am sorry. If it happens again, tell the operator this number: {number}",
        number=number,
    )


def waiting(error: Unavailable, seconds: float) -> str:
    """Shown in the working message while something outside is down."""
    rounded = 0 if seconds < 10 else round(seconds / 5) * 5
    if isinstance(error, ModelUnavailable):
        return (
            ngettext(
                "the model does not answer; I try again by myself in about {n} second",
                "the model does not answer; I try again by myself in about {n} seconds",
                rounded,
            )
            if rounded
            else _("the model does not answer; I try again by myself in a few seconds")
        )
    return (
        ngettext(
            "something I need does not answer; I try again by myself in about {n} second",
            "something I need does not answer; I try again by myself in about {n} seconds",
            rounded,
        )
        if rounded
        else _("something I need does not answer; I try again by myself in a few seconds")
    )


def _out_of_reach(error: Unavailable) -> str:
    is_model = isinstance(error, ModelUnavailable)
    if error.lasting:
        return (
            _(
                "The model cannot be used as this bot is set up. Whoever runs it has to look at it (`python -m bot check`)."
            )
            if is_model
            else _(
                "Something I need cannot be used as this bot is set up. Whoever runs it has to look at it (`python -m bot check`)."
            )
        )
    return (
        _("The model has not answered for a while, so I gave up. Please try again later.")
        if is_model
        else _("Something I need has not answered for a while, so I gave up. Please try again later.")
    )
