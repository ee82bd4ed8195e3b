"""A language model with structured output behind any OpenAI-compatible server.

Shapes are asked for by strict schema, else by JSON mode, else in words; what a server cannot do is noticed on the way and
remembered, so that later calls do not ask for it again. A malformed answer is repaired once.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from openai import AsyncOpenAI
from pydantic import BaseModel

from adapters.openai.chat.answer_shapes import Unreadable, described, read
from adapters.openai.chat.dialects import DIALECTS, Api, Said
from adapters.openai.chat.streams import SILENCE_SECONDS
from adapters.openai.chat.ways import NOTES, Ways, lower, question_of
from adapters.openai.errors import TooSlow
from adapters.openai.model_names import ModelName
from adapters.openai.prices import PriceTable
from adapters.openai.retries import Sleep, trying
from adapters.openai.wire_answers import Tokens
from agent.errors import AtelierError, MalformedCompletion, RenderRefused
from agent.ports import Completion, Prompt, Usage
from agent.translation.catalogue import _

T = TypeVar("T")

SHOWN_CHARS_MAX = 4_000
"""Of a malformed answer, what the repair is shown."""


@dataclass(slots=True, kw_only=True)
class _Call:
    """One completion under way: what it has used so far."""

    prompt: Prompt
    started: float
    tokens: Tokens = field(default_factory=Tokens)
    model: str = ""


class OpenAILanguageModel:
    """Implements LanguageModel. Safe to be shared by all turns of a process."""

    def __init__(
        self,
        client: AsyncOpenAI,
        *,
        model: str,
        api: Api = "chat",
        prices: PriceTable | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        silence_seconds: float = SILENCE_SECONDS,
    ) -> None:
        self._client = client
        self._name = ModelName(client, model, sleep=sleep)
        self._speak = DIALECTS[api]
        self._prices = prices or PriceTable()
        self._clock = clock
        self._sleep = sleep
        self._silence_seconds = silence_seconds
        self.ways = Ways()

    @property
    def model(self) -> str:
        """Its name; "" for a server's only one, until that was looked up."""
        return self._name.known

    async def name(self) -> str:
        """The same, looked up where it was not given. Raises ModelUnavailable."""
        return await self._name.get()

    async def complete(self, prompt: Prompt, shape: type[T], *, timeout_seconds: float) -> Completion[T]:
        call = _Call(prompt=prompt, started=self._clock())
        try:
            async with asyncio.timeout(timeout_seconds):
                return await self._complete(call, shape, timeout_seconds)
        except TimeoutError as error:
            late = TooSlow(f"the model took longer than {timeout_seconds:.0f} seconds")
            raise self._charged(call, late) from error
        except AtelierError as error:
            raise self._charged(call, error) from error.__cause__

    async def _complete(self, call: _Call, shape: type[T], timeout_seconds: float) -> Completion[T]:
        call.model = await self._name.get()
        said, ways = await self._ask(call, shape, self.ways, (), timeout_seconds)
        try:
            value, repaired = _read(said, shape), False
        except Unreadable as error:
            ways = ways.after_noise(said)
            mending = (
                ("assistant", said.text[:SHOWN_CHARS_MAX] or "(nothing)"),
                ("user", _mend(error, shape)),
            )
            said, ways = await self._ask(call, shape, ways, mending, timeout_seconds)
            value, repaired = self._read_again(said, shape), True
        self.ways = ways
        notes = [NOTES[ways.how], "repaired" if repaired else ""]
        if call.prompt.images and not ways.sees:
            notes.append("pictures unseen")
        degraded = ", ".join(filter(None, notes))
        return Completion(value=value, usage=replace(self._usage(call), degraded=degraded), degraded=degraded)

    def _read_again(self, said: Said, shape: type[T]) -> T:
        try:
            return _read(said, shape)
        except Unreadable as error:
            raise MalformedCompletion(
                f"the model's answer cannot be read: {error}", text=said.text
            ) from error

    async def _ask(
        self,
        call: _Call,
        shape: type[T],
        ways: Ways,
        mending: tuple[tuple[str, str], ...],
        seconds: float,
    ) -> tuple[Said, Ways]:
        """One answer, with the ways in which it was got. Raises RenderRefused, ModelUnavailable."""
        while True:
            question = question_of(
                call.prompt, shape, ways, mending, model=call.model, silence_seconds=self._silence_seconds
            )
            try:
                said = await trying(
                    lambda question=question: self._speak(
                        self._client, call.model, question, timeout_seconds=seconds
                    ),
                    sleep=self._sleep,
                )
            except AtelierError as error:
                lowered = lower(ways, error.__cause__, question)
                if lowered is None:
                    raise
                ways = lowered
                continue
            call.tokens += said.tokens or Tokens()
            call.model = call.model or said.model
            if said.refusal:
                raise RenderRefused(_("The model would rather not help with that. Try it in other words."))
            return said, ways.after(said, call.model)

    def _usage(self, call: _Call) -> Usage:
        return Usage(
            model=call.model,
            input_tokens=call.tokens.input,
            cached_tokens=call.tokens.cached,
            output_tokens=call.tokens.output,
            cost_usd=self._prices.cost(call.model, call.tokens),
            seconds=self._clock() - call.started,
        )

    def _charged(self, call: _Call, error: AtelierError) -> AtelierError:
        """The error with what was spent before it."""
        error.cost_usd = self._prices.cost(call.model, call.tokens)
        return error


def _read(said: Said, shape: type[T]) -> T:
    """Raises Unreadable."""
    try:
        return read(said.text, shape)
    except Unreadable:
        if said.cut:
            raise Unreadable("the answer was cut off; keep it shorter") from None
        raise


def _mend(error: Unreadable, shape: type[object]) -> str:
    assert issubclass(shape, BaseModel)
    return f"That cannot be used: {error}. Answer the same once more. {described(shape)}"
