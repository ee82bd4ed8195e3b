"""What is said of a file or a voice message that cannot be taken in, the same on every platform."""

from agent.limits import VOICE_SECONDS_MAX
from agent.translation.catalogue import N_, ngettext

NOT_LISTENING = N_("I cannot listen to voice messages here; write it, please.")


def voice_too_long() -> str:
    return ngettext(
        "I listen to voice messages of up to {n} minute. Say it shorter, or write it, please.",
        "I listen to voice messages of up to {n} minutes. Say it shorter, or write it, please.",
        round(VOICE_SECONDS_MAX / 60),
    )
