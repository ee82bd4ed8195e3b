"""`python -m bot plan "make it night"`: the built-in planner's plan for a text, and the arithmetic that led to it."""

import time
from datetime import UTC, datetime

from adapters.builtin.embedder import NanoEmbedder
from adapters.builtin.language.languages import language_of
from adapters.builtin.planner.deciding import Decision, decided, texts_of
from adapters.builtin.planner.reading.reading import read
from agent.domain.conversation import Author, AuthorId, ImageId, MessageId, Picture, Place, Said, Turn, TurnId
from agent.domain.generation import GenerationContext, Plan
from agent.domain.memory import Profile, Recollection
from agent.ports import PlanRequest


async def plan(text: str, *, on: str = "") -> int:
    """Prints the plan. `on`: the words that the picture at hand was asked for with; "" for none."""
    request = _request(text, on)
    embedder = NanoEmbedder()
    started = time.perf_counter()
    vectors = {one: await embedder.embed_query(one) for one in texts_of(request)}
    decided(request, vectors)  # reads in the words
    embedded = time.perf_counter()
    decision = decided(request, vectors)
    planned = time.perf_counter()
    print("\n".join(_lines(decision)))
    print(
        f"read in {embedded - started:.2f} s, planned in {(planned - embedded) * 1000:.1f} ms beside the embedding"
    )
    return 0


def _lines(decision: Decision) -> list[str]:
    found: Plan = decision.plan
    slots = [
        f"  {name}: {evidence.value} ({evidence.method})" for name, evidence in found.context.slots.items()
    ]
    questions = [f"  asks: {gap.question}" for gap in found.gaps]
    told = [f"  keeps: {one.kind} {one.name} {one.text}" for one in found.statements]
    said = [f"  says: {line}" for line in (found.answer, *found.notes) if line]
    return [f"{found.intent} ({found.language})", *slots, *questions, *told, *said, *decision.arithmetic]


def _request(text: str, on: str) -> PlanRequest:
    now = datetime.now(UTC)
    author = Author(id=AuthorId("console:you"), name="you")
    turn = Turn(
        id=TurnId("plan"), place=Place(platform="console", channel="plan", private=True), author=author,
        request=Said(text=text), message=MessageId("u1"), received_at=now,
    )  # fmt: skip
    shown = GenerationContext(slots=read(on, language_of(on)).evidence())
    base = Picture(
        id=ImageId("base"),
        turn=turn.id,
        message=MessageId("b1"),
        author=author.id,
        context=shown,
        caption=on,
        at=now,
    )
    return PlanRequest(
        turn=turn,
        text=text,
        profile=Profile(),
        recollection=Recollection(),
        base=base if on else None,
        now=now,
    )
