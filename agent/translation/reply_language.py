"""In which language a reply is: one rule for every platform (docs/decisions/0016). Pure."""

from agent.translation.catalogue import is_spoken
from agent.translation.languages import ENGLISH, catalogue_name
from agent.translation.written_language import Tell

READABLE_WORDS = 4
"""A planner's reading of fewer words is a guess."""
NOTHING_TOLD = Tell()


def reply_language(
    *,
    setting: str = "",
    written: Tell = NOTHING_TOLD,
    planned: str = "",
    wrote: str = "",
    platform: str = "",
    channel: str = "",
) -> str:
    """The catalogue to speak from, the first of these that is known and spoken:

    setting   what the person chose
    written   what the message tells of its language, where it is sure; between several, the others below decide
    planned   the language of the message, as its planner read it (BCP 47), where there was enough to read; English counts only where
              the message tells of it, for planners say so where they know nothing
    wrote     the language they wrote in before
    platform  what their app says
    weakly    a planner's guess, then what the message tells weakly
    channel   what the channel's moderators chose
    """
    if setting:
        return _spoken(setting)
    known = tuple(name for name in (wrote, platform) if name)
    guess = _guess(planned, written)
    if written.is_sure:
        return _spoken(
            next((name for name in (*known, guess) if name in written.languages), written.likeliest)
        )
    if guess and is_readable(written):
        return _spoken(guess)
    return next((_spoken(name) for name in (*known, guess, written.likeliest, channel) if name), ENGLISH)


def is_readable(written: Tell) -> bool:
    """Whether there is enough for somebody who knows the words to tell the language."""
    return written.is_sure or written.words >= READABLE_WORDS


def _guess(planned: str, written: Tell) -> str:
    """A planner's language as a catalogue, or as it is where none is spoken; "" where it may be no more than its usual English."""
    if planned == ENGLISH and ENGLISH not in written.languages:
        return ""
    if written.possible and catalogue_name(planned) not in (*written.possible, ENGLISH, ""):
        return ""  # it lacks a letter of the text, which has no word of it
    return catalogue_name(planned) or planned


def _spoken(name: str) -> str:
    return name if is_spoken(name) else ENGLISH
