"""Tries a model with real plans, from the full size down, and takes the largest that it fills in rightly in a reasonable time. A model
that only writes fast, or only writes well-formed JSON, is not yet one that plans."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.openai.chat.spoken_text import is_quoted, stands_in
from adapters.openai.errors import TooSlow
from adapters.openai.planner.plan_sizes import CONTRACTS
from agent.domain.conversation import Author, AuthorId, ImageId, MessageId, Picture, Place, Said, Turn, TurnId
from agent.domain.generation import Evidence, GenerationContext, Plan
from agent.domain.memory import Memory, MemoryId, MemoryScope, Profile, Recollection
from agent.domain.plan_sizes import PlanSize, PlanTrial
from agent.errors import MalformedCompletion, RenderRefused
from agent.ports import Completion, LanguageModel, PlanRequest

SIZES: tuple[PlanSize, ...] = ("full", "compact", "hints")
TRIAL_SECONDS = 30.0
"""Of one call. A person waits no longer before the picture is even begun."""
NAME = "trial"
_NOW = datetime.fromisoformat("2026-11-30T12:00:00+00:00")
_AUTHOR = AuthorId(f"console:{NAME}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A request, and whether a plan of it is right. `simple` stands in for the built-in planner's plan, and knows as little as can be:
    nothing but the model's own answer is judged. Sizes that would not ask the model are not tried with it."""

    request: PlanRequest
    simple: Plan
    is_right: Callable[[Plan], bool]


async def try_plans(
    model: LanguageModel,
    *,
    name: str,
    sizes: Sequence[PlanSize] = SIZES,
    clock: Callable[[], float] = time.monotonic,
    seconds: float = TRIAL_SECONDS,
) -> PlanTrial:
    """The trial of the model called `name`; of `sizes`, largest first, the last one is taken without being right. Raises
    ModelUnavailable where the server is away."""
    trial = PlanTrial(model=name, size=sizes[-1], finished=False, seconds=seconds, tokens_per_second=0.0)
    for size in sizes:
        found, is_right = await _tried(model, name, size, clock, seconds)
        trial = found if found.finished or size == sizes[-1] else trial
        if is_right:
            break
    return trial


async def _tried(
    model: LanguageModel, name: str, size: PlanSize, clock: Callable[[], float], seconds: float
) -> tuple[PlanTrial, bool]:
    contract, longest, tokens, spent, is_right = CONTRACTS[size], 0.0, 0, 0.0, True
    for sample in (one for one in SAMPLES if not contract.settled(one.simple, one.request)):
        prompt, started = contract.prompt(sample.request, sample.simple), clock()
        try:
            completion: Completion[object] = await model.complete(
                prompt, contract.shape, timeout_seconds=seconds
            )
        except TooSlow:
            return PlanTrial(
                model=name, size=size, finished=False, seconds=seconds, tokens_per_second=0.0
            ), False
        except (MalformedCompletion, RenderRefused):
            is_right = False
            break
        took = clock() - started
        longest, tokens, spent = max(longest, took), tokens + completion.usage.output_tokens, spent + took
        is_right = is_right and sample.is_right(
            contract.plan(completion.value, sample.request, sample.simple)
        )
        if not is_right:
            break
    rate = round(tokens / spent, 1) if spent else 0.0
    return PlanTrial(
        model=name, size=size, finished=tokens > 0, seconds=round(longest, 1), tokens_per_second=rate
    ), is_right  # fmt: skip


# --- the samples -------------------------------------------------------------------------------------------------


def _request(text: str, *, memories: Sequence[Memory] = (), base: Picture | None = None) -> PlanRequest:
    turn = Turn(
        id=TurnId(NAME), place=Place(platform="console", channel=NAME, private=True), author=Author(id=_AUTHOR, name=NAME),
        request=Said(text=text), message=MessageId(NAME), received_at=_NOW,
    )  # fmt: skip
    return PlanRequest(
        turn=turn,
        text=text,
        profile=Profile(memories=tuple(memories)),
        recollection=Recollection(),
        base=base,
        now=_NOW,
    )


_SIGN = "OPEN LATE"
_NEW = Plan(
    intent="create", context=GenerationContext(slots={"subject": Evidence(value=NAME, method="said")})
)
_RIDDLE = "a still life with the long yellow fruit that monkeys are said to love"
_OPEN = Plan(
    intent="create", context=GenerationContext(slots={"subject": Evidence(value=_RIDDLE, method="said")})
)
_CHANGE = Plan(intent="edit", context=GenerationContext(base=NAME))
_TALK = Plan(intent="chat")
_LIKES = Memory(
    id=MemoryId(NAME), scope=MemoryScope(kind="user", key=_AUTHOR), kind="preference", text="prefers watercolour", author=_AUTHOR,
    valid_from=_NOW,
)  # fmt: skip
_BEFORE = Picture(
    id=ImageId(NAME), turn=TurnId(NAME), message=MessageId(NAME), author=_AUTHOR, caption="a cottage by a lake", at=_NOW,
    context=GenerationContext(slots={"subject": Evidence(value="a cottage by a lake", method="said")}),
)  # fmt: skip


def _sign_is_right(plan: Plan) -> bool:
    value = plan.context.value
    return (
        plan.intent == "create"
        and "owl" in f"{value('subject')} {value('character')}".lower()
        and "watercolo" in value("style").lower()
        and is_quoted(value("text") or _SIGN, _SIGN)
    )


def _winter_is_right(plan: Plan) -> bool:
    said = " ".join(evidence.value for evidence in plan.context.slots.values())
    return plan.intent in ("edit", "restyle") and plan.context.base == NAME and stands_in("winter", said)


def _thanks_are_right(plan: Plan) -> bool:
    return plan.intent in ("chat", "about_image")


def _fruit_is_right(plan: Plan) -> bool:
    said = " ".join((plan.context.prompt, *(evidence.value for evidence in plan.context.slots.values())))
    return plan.intent == "create" and "banana" in said.lower()


SAMPLES = (
    Sample(
        request=_request(f"Draw an owl behind a shop counter. The sign says “{_SIGN}”. No people.", memories=[_LIKES]),
        simple=_NEW, is_right=_sign_is_right,
    ),
    Sample(request=_request("make it winter", base=_BEFORE), simple=_CHANGE, is_right=_winter_is_right),
    Sample(request=_request("thank you, that is lovely!", base=_BEFORE), simple=_TALK, is_right=_thanks_are_right),
    Sample(request=_request(_RIDDLE), simple=_OPEN, is_right=_fruit_is_right),
)  # fmt: skip
