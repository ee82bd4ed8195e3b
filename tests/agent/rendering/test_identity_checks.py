"""A judge is shown who is meant beside what was drawn, and says by name whom it does not find."""

from dataclasses import replace

from adapters.image_servers.words import prompt_words
from agent.domain.cast import evidence_of
from agent.domain.characters import Character
from agent.domain.generation import Check, Evidence, GenerationContext, Reference, RenderRequest
from agent.image_prompt import layout_in_words, prompt_of
from agent.rendering.evaluation import figure_checks, identity_checks
from tests.fakes.models.images import png


def test_each_figure_is_looked_for_by_name_beside_their_picture() -> None:
    figures = tuple((Reference(image=name, role="person", label=name), png()) for name in ("Ana", "Ben"))

    checks = identity_checks(figures)

    assert [check.text for check in checks] == [
        "Ana looks as in the picture of Ana", "Ben looks as in the picture of Ben",
    ]  # fmt: skip
    assert all(check.hard and check.slot == "character" for check in checks)


def several(subject: str, *names: str, **slots: str) -> GenerationContext:
    looks = {"Luna": "silver hair", "Rex": "a brown dog"}
    people = [Character(name=name, description=looks.get(name, "")) for name in names]
    told = {
        name: Evidence(value=value, method="said") for name, value in {"subject": subject, **slots}.items()
    }
    return GenerationContext(slots={**told, "character": evidence_of(people, method="said")})  # pyright: ignore[reportArgumentType]


HUG = several("Luna hugs Rex while Ben plays the guitar", "Rex", "Ben", "Luna")


def test_several_figures_are_laid_out_with_what_each_does_and_looks_like() -> None:
    assert layout_in_words(HUG) == (
        "From left to right: 1. Luna (silver hair): hugs Rex. 2. Rex (a brown dog). 3. Ben: plays the guitar. "
        "Each of them keeps their own face, hair and clothes, and does only what is said of them."
    )
    assert layout_in_words(several("Luna reads", "Luna")) == ""


def test_where_the_author_says_who_is_on_which_side_nothing_is_said_against_it() -> None:
    for told in (
        several("Luna and Rex", "Luna", "Rex", composition="Rex on the left"),
        several("Luna, und Rex links", "Luna", "Rex"),
    ):
        assert layout_in_words(told).startswith("In the picture: 1. Luna (silver hair)")


def test_a_prompt_says_it_whoever_wrote_the_rest_and_once() -> None:
    for context in (HUG, replace(HUG, prompt="A hug and a guitar."), replace(HUG, prompt=prompt_of(HUG))):
        said = prompt_words(RenderRequest(context=context, width=64, height=64), references_max=0)
        assert said.count("From left to right: 1. Luna (silver hair): hugs Rex.") == 1
        assert said.count("Each of them keeps") == 1


def test_what_each_does_and_looks_like_is_looked_for_by_name_and_apart() -> None:
    checks = figure_checks(HUG, ())

    assert [check.text for check in checks] == [
        "Luna: hugs Rex", "Luna: silver hair", "Rex: a brown dog", "Ben: plays the guitar",
    ]  # fmt: skip
    assert all(check.hard and check.slot == "character" for check in checks)
    assert figure_checks(several("Luna reads", "Luna"), ()) == ()


def test_what_the_checklist_says_already_is_not_looked_for_twice() -> None:
    planned = (Check(slot="character", text="it shows Luna: silver hair", hard=True),)

    assert "Luna: silver hair" not in [check.text for check in figure_checks(HUG, planned)]
