"""Several characters in one picture: each is its own, with memory, description and picture, whatever stands in the names."""

from adapters.builtin.sketch.reading.staging import staged
from agent.domain.cast import evidence_of, references_of
from agent.domain.characters import Character, remembered
from agent.domain.generation import GenerationContext
from tests.fakes.builders import context, memory, picture, plan_request
from tests.fakes.models.planning import plan_of

LUNA = memory("silver-haired elf; green cloak", "character", name="Luna", images=["luna-image"])
REX = memory("brown dog", "character", name="Rex", images=["rex-image"])
MAX = memory("white dog; motto: run", "character", name="Max: the second", images=["max-image"])


def both(*known: Character) -> GenerationContext:
    plan = plan_of(plan_request("draw Luna and Rex on a bench", memories=[LUNA, REX]))
    return GenerationContext(
        slots={**plan.context.slots, "character": evidence_of(known, method="recall")},
        references=references_of(known),
    )


def test_each_brings_its_own_memory_and_picture() -> None:
    plan = plan_of(plan_request("draw Luna and Rex on a bench", memories=[LUNA, REX]))

    assert plan.context.characters() == (remembered(LUNA), remembered(REX))
    assert plan.context.slots["character"].memories == (LUNA.id, REX.id)
    assert [ref.image for ref in plan.context.references] == ["luna-image", "rex-image"]
    checks = [check.text for check in plan.checklist if check.slot == "character"]
    assert checks == ["it shows Luna: silver-haired elf; green cloak", "it shows Rex: brown dog"]


def test_who_is_replaced_takes_their_own_picture_along_and_nobody_elses() -> None:
    base = picture(made_of=both(remembered(LUNA), remembered(REX)))

    plan = plan_of(plan_request("replace Rex with a cat", base=base))

    assert plan.context.characters() == (remembered(LUNA),)
    assert [ref.image for ref in plan.context.references if ref.role == "character"] == ["luna-image"]


def test_whose_looks_change_stays_who_it_is() -> None:
    vex = memory("tiefling with curved horns", "character", name="Vex: the bard", images=["vex-image"])
    shown = context({"subject": "Vex: the bard"})
    base = picture(made_of=shown.fill({"character": evidence_of([remembered(vex)], method="recall")}))

    plan = plan_of(plan_request("no, her horns are straight", base=base))

    (changed,) = plan.context.characters()
    assert (changed.name, changed.memory) == ("Vex: the bard", vex.id)
    assert "straight horns" in changed.description


def test_who_was_asked_about_joins_whole() -> None:
    """Two dogs: the one that is chosen comes with its name, colon and all."""
    asked = plan_of(plan_request("draw my dog and Luna on a bench", memories=[LUNA, REX, MAX]))
    assert asked.gaps[0].candidates

    answered = plan_of(plan_request("Max: the second", memories=[LUNA, REX, MAX], pending=asked))

    assert answered.context.characters() == (remembered(LUNA), remembered(MAX))
    assert {ref.image for ref in answered.context.references} == {"luna-image", "max-image"}


def test_the_clauses_of_one_description_are_one_figure() -> None:
    scene = staged(GenerationContext(slots={"character": evidence_of([remembered(LUNA)], method="recall")}))

    assert len([thing for thing in scene.things if thing.key]) == 1
