"""Keeps a provider that is down from being asked by everyone: a breaker for each, and the next provider in its place.

closed     calls go through; FAILURES_MAX in a row open it
open       calls fail at once, with the time to try again; after OPEN_SECONDS (doubling up to OPEN_SECONDS_MAX) it is half open
half open  one call goes through to see; it closes the breaker, or opens it again. The others wait, spread out, so that the end of an
           outage is no stampede
"""

import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal, TypeVar

from agent.domain.generation import ImageData, RenderedImage, RenderRequest
from agent.domain.incoming import IncomingVoice
from agent.errors import BadImage, MalformedCompletion, ModelUnavailable, RenderRefused, UnknownOutcome
from agent.ports import (
    Clock,
    Completion,
    ContentChecker,
    Embedder,
    ImageModel,
    LanguageModel,
    Prompt,
    Transcriber,
    Transcript,
    Verdict,
)

T = TypeVar("T")
State = Literal["closed", "open", "half open"]

FAILURES_MAX = 5
OPEN_SECONDS = 15.0
OPEN_SECONDS_MAX = 240.0
SPREAD = 0.5
"""Waits are drawn from 1 to 1 + SPREAD times their length."""

log = logging.getLogger(__name__)


class CircuitBreaker:
    """Of one provider, in one process."""

    def __init__(self, name: str, clock: Clock) -> None:
        self.name = name
        self._clock = clock
        self._failures = 0
        self._open_until: float | None = None
        self._open_seconds = OPEN_SECONDS
        self._probing = False

    @property
    def state(self) -> State:
        if self._open_until is None:
            return "closed"
        return "open" if self._clock.monotonic() < self._open_until else "half open"

    async def call(self, make: Callable[[], Awaitable[T]]) -> T:
        """Raises what `make` raises, or ModelUnavailable without having called it."""
        state = self.state
        if state == "open" or (state == "half open" and self._probing):
            raise ModelUnavailable(f"{self.name} does not answer", retry_after_seconds=self._wait())
        is_probe = self._probing = state == "half open"
        try:
            result = await make()
        except (ModelUnavailable, UnknownOutcome) as error:
            if isinstance(error, ModelUnavailable) and error.answered:
                self._answers()  # one person's call that is turned down is no outage for the others
            else:
                self._failed(is_probe=is_probe)
            raise
        except (RenderRefused, BadImage, MalformedCompletion):
            self._answers()
            raise
        finally:
            if is_probe:
                self._probing = False
        self._answers()
        return result

    def _answers(self) -> None:
        if self._open_until is not None:
            log.warning("it answers again", extra={"action": "breaker_closed", "provider": self.name})
        self._failures, self._open_until, self._open_seconds = 0, None, OPEN_SECONDS

    def _failed(self, *, is_probe: bool) -> None:
        if self._open_until is not None and not is_probe:
            return  # it was under way when the breaker opened: no further news
        self._failures += 1
        if is_probe:
            self._open_seconds = min(self._open_seconds * 2, OPEN_SECONDS_MAX)
        if self._open_until is not None or self._failures >= FAILURES_MAX:
            self._open_until = self._clock.monotonic() + self._open_seconds
            facts = {"action": "breaker_open", "provider": self.name, "seconds": self._open_seconds}
            log.warning("it does not answer and is left alone", extra=facts)

    def _wait(self) -> float:
        left = max(0.0, (self._open_until or 0.0) - self._clock.monotonic())
        return max(left, 1.0) * random.uniform(1.0, 1.0 + SPREAD)


async def first_of(breakers: Sequence[CircuitBreaker], calls: Sequence[Callable[[], Awaitable[T]]]) -> T:
    """The answer of the first provider that is up. Raises ModelUnavailable of the one that is soonest to try again. A call that may
    have been carried out (UnknownOutcome) is never made anew elsewhere."""
    soonest: ModelUnavailable | None = None
    for breaker, call in zip(breakers, calls, strict=True):
        try:
            return await breaker.call(call)
        except ModelUnavailable as error:
            if soonest is None or (error.retry_after_seconds or 0.0) < (soonest.retry_after_seconds or 0.0):
                soonest = error
    assert soonest is not None
    raise soonest


class GuardedLanguageModel:
    """The `LanguageModel` of several providers, in order of preference."""

    def __init__(self, providers: Sequence[tuple[CircuitBreaker, LanguageModel]]) -> None:
        self._breakers = [breaker for breaker, _ in providers]
        self._models = [model for _, model in providers]

    async def complete(self, prompt: Prompt, shape: type[T], *, timeout_seconds: float) -> Completion[T]:
        def call(model: LanguageModel) -> Callable[[], Awaitable[Completion[T]]]:
            return lambda: model.complete(prompt, shape, timeout_seconds=timeout_seconds)

        return await first_of(self._breakers, [call(model) for model in self._models])


class GuardedImageModel:
    """The `ImageModel` of several providers, in order of preference."""

    def __init__(self, providers: Sequence[tuple[CircuitBreaker, ImageModel]]) -> None:
        self._breakers = [breaker for breaker, _ in providers]
        self.models = tuple(model for _, model in providers)

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
        on_progress: Callable[[float], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        told = {} if on_progress is None else {"on_progress": on_progress}

        def call(model: ImageModel) -> Callable[[], Awaitable[RenderedImage]]:
            return lambda: model.render(
                request, timeout_seconds=timeout_seconds, on_partial=on_partial, **told
            )

        return await first_of(self._breakers, [call(model) for model in self.models])


class GuardedEmbedder:
    """An `Embedder` behind a breaker. There is no second one: vectors of two models cannot be compared."""

    def __init__(self, breaker: CircuitBreaker, embedder: Embedder) -> None:
        self._breaker = breaker
        self._embedder = embedder
        self.model = embedder.model
        self.dimensions = embedder.dimensions

    async def embed_query(self, text: str) -> Sequence[float]:
        return await self._breaker.call(lambda: self._embedder.embed_query(text))

    async def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return await self._breaker.call(lambda: self._embedder.embed_passages(texts))


class GuardedContentChecker:
    """A `ContentChecker` behind a breaker: one that is away holds up no further turn."""

    def __init__(self, breaker: CircuitBreaker, checker: ContentChecker) -> None:
        self._breaker = breaker
        self._checker = checker
        self.name = checker.name
        self.reads = checker.reads
        self.sees = checker.sees

    async def words(self, text: str, *, timeout_seconds: float) -> Verdict:
        return await self._breaker.call(lambda: self._checker.words(text, timeout_seconds=timeout_seconds))

    async def picture(self, image: ImageData, *, timeout_seconds: float) -> Verdict:
        return await self._breaker.call(lambda: self._checker.picture(image, timeout_seconds=timeout_seconds))


class GuardedTranscriber:
    """A `Transcriber` behind a breaker: one that is away holds up no further message."""

    def __init__(self, breaker: CircuitBreaker, transcriber: Transcriber) -> None:
        self._breaker = breaker
        self._transcriber = transcriber

    async def transcribe(self, voice: IncomingVoice) -> Transcript:
        return await self._breaker.call(lambda: self._transcriber.transcribe(voice))
