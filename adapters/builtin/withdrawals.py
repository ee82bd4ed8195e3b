"""Tells words that take a wish back ("never mind", "lass es") from others: as the built-in planner reads them, in all its languages."""

from collections.abc import Mapping
from contextlib import suppress

from adapters.builtin.embedder import NanoEmbedder
from adapters.builtin.language.languages import language_of
from adapters.builtin.planner.intents.choice import chosen
from adapters.builtin.planner.intents.examples import Likeness, likeness
from adapters.builtin.planner.intents.words import AtHand, Words
from agent.errors import ModelUnavailable
from agent.ports import Embedder

INTENT = "never_mind"
WISHES = ("draw", "change")
CHARS_MAX = 200
"""Longer words wish for something."""


class BuiltInWithdrawals:
    """Port `agent.ports.Withdrawals`."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder or NanoEmbedder()

    async def withdraws(self, text: str) -> bool:
        plain = text.strip()
        if not plain or len(plain) > CHARS_MAX:
            return False
        near: Mapping[str, Likeness] = {}
        with suppress(ModelUnavailable):  # then the plain evidence decides
            near = likeness(await self._embedder.embed_query(plain))
        words = Words(text=plain, language=language_of(plain), at_hand=AtHand(has_base=True))
        return chosen(words, near).intent == INTENT and not _is_like_a_wish(near)


def _is_like_a_wish(near: Mapping[str, Likeness]) -> bool:
    """Words that speak of nothing may still wish for something ("draw nothing but snow"): by the examples they are more like a wish."""
    return bool(near) and max(near[wish].points for wish in WISHES) > near[INTENT].points
