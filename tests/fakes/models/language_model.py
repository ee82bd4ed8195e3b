"""A language model that says what it is told to say, and remembers what it was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from agent.errors import AtelierError, MalformedCompletion, ModelUnavailable
from agent.ports import Completion, Prompt, Usage

T = TypeVar("T")
Says = str | AtelierError | Callable[[Prompt], str]


@dataclass(slots=True, kw_only=True)
class FakeLanguageModel:
    """The `LanguageModel`. `says` are its answers in turn; the last one is repeated when `repeats`. An error is raised."""

    says: list[Says] = field(default_factory=list)
    repeats: bool = False
    asked: list[Prompt] = field(default_factory=list)
    cost_usd: float = 0.01
    """Of one answer."""
    degraded: str = ""

    async def complete(self, prompt: Prompt, shape: type[T], *, timeout_seconds: float) -> Completion[T]:
        assert issubclass(shape, BaseModel)
        self.asked.append(prompt)
        for answers in (1, 2):
            text = self._next(prompt)
            try:
                value = shape.model_validate_json(text)
            except ValidationError:
                continue
            usage = Usage(
                model="fake",
                input_tokens=10 * answers,
                output_tokens=answers,
                cost_usd=self.cost_usd * answers,
            )
            return Completion(value=value, usage=usage, degraded="repaired" if answers > 1 else self.degraded)
        error = MalformedCompletion("the fake's answer cannot be read", text=text)
        error.cost_usd = self.cost_usd * 2
        raise error

    def _next(self, prompt: Prompt) -> str:
        if not self.says:
            raise ModelUnavailable("the fake has nothing to say")
        answer = self.says[0] if self.repeats and len(self.says) == 1 else self.says.pop(0)
        if isinstance(answer, AtelierError):
            raise answer
        return answer if isinstance(answer, str) else answer(prompt)
