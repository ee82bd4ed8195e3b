"""The planner that needs no key and no network: reads what is written, adds what memory says, asks where neither tells.

Deterministic: the same request gives the same plan. What a message wants is told by its likeness to examples (data/examples.toml) and by
plain evidence; the rest is read by one small grammar.
"""

import asyncio
from dataclasses import replace
from threading import Thread

from adapters.builtin.embedder import NanoEmbedder
from adapters.builtin.language import languages, lexicon, small_words
from adapters.builtin.planner.deciding import Vectors, decided, texts_of
from adapters.builtin.planner.intents import examples
from adapters.builtin.planner.named_people import renamed
from agent.domain.generation import Plan
from agent.errors import ModelUnavailable
from agent.planning.spoken_language import reply_language
from agent.ports import Embedder, PlanRequest, Usage
from agent.translation.catalogue import speaking
from agent.translation.written_language import tell_of


class BuiltInPlanner:
    """Port `agent.ports.Planner`. Its words (names of things in fourteen languages) take about half a second to load: that
    begins when the planner is made, beside whatever else the process starts."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        """`embedder`: the built-in one of the process, so that recall and planning embed a message once between them."""
        self._embedder = embedder or NanoEmbedder()
        self._loading = Thread(target=_load, name="words", daemon=True)
        self._loading.start()

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        """The plan; `timeout_seconds` is met by not waiting for anything but the words and the embedder, without which plain
        evidence decides. Raises nothing."""
        if self._loading.is_alive():
            await asyncio.to_thread(self._loading.join, timeout_seconds)
        read = renamed(request)
        vectors = await self._embedded(texts_of(read.request))
        with speaking(_language_of(request)):
            decision = decided(read.request, vectors)
        plan = read.said_again(decision.plan)
        return replace(plan, is_reading=True), Usage(model="offline", told=decision.arithmetic)

    async def _embedded(self, texts: tuple[str, ...]) -> Vectors:
        try:
            return {text: await self._embedder.embed_query(text) for text in texts}
        except ModelUnavailable:
            return {}


def _language_of(request: PlanRequest) -> str:
    """The catalogue that its sentences come from: the one that the person chose, else of the language that the message tells, else the
    one at hand. The planner knows more words of sixteen languages than the core."""
    if request.language:
        return request.language
    told = languages.told_language_of(request.text)
    return reply_language(planned=told, written=tell_of(request.text)) if told else ""


def _load() -> None:
    """Everything that is kept for the life of the process and costs more than a moment."""
    examples.likeness([0.0] * examples.DIMENSIONS)
    small_words.things()
    for each in lexicon.LANGUAGES:
        small_words.settings(each)
    small_words.things_named("en")
