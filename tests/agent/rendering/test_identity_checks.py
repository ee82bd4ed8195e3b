"""A judge is shown who is meant beside what was drawn, and says by name whom it does not find."""

from agent.domain.cast import evidence_of
from agent.domain.characters import Character
from agent.domain.generation import GenerationContext, Reference
from agent.image_prompt import prompt_of
from agent.rendering.evaluation import identity_checks
from tests.fakes.models.images import png


def test_each_figure_is_looked_for_by_name_beside_their_picture() -> None:
    figures = tuple((Reference(image=name, role="person", label=name), png()) for name in ("Ana", "Ben"))

    checks = identity_checks(figures)

    assert [check.text for check in checks] == [
        "Ana looks as in the picture of Ana", "Ben looks as in the picture of Ben",
    ]  # fmt: skip
    assert all(check.hard and check.slot == "character" for check in checks)


def test_several_figures_are_laid_out_and_kept_apart_in_the_prompt() -> None:
    people = [
        Character(name="Luna", description="silver hair"),
        Character(name="Rex", description="a brown dog"),
    ]
    context = GenerationContext(slots={"character": evidence_of(people, method="said")})

    prompt = prompt_of(context)

    assert "From left to right: Luna, Rex. Each of them keeps their own face" in prompt
    assert "From left to right" not in prompt_of(
        GenerationContext(slots={"character": evidence_of(people[:1], method="said")})
    )
