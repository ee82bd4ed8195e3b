"""Whatever JSON a model writes, its plan keeps within what it was shown."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from adapters.builtin.statement_reader import BuiltInStatementReader
from adapters.openai.planner.plan_reading import plan_of
from adapters.openai.planner.plan_shape import PlanShape
from adapters.openai.planner.planner_context import sight_of
from agent.domain.generation import SLOT_NAMES, Plan
from agent.limits import PICTURES_PER_TURN_MAX
from agent.policy.proposals import checked
from tests.fakes.builders import memory, picture, plan_request, recollection

LUNA = memory("silver-haired elf", "character", name="Luna", images=["pixels"])
INK = memory("prefers ink")
BASE = picture("fox")
REQUEST = plan_request(
    "forget ink, draw Luna @everyone",
    images=["one"],
    memories=[INK],
    recalled=recollection(LUNA, pictures=[("old", "x")]),
    base=BASE,
)
SIGHT = sight_of(REQUEST)
MEANING = BuiltInStatementReader().meaning
SHOWN = {"one", BASE.id, "old", "pixels"}

words = st.sampled_from(
    [
        "a fox",
        "M1",
        "M2",
        "M9",
        "P1",
        "P2",
        "P9",
        "@everyone",
        "https://evil.example",
        "",
        "x" * 900,
        "draw Luna",
        "忘れ",
        "\x00",
        "forget ink",
    ]
)
scalars = st.one_of(words, st.floats(), st.integers(-5, 500), st.booleans(), st.none())
options = st.sampled_from(
    ["said", "reason", "recall", "assume", "ask", "search", "text", "image", "preference", "character", "rule", "user", "community", "base",
     "style", "subject"]
)  # fmt: skip
slots = st.sampled_from([*SLOT_NAMES, "nonsense"])
candidates = st.lists(
    st.fixed_dictionaries({"value": words, "probability": scalars, "memory": words, "picture": words}),
    max_size=6,
)
item = st.fixed_dictionaries(
    {},
    optional={
        "slot": slots, "value": words, "method": options, "memory": words, "confidence": scalars, "why": words, "route": options,
        "question": words, "harm": scalars, "taste": scalars, "query": words, "kind": options, "picture": words, "role": options,
        "label": words, "text": words, "hard": scalars, "quote": words, "scope": options, "name": words, "explicit": scalars,
        "candidates": candidates,
        "slots": st.lists(st.fixed_dictionaries({"slot": slots, "value": words}), max_size=3),
    },
)  # fmt: skip
items = st.one_of(st.lists(st.one_of(item, scalars), max_size=7), item, scalars)
intents = st.sampled_from(
    ["create", "edit", "vary", "restyle", "series", "about_image", "remember", "forget", "chat", "refuse"]
)
answers = st.fixed_dictionaries(
    {"intent": intents},
    optional={
        "slots": items, "gaps": items, "searches": items, "references": items, "panels": items, "checklist": items, "statements": items,
        "notes": items, "edits": scalars, "prompt": scalars, "forget": scalars, "answer": scalars, "language": scalars,
        "answers_question": scalars,
    },
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers)
def test_any_answer_that_can_be_read_is_a_plan_within_its_bounds(answer: dict[str, object]) -> None:
    try:
        shape = PlanShape.model_validate(answer)
    except ValidationError:
        return  # it is asked for once more

    plan = plan_of(shape, REQUEST, SIGHT)

    _is_within_bounds(plan)
    kept = checked(plan, REQUEST, MEANING).plan
    assert kept.forget in REQUEST.text
    assert kept.statements == ()  # the message has nothing kept


def _is_within_bounds(plan: Plan) -> None:
    context = plan.context
    assert context.base in (None, *SHOWN)
    assert {reference.image for reference in context.references} <= SHOWN
    assert {evidence.memory for evidence in context.slots.values()} <= {None, LUNA.id, INK.id}
    for gap in plan.gaps:
        assert sum(candidate.probability for candidate in gap.candidates) <= 1.001
        assert {candidate.image for candidate in gap.candidates} <= {None, *SHOWN}
        assert 0.0 <= gap.harm <= 1.0
    assert len(plan.panels) <= PICTURES_PER_TURN_MAX
    assert all(statement.text for statement in plan.statements)
    spoken = " ".join([plan.answer, *plan.notes, *(gap.question for gap in plan.gaps)])
    assert "evil.example" not in spoken
    assert "@everyone" not in spoken
