"""What is done with one item of WISE: planned, or drawn and judged. Each step is one call that is paid for once."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from adapters.openai.chat.lenient_types import Shape, Text, at_most
from agent.domain.conversation import Author, AuthorId, MessageId, Place, Said, Turn, TurnId
from agent.domain.generation import Evidence, GenerationContext, ImageData, RenderedImage, RenderRequest
from agent.domain.memory import Profile, Recollection
from agent.image_prompt import prompt_of
from agent.ports import LanguageModel, PlanRequest, Prompt
from benchmarks.quality.bench_models import BenchModels
from benchmarks.quality.naming import names
from benchmarks.wise.items import WiseItem

CALL_SECONDS = 600.0
PICTURE_SIDE = 1_024
SENTENCE = "Say in one sentence what the picture that is asked for must show."
JUDGE = (
    "You judge pictures made for WISE, whose prompts do not state what is to be seen but leave it to be known: culture, time, space, "
    "biology, physics, chemistry. You are given the prompt and an explanation of what a right picture shows; the explanation decides. "
    "Beauty does not count. Score 1 only if the picture shows the main things of the prompt and what the explanation says, with "
    "its relations and states, and is clear enough to tell. Score 0 if it follows the words of the prompt alone, if "
    "something of it is missing or wrong, if it cannot be told, or if you are in serious doubt."
)
"""The published protocol (a binary score: right and usable) in words of our own; its text has no licence."""


class SentenceShape(Shape):
    answer_tokens = 120

    sentence: Annotated[Text, at_most(300)] = ""


class ScoreShape(Shape):
    answer_tokens = 200

    why: Annotated[Text, at_most(200)] = ""
    score: int


async def planned(models: BenchModels, item: WiseItem, cost: Callable[[], float]) -> Mapping[str, Any]:
    """Whether the raw prompt, the chat model asked in one sentence, and the plan name the answer."""
    started, before = time.monotonic(), cost()
    plan, usage = await models.planner.plan(_request(item), timeout_seconds=CALL_SECONDS)
    seconds, processor = time.monotonic() - started, cost() - before
    text = f"{plan.context.prompt} {' '.join(evidence.value for evidence in plan.context.slots.values())}".strip()
    sentence, paid = await _sentence(models.language, item)
    return {
        "plan": text, "intent": plan.intent, "sentence": sentence, "notes": list(plan.notes),
        "score": float(names(text, item.explanation, item.prompt)),
        "score_raw": float(names(item.prompt, item.explanation, item.prompt)),
        "score_sentence": float(names(sentence, item.explanation, item.prompt)) if models.language else None,
        "seconds": round(seconds, 2), "processor_seconds": round(processor, 2), "usd": usage.cost_usd + paid,
        "tokens": usage.input_tokens + usage.output_tokens,
    }  # fmt: skip


async def _sentence(language: LanguageModel | None, item: WiseItem) -> tuple[str, float]:
    if language is None:
        return "", 0.0
    prompt = Prompt(name="sentence", system=SENTENCE, user=item.prompt)
    completion = await language.complete(prompt, SentenceShape, timeout_seconds=CALL_SECONDS)
    return completion.value.sentence, completion.usage.cost_usd


async def drawn(models: BenchModels, item: WiseItem, *, plans: bool) -> tuple[RenderedImage, str, float]:
    """A picture of the prompt as it is, or of its plan; what was asked for, and what it cost."""
    subject = Evidence(value=item.prompt, method="said")
    context, paid = GenerationContext(slots={"subject": subject}, seed=item.number, prompt=item.prompt), 0.0
    if plans:
        plan, usage = await models.planner.plan(_request(item), timeout_seconds=CALL_SECONDS)
        made, paid = plan.context, usage.cost_usd
        context = GenerationContext(slots=made.slots, seed=item.number, prompt=made.prompt or prompt_of(made))
    request = RenderRequest(context=context, width=PICTURE_SIDE, height=PICTURE_SIDE)
    image = await models.images.render(request, timeout_seconds=CALL_SECONDS)
    return image, context.prompt, paid + image.cost_usd


async def judged_by(language: LanguageModel, item: WiseItem, image: ImageData) -> tuple[float, float]:
    """The score, 0 or 1, and what it cost."""
    user = f"PROMPT: {item.prompt}\nEXPLANATION: {item.explanation}"
    prompt = Prompt(name="wise_judge", system=JUDGE, user=user, images=(image,))
    completion = await language.complete(prompt, ScoreShape, timeout_seconds=CALL_SECONDS)
    if "unseen" in completion.degraded:
        raise ValueError("the chat model sees no pictures: it cannot judge them. Use --mode plan")
    return float(completion.value.score == 1), completion.usage.cost_usd


def _request(item: WiseItem) -> PlanRequest:
    author = AuthorId("console:wise")
    now = datetime.now(UTC)
    turn = Turn(
        id=TurnId(item.id), place=Place(platform="console", channel="wise", private=True), author=Author(id=author, name="wise"),
        request=Said(text=item.prompt), message=MessageId(item.id), received_at=now,
    )  # fmt: skip
    return PlanRequest(
        turn=turn,
        text=item.prompt,
        profile=Profile(),
        recollection=Recollection(),
        ask_policy="never",
        now=now,
    )
