"""Finds lasting taste in what a person said; in batches, off the hot path."""

from collections.abc import Sequence

from adapters.openai.chat.lenient_types import Forgiving, Shape, Text
from adapters.openai.chat.spoken_text import one_line
from agent.errors import MalformedCompletion, RenderRefused
from agent.planning.prompts import render
from agent.policy.quotations import own_words
from agent.ports import LanguageModel, Usage

PREFERENCES_MAX = 3
LINES_MAX = 60


class PreferenceShape(Shape):
    text: Text
    quote: Text


class DistilShape(Shape):
    preferences: Forgiving[PreferenceShape]


class ModelDistiller:
    """Implements Distiller."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    async def distil(self, said: Sequence[str], *, timeout_seconds: float) -> tuple[Sequence[str], Usage]:
        lines = said[-LINES_MAX:]
        if not lines:
            return (), Usage()
        prompt = render(
            "distil", said=[{"number": number, "text": line} for number, line in enumerate(lines, start=1)]
        )
        try:
            completion = await self._model.complete(prompt, DistilShape, timeout_seconds=timeout_seconds)
        except (MalformedCompletion, RenderRefused) as error:
            return (), Usage(cost_usd=error.cost_usd)
        found = [
            next(
                filter(
                    None,
                    (own_words(one_line(one.text, 160), one_line(one.quote, 160), line) for line in lines),
                ),
                "",
            )
            for one in completion.value.preferences
        ]
        return tuple(dict.fromkeys(text for text in found if text))[:PREFERENCES_MAX], completion.usage
