"""Whatever is written, the offline planner answers with a plan, and with the same one again."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.builtin.language.lexicon import FURTHER_LANGUAGES
from adapters.builtin.language.lexicon import LANGUAGES as OWN_LANGUAGES
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.domain.generation import SLOT_NAMES, Plan
from agent.limits import PICTURES_PER_TURN_MAX, TEXT_CHARS_MAX
from agent.ports import Planner
from tests.contracts.models.planner_contract import PlannerContract
from tests.fakes.builders import memory, picture, plan_request, recollection
from tests.fakes.models.planning import plan_of
from tests.patience import PATIENCE_SECONDS

LANGUAGES = (*OWN_LANGUAGES, *FURTHER_LANGUAGES)
VOCABULARY = (
    "draw a the fox cat Luna my her it make add remove remember forget night in at on with without no style watercolour "
    "poster 16:9 1920x1080 three variants : , . ? “ ” \" ' ( ) | 🦊 猫 画 水彩 rojo Katze l'aquarelle forest beach like last "
    "time that one saying is called rule here everything 0x0 0:0 99999x1 second this but again"
)
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=25).map(" ".join))
KNOWN = [
    memory("silver-haired elf", "character", name="Luna", images=["luna"]),
    memory("prefers watercolour"),
    memory("never gore", "rule", scope="channel"),
    memory("(((", "character", name="[x"),
]
FAST = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestContract(PlannerContract):
    @pytest.fixture
    def planner(self) -> Planner:
        return BuiltInPlanner()


@FAST
@given(text=TEXTS)
def test_any_text_gives_the_same_plan_twice(text: str) -> None:
    request = plan_request(text)

    plan = plan_of(request)

    assert plan == plan_of(request)
    assert_sound(plan)


@FAST
@given(
    text=TEXTS, images=st.integers(0, 3), has_base=st.booleans(), policy=st.sampled_from(["never", "often"])
)
def test_any_text_gives_a_plan_whatever_is_at_hand(
    text: str, images: int, has_base: bool, policy: str
) -> None:
    request = plan_request(
        text,
        images=[f"image-{n}" for n in range(images)],
        base=picture() if has_base else None,
        memories=KNOWN,
        recalled=recollection(pictures=[("boat", "a boat")]),
        ask_policy=policy,
    )

    assert_sound(plan_of(request))


@FAST
@given(
    question=st.sampled_from(["draw something", "draw my dog", "draw Luna", "use that one", "make it night"]),
    answer=TEXTS,
)
def test_any_answer_gives_a_plan(question: str, answer: str) -> None:
    images = ["one", "two"] if question == "use that one" else []
    pending = plan_of(plan_request(question, images=images))

    request = plan_request(answer, pending=pending, answers={gap.slot: answer for gap in pending.gaps})

    assert_sound(plan_of(request))


@FAST
@given(text=st.text(max_size=120), kind=st.sampled_from(["preference", "character", "fact", "rule"]))
def test_any_memory_can_be_read(text: str, kind: str) -> None:
    known = memory(text, kind, name=text[:20] if kind == "character" else "")

    assert_sound(plan_of(plan_request("draw my cat and Luna in a forest", memories=[known])))


def assert_sound(plan: Plan) -> None:
    """What every plan holds to, whatever it is about."""
    assert set(plan.context.slots) <= set(SLOT_NAMES)
    assert all(
        evidence.value and 0.0 <= evidence.confidence <= 1.0 for evidence in plan.context.slots.values()
    )
    assert len(plan.panels) <= PICTURES_PER_TURN_MAX
    assert plan.intent not in ("chat", "about_image", "refuse") or plan.answer
    assert plan.intent != "remember" or plan.statements
    assert plan.intent != "forget" or plan.forget
    assert plan.language in LANGUAGES
    for gap in plan.gaps:
        assert gap.question
        assert sum(candidate.probability for candidate in gap.candidates) <= 1.0


def test_the_longest_text_is_read_in_reasonable_time() -> None:
    text = ("a fox and a bear in the woods at night, watercolour, no people, " * 80)[:TEXT_CHARS_MAX]

    assert_sound(plan_of(plan_request(text)))


@pytest.mark.parametrize(
    "unit", ["a ", "(", "my ", "no ", "like the one with ", "\"'“", ",", "😀", "the same ", "x but ", "1:1 "]
)
def test_a_hostile_text_does_not_tie_the_reader_up(unit: str) -> None:
    plan = plan_of(plan_request((unit * TEXT_CHARS_MAX)[:TEXT_CHARS_MAX], base=picture()))

    assert_sound(plan)
    assert any("the first 1500 characters" in note for note in plan.notes)


def test_the_turn_decides_which_ideas_are_offered() -> None:
    ideas = {
        tuple(
            candidate.value for candidate in plan_of(plan_request("draw", id=f"turn {n}")).gaps[0].candidates
        )
        for n in range(12)
    }

    assert len(ideas) > 1


async def test_the_port_answers_at_no_cost() -> None:
    request = plan_request("draw a fox")

    plan, usage = await BuiltInPlanner().plan(request, timeout_seconds=PATIENCE_SECONDS)

    assert plan == replace(plan_of(replace(request)), is_reading=True)
    assert (usage.model, usage.cost_usd) == ("offline", 0.0)
