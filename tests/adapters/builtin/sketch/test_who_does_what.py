"""Several figures by name in a sketch: from left to right as planned, each with what is theirs; and what it cannot show is said."""

import pytest

from adapters.builtin.sketch.reading.staging import staged
from adapters.builtin.sketch.scene import Scene, Thing
from adapters.builtin.sketch_model import drawn
from agent.domain.cast import evidence_of
from agent.domain.characters import Character
from agent.domain.generation import Evidence, GenerationContext, RenderRequest
from tests.fakes.builders import memory, plan_request
from tests.fakes.models.planning import plan_of

LOOKS = {
    "Luna": "silver-haired elf with a green cloak",
    "Rex": "brown dog",
    "Ben": "man with a red hat",
    "Mia": "girl with a yellow dress",
}
KNOWN = [memory(looks, "character", name=name) for name, looks in LOOKS.items()]
HUG = "Luna hugs Rex while Ben plays the guitar"


def told(subject: str, *names: str, **slots: str) -> GenerationContext:
    people = [Character(name=name, description=LOOKS[name]) for name in names]
    words = {
        slot: Evidence(value=value, method="said") for slot, value in {"subject": subject, **slots}.items()
    }
    return GenerationContext(slots={**words, "character": evidence_of(people, method="said")}, seed=7)  # pyright: ignore[reportArgumentType]


def figures(scene: Scene) -> dict[str, Thing]:
    """By name: each is what their looks name first."""
    chars = {"🧝": "Luna", "🐕": "Rex", "👨": "Ben", "👧": "Mia"}
    return {
        name: thing for thing in scene.things for char, name in chars.items() if thing.char.startswith(char)
    }


def order(scene: Scene) -> list[str]:
    return [name for name, thing in sorted(figures(scene).items(), key=lambda pair: pair[1].across or 0)]


def test_the_built_in_planner_and_the_sketch_agree_on_who_does_what() -> None:
    plan = plan_of(plan_request(HUG, memories=KNOWN))
    scene = staged(plan.context)
    found = figures(scene)

    assert order(scene) == ["Luna", "Rex", "Ben"]
    assert found["Ben"].held == ("🎸",)
    assert (found["Luna"].held, found["Rex"].held) == ((), ())
    luna, rex, ben = (found[name].across or 0 for name in ("Luna", "Rex", "Ben"))
    assert rex - luna < ben - rex, "who is hugged is near"
    assert len(scene.things) == 3, "a hug is nothing that stands beside them"
    assert any("hugs" in word and "Luna" in word for word in scene.missing)


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        ("Ben plays the guitar while Luna hugs Rex", ["Ben", "Luna", "Rex"]),
        ("Rex sleeps and Luna reads a book", ["Rex", "Luna"]),
        ("Ben toca la guitarra mientras Luna abraza a Rex", ["Ben", "Luna", "Rex"]),
        ("Mia waves, Rex sleeps, Ben sings and Luna reads", ["Mia", "Rex", "Ben", "Luna"]),
    ],
)
def test_they_stand_in_the_order_of_the_words(subject: str, names: list[str]) -> None:
    scene = staged(told(subject, *sorted(names)))

    assert order(scene) == names
    assert all(0.05 < (thing.across or 0) < 0.95 for thing in figures(scene).values())


def test_what_is_done_with_something_is_in_the_hands_of_who_does_it() -> None:
    found = figures(staged(told("Ben toca la guitarra mientras Luna abraza a Rex", "Ben", "Luna", "Rex")))

    assert (found["Ben"].held, found["Luna"].held) == (("🎸",), ())


def test_who_rides_takes_along_what_they_ride() -> None:
    scene = staged(told("Luna with a sword and Ben on a horse", "Luna", "Ben"))
    horse = next(thing for thing in scene.things if thing.char.startswith("🐎"))

    assert (figures(scene)["Luna"].across or 1) < (horse.across or 0)
    assert figures(scene)["Ben"].anchor == horse.key


def test_sides_that_the_author_told_hold() -> None:
    found = figures(staged(told("Luna on the right and Ben on the left", "Luna", "Ben")))

    assert (found["Luna"].side, found["Ben"].side) == ("right", "left")
    assert found["Luna"].across is None


def test_who_joins_a_picture_moves_nobody() -> None:
    before = told("Luna and Rex", "Luna", "Rex")
    after = told("Luna and Rex and Ben", "Luna", "Rex", "Ben")

    scene = staged(after, staged(before))

    assert figures(scene)["Ben"].across is None


def test_the_reply_is_told_what_a_sketch_does_not_show() -> None:
    rendered = drawn(RenderRequest(context=told(HUG, "Luna", "Rex", "Ben"), width=256, height=192))

    assert [word for word in rendered.missing if "hugs" in word] == ["Luna hugs Rex"]
    assert not [word for word in rendered.missing if "guitar" in word]
