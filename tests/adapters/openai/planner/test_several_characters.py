"""A model's plan of several characters: each has the memory and the picture that are theirs."""

from adapters.openai.planner.plan_reading import plan_of
from adapters.openai.planner.plan_shape import PlanShape
from adapters.openai.planner.planner_context import sight_of
from agent.domain.characters import Character, remembered
from agent.domain.generation import GenerationContext
from tests.fakes.builders import memory, plan_request

LUNA = memory("silver-haired elf", "character", name="Luna", images=["luna-image"])
REX = memory("brown dog; red collar", "character", name="Rex: the second", images=["rex-image"])


def planned(*slots: dict[str, object], text: str = "draw Luna and Rex: the second") -> GenerationContext:
    request = plan_request(text, memories=[LUNA, REX])
    common = {"slot": "character", "method": "recall", "confidence": 0.9, "memory": "", "why": ""}
    shape = PlanShape.model_validate({"intent": "create", "slots": [{**common, **slot} for slot in slots]})
    return plan_of(shape, request, sight_of(request)).context


def test_named_in_one_value_each_keeps_their_own_memory_and_picture() -> None:
    context = planned(
        {"value": "Luna: silver-haired elf; Rex: the second: brown dog; red collar", "memory": "M1"}
    )

    assert context.characters() == (remembered(LUNA), remembered(REX))
    assert {reference.image for reference in context.references} == {"luna-image", "rex-image"}


def test_named_in_values_of_their_own_none_takes_the_others_place() -> None:
    context = planned({"value": "Luna", "memory": "M1"}, {"value": "Rex: the second", "memory": "M2"})

    assert [one.memory for one in context.characters()] == [LUNA.id, REX.id]


def test_who_is_only_said_rests_on_no_memory() -> None:
    context = planned({"value": "Bo: a bear", "method": "said"}, text="draw Bo: a bear")

    assert context.characters() == (Character(name="Bo", description="a bear"),)
