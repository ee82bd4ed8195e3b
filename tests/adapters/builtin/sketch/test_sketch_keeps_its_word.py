"""What is asked for in numbers, colours, places and words is there to be seen, or it is told."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from adapters.builtin.sketch.cast import Seeds, cast_of
from adapters.builtin.sketch.layout.layout import laid_out
from adapters.builtin.sketch.layout.positions import Ground, Place
from adapters.builtin.sketch.painting import Painting, painted_scene
from adapters.builtin.sketch.reading.staging import staged
from adapters.builtin.sketch.scene import Scene, Thing
from adapters.builtin.sketch_model import drawn
from agent.domain.generation import RenderRequest, SlotName
from tests.contracts.models.image_model_contract import pixels
from tests.fakes.builders import context

GROUND = Ground(width=1000, horizon=520)
SEEDS = Seeds(layout=3, detail=3)


def scene_of(subject: str, **slots: str) -> Scene:
    named: dict[SlotName, str] = {"subject": subject, **slots}  # type: ignore[dict-item]
    return staged(context(named))


def thing(scene: Scene, key: str) -> Thing:
    found = scene.thing(key)
    assert found is not None, [one.key for one in scene.things]
    return found


def places(scene: Scene) -> Sequence[Place]:
    return laid_out(cast_of(scene, SEEDS, ()).sized, GROUND, scene.framing, SEEDS.layout, {})


def painted(subject: str, **slots: str) -> Painting:
    return painted_scene(scene_of(subject, **slots), None, (512, 512), SEEDS)


def missing(subject: str) -> tuple[str, ...]:
    return drawn(RenderRequest(context=context({"subject": subject}), width=256, height=256)).missing


# --- how many ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "count"),
    [
        ("five apples", 5),
        ("seven oranges on a table", 7),
        ("nine stars above a hill", 9),
        ("eight balloons and a house", 8),
    ],
)
def test_as_many_stand_apart_as_are_asked_for(subject: str, count: int) -> None:
    scene = scene_of(subject)
    counted = next(one for one in scene.things if one.count == count)
    sized = {one.thing.key: one for one in cast_of(scene, SEEDS, ()).sized}
    shown = [place for place in places(scene) if place.key == counted.key]
    wide = sized[counted.key].aspect

    assert len(shown) == count
    for one in shown:
        for other in shown:
            if one.number < other.number:
                across = abs(one.x - other.x) / (min(one.height, other.height) * wide)
                down = abs(one.base - other.base) / min(one.height, other.height)
                assert max(across, down) > 0.6, (one, other)


@pytest.mark.parametrize(
    "subject", ["a bed, a lamp and a cat", "a burger, fries and a cola", "a fire truck and a taxi"]
)
@pytest.mark.parametrize("seed", range(4))
def test_what_stands_beside_one_another_hides_nothing(subject: str, seed: int) -> None:
    scene = scene_of(subject)
    sized = cast_of(scene, SEEDS, ()).sized
    shown = laid_out(sized, GROUND, scene.framing, seed, {})
    half = {one.thing.key: one.aspect / 2 for one in sized}
    edges = sorted((one.x - one.height * half[one.key], one.x + one.height * half[one.key]) for one in shown)

    assert all(right - left < 60 for (_, right), (left, _) in pairwise(edges))


def test_two_groups_keep_to_their_parts_of_the_ground() -> None:
    shown = places(scene_of("two elephants and three monkeys"))
    elephants, monkeys = ([place.x for place in shown if place.key == key] for key in ("🐘", "🐒"))

    assert (len(elephants), len(monkeys)) == (2, 3)
    assert max(elephants) < min(monkeys)


@pytest.mark.parametrize(("subject", "count"), [("a crowd at a concert", 12), ("a family at the beach", 4)])
def test_many_in_one_word_are_many(subject: str, count: int) -> None:
    assert [one.count for one in scene_of(subject).things] == [count]


# --- which one -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        "two boats, the left one green and the right one red",
        "two boats, the one on the left green, the one on the right red",
        "two boats, one green and one red",
    ],
)
def test_one_of_several_has_its_own_colour(subject: str) -> None:
    left, right = sorted((place for place in places(scene_of(subject))), key=lambda place: place.x)
    scene = scene_of(subject)

    assert (thing(scene, left.key).colour, thing(scene, right.key).colour) == (
        thing(scene_of("a green boat"), "⛵").colour,
        thing(scene_of("a red boat"), "⛵").colour,
    )
    assert left.height == pytest.approx(right.height)


def test_two_colours_of_one_thing_are_both_seen() -> None:
    plain, both = (
        painted(subject, setting="room").fill for subject in ("a red parrot", "a red and blue parrot")
    )
    difference = np.asarray(plain, dtype=int) - np.asarray(both, dtype=int)

    assert (np.abs(difference).sum(-1) > 90).mean() > 0.01


# --- where ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slots", [{"subject": "a cat under a table"}, {"subject": "a cat", "setting": "under a table"}]
)
def test_what_is_under_something_has_it_above(slots: dict[SlotName, str]) -> None:
    scene = staged(context(slots))
    at = {place.key: place for place in places(scene)}

    assert at["🐈"].height < at["table"].height
    assert at["table"].base - at["table"].height < at["🐈"].base - at["🐈"].height
    assert abs(at["🐈"].x - at["table"].x) < at["table"].height


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("a snake around a tree", "around tree"),
        ("a dog jumping through a window", "through window"),
        ("a mouse under a car", "under car"),
        ("a cat under a table", ""),
        ("a fox walking through a forest", ""),
        ("a bird under the moon", ""),
    ],
)
def test_a_place_that_no_layout_shows_is_told(subject: str, said: str) -> None:
    assert missing(subject) == ((said,) if said else ())


def test_what_is_between_two_has_one_on_either_side() -> None:
    shown = places(scene_of("a lamp between two chairs"))
    lamp = next(place.x for place in shown if place.key == "lamp")
    chairs = sorted(place.x for place in shown if place.key != "lamp")

    assert len(chairs) == 2
    assert chairs[0] < lamp < chairs[1]


def test_between_two_different_things() -> None:
    x = {place.key: place.x for place in places(scene_of("a dog between a cat and a pig"))}

    assert x["🐈"] < x["🐕"] < x["🐖"]


def test_what_stands_in_front_hides_little() -> None:
    at = {place.key: place for place in places(scene_of("a ball in front of a goat"))}

    assert at["⚽"].height < at["🐐"].height * 0.6


def test_sizes_hold_against_nature() -> None:
    at = {place.key: place for place in places(scene_of("a tiny elephant next to a huge mouse"))}

    assert at["🐁"].height > at["🐘"].height


def test_whose_shoulder_it_is_is_drawn() -> None:
    scene = scene_of("a parrot on a pirate's shoulder")

    assert [one.char for one in scene.things] == ["🦜", "pirate"]
    assert thing(scene, "🦜").anchor == "pirate"


# --- looks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "worn"),
    [
        ("a woman with long blonde hair", "long hair"), ("a girl with curly red hair", "curly hair"), 
        ("a man with a moustache", "moustache"),
        ("a woman in a yellow raincoat with green boots", "shoes"), ("a boy in a striped shirt", "stripes"),
        ("a mermaid with a purple tail", "tail"), ("a fairy with blue wings", "wings"), ("a dog with a red collar", "collar"),
        ("a black cat with green eyes", "eyes"),
    ],
)  # fmt: skip
def test_what_somebody_wears_and_has_is_drawn(subject: str, worn: str) -> None:
    scene = scene_of(subject)

    assert len(scene.things) == 1
    assert worn in [kind for kind, _ in scene.things[0].worn]
    assert missing(subject) == ()


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("a purple dragon with green wings", "green wings"), ("a unicorn with a rainbow mane", "rainbow mane"),
        ("a dog in blue trousers", "trousers"), ("a cat with blue paws", "blue paws"),
    ],
)  # fmt: skip
def test_what_a_figure_has_no_place_for_is_told(subject: str, said: str) -> None:
    assert missing(subject) == (said,)


@pytest.mark.parametrize(
    "subject",
    [
        "a superhero",
        "a fairy",
        "a mermaid",
        "a princess",
        "a teacher",
        "a ballerina",
        "a doctor",
        "a firefighter",
    ],
)
def test_roles_are_people_with_hair_and_clothes(subject: str) -> None:
    """Not the bald pictogram of the font: at least four colours that are far apart."""
    scene = scene_of(subject)
    cut = cast_of(scene, SEEDS, ()).cuts[scene.things[0].key, 0]
    small = cut.fill.resize((64, 64), Image.Resampling.NEAREST).quantize(12).convert("RGB").getcolors() or []
    tones: list[tuple[int, ...]] = []
    for number, tone in sorted(small, reverse=True):
        assert isinstance(tone, tuple)
        if number > 20 and all(
            sum(abs(a - b) for a, b in zip(tone, other, strict=True)) > 90 for other in tones
        ):
            tones.append(tone)

    assert len(tones) >= 4


# --- words ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "subject",
    [
        "a t-shirt",
        "a mug",
        "a newspaper",
        "a sign",
        "a billboard",
        "a bear holding a sign",
        "a cat in a t-shirt",
        "a fox and a sign",
        "a cake",
    ],
)
def test_words_stand_on_what_bears_them(subject: str) -> None:
    board = painted(subject, text="HELLO").board
    assert board is not None
    left, top, right, bottom = board[0]
    shown, bare = (
        np.asarray(
            pixels(drawn(RenderRequest(context=context(slots, seed=24), width=512, height=512))), dtype=int
        )
        for slots in ({"subject": subject, "text": "HELLO"}, {"subject": subject})
    )
    changed = np.abs(shown - bare).sum(-1) > 60
    inside = changed[top:bottom, left:right].sum()

    assert inside > 40
    assert changed.sum() - inside < 0.05 * inside


@pytest.mark.parametrize(
    "subject", ["a fox reading a newspaper in a forest with a mug", "a woman in a red dress", "three cups"]
)
def test_what_only_stands_about_bears_no_words(subject: str) -> None:
    board = painted(subject, text="HELLO").board
    assert board is None or "newspaper" in subject
