"""Memories as people are shown them: in the words they were said in, with our own words around them in the reader's language."""

from collections.abc import Mapping

from agent.domain.memory import Memory
from agent.translation.catalogue import N_, _

STANDING_BOARD = "prefers the style board "
"""How the wish begins that a style board is used for whatever names no style."""
_TASTES: Mapping[str, str] = {
    STANDING_BOARD: N_("prefers the style board {what}"),
    "prefers ": N_("prefers {what}"),
    "also prefers ": N_("also prefers {what}"),
    "dislikes ": N_("dislikes {what}"),
    "also dislikes ": N_("also dislikes {what}"),
    "always wants ": N_("always wants {what}"),
    "also always wants ": N_("also always wants {what}"),
    "never wants ": N_("never wants {what}"),
    "also never wants ": N_("also never wants {what}"),
}
"""How a taste begins that is kept: these words are ours, what follows is the person's."""


def standing_board(memory: Memory) -> str:
    """The name of the board that a memory wishes for; "" where it wishes for none."""
    if memory.kind not in ("preference", "rule") or not memory.text.startswith(STANDING_BOARD):
        return ""
    return memory.text.removeprefix(STANDING_BOARD)


def in_readers_words(text: str) -> str:
    """A memory's text; what the person said in it stays as it is."""
    for ours, shown in _TASTES.items():
        if text.startswith(ours):
            return _(shown, what=text.removeprefix(ours))
    return text


def sentence(memory: Memory) -> str:
    """As `Memory.sentence`, to be read."""
    return ": ".join(part for part in (memory.name, in_readers_words(memory.text)) if part)


def in_full(memory: Memory) -> str:
    """As `Memory.in_full`, to be read."""
    if not memory.aliases:
        return sentence(memory)
    return _("{who} (also called {names})", who=sentence(memory), names=", ".join(memory.aliases))
