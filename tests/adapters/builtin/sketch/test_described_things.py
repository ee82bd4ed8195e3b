"""How descriptions are read: who is there, how many, in which colour, with what, and where."""

import pytest

from adapters.builtin.sketch.reading.described_things import read
from adapters.builtin.sketch.reading.framing import framing_of
from adapters.builtin.sketch.reading.staging import staged
from tests.fakes.builders import context

RED, GREEN, BLUE = (214, 58, 52), (79, 157, 74), (63, 127, 208)


def chars(text: str) -> list[str]:
    return [thing.char.replace("\ufe0f", "") for thing in read(text).things]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a fox", ["🦊"]),
        ("a cat, a dog and a house", ["🐈", "🐕", "🏠"]),
        ("an astronaut riding a horse", ["🧑‍🚀", "🐎"]),
        ("un perro y un gato", ["🐕", "🐈"]),
        ("ein Hund und eine Katze", ["🐕", "🐈"]),
        ("un chien et un chat", ["🐕", "🐈"]),
        ("um cachorro e um gato", ["🐕", "🐈"]),
        ("一只猫和一只狗", ["🐈", "🐕"]),
        ("🐱 🚀", ["🐱", "🚀"]),
        ("a man walking a dog", ["👨", "🐕"]),
    ],
)
def test_things_are_found_in_their_order(text: str, found: list[str]) -> None:
    assert chars(text) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("three cats", 3),
        ("a cat", 1),
        ("cats", 3),
        ("12 cats", 12),
        ("drei Katzen", 3),
        ("三只猫", 3),
        ("a dozen cats", 12),
    ],
)
def test_counts(text: str, count: int) -> None:
    assert read(text).things[0].count == count


@pytest.mark.parametrize(
    "text", ["a red fox", "ein roter Fuchs", "un zorro rojo", "un renard rouge", "红色的狐狸"]
)
def test_a_colour_belongs_to_its_thing(text: str) -> None:
    assert read(text).things[0].colour == RED


@pytest.mark.parametrize(
    "text",
    ["a cat with a red hat on a sofa", "a cat on a sofa, a red hat on the cat", "a cat wearing a red hat", "a red hat on the cat",
     "un gato con sombrero rojo", "eine Katze mit einem roten Hut"],
)  # fmt: skip
def test_a_hat_is_worn_and_has_its_own_colour(text: str) -> None:
    cat = read(text).things[0]

    assert cat.worn == (("hat", RED),)
    assert cat.colour is None


def test_hair_eyes_and_cloak_of_a_character() -> None:
    elf = read("a silver-haired, blue-eyed elf with a green cloak").things[0]

    assert (elf.hair, elf.colour, elf.worn) == ((201, 206, 214), None, (("cloak", GREEN),))


@pytest.mark.parametrize(
    ("text", "relation", "anchor"),
    [
        ("a fox under a lamp", "under", "lamp"),
        ("a cat on a sofa", "on", "🛋"),
        ("a bird above a house", "above", "🏠"),
        ("a dog behind a tree", "behind", "🌳"),
        ("ein Fuchs unter einem Baum", "under", "🌳"),
    ],
)
def test_relations(text: str, relation: str, anchor: str) -> None:
    thing = read(text).things[0]

    assert (thing.relation, thing.anchor) == (relation, anchor)


@pytest.mark.parametrize(
    ("text", "held"),
    [("a fox reading", "📖"), ("a fox reading a newspaper", "📰"), ("a bear fishing", "fishing"), ("a girl with a balloon", "🎈"),
     ("a panda eating bamboo", "🎍"), ("eine Katze liest", "📖"), ("一只猫在看书", "📖")],
)  # fmt: skip
def test_what_is_done_puts_something_into_the_hands(text: str, held: str) -> None:
    assert read(text).things[0].held == (held,)


def test_a_costume_is_put_on_an_animal() -> None:
    worn = (("pirate hat", None), ("eyepatch", None))

    assert read("a pirate cat").things[0].worn == worn
    assert read("the cat as a pirate").things[0].worn == worn
    assert chars("a pirate on a ship")[0] == "pirate"


@pytest.mark.parametrize(
    "second", ["with a cat", "under a lamp", "sleeping", "on the left", "red", "reading"]
)
def test_a_character_described_by_what_is_about_it_is_drawn(second: str) -> None:
    scene = staged(context({"subject": "Bo and Rex", "character": f"Bo: a bear; Rex: {second}"}))

    assert scene.things[0].char == "🐻"


@pytest.mark.parametrize(
    ("text", "missing"),
    [("a cat sees a fish", []), ("the cat jumps", []), ("two cats jump over a fence", []), ("un gato salta", []),
     ("a cat wearing a hat sneezes", []), ("a logo for a band", []), ("a cheese grater", ["grater"]),
     ("a blorp on a table", ["blorp"]), ("a cat and a flurbs", ["flurbs"])],
)  # fmt: skip
def test_only_things_are_named_as_missing(text: str, missing: list[str]) -> None:
    assert [word for word in staged(context({"subject": text})).missing if word != "band"] == missing


@pytest.mark.parametrize(
    ("subject", "sign"),
    [("a logo for a coffee shop", "☕"), ("a logo for our band", "🎸"), ("a logo with a fox", "🦊")],
)
def test_a_logo_is_an_emblem_on_a_plain_ground(subject: str, sign: str) -> None:
    scene = staged(context({"subject": subject}))

    assert ([thing.char for thing in scene.things], scene.backdrop, scene.missing) == ([sign], "plain", ())


def test_what_is_denied_is_avoided() -> None:
    scene = staged(context({"subject": "a castle without clouds and no birds", "exclude": "people, trees"}))

    assert [thing.char for thing in scene.things] == ["🏰"]
    assert {"☁", "🐦", "people", "tree"} <= scene.avoid


def test_a_name_means_the_character_that_was_described() -> None:
    scene = staged(
        context(
            {
                "subject": "Rose reading under a tree with Bo",
                "character": "Rose: an elf with red hair; Bo: a bear",
            }
        )
    )
    rose, bo, tree = scene.things

    assert (rose.char, rose.hair, rose.held) == ("🧝", RED, ("📖",))
    assert (bo.char, tree.char) == ("🐻", "🌳")
    assert scene.missing == ()


@pytest.mark.parametrize(
    ("slots", "backdrop", "time"),
    [
        ({"subject": "a fox", "setting": "an enchanted forest", "time": "a rainy night"}, "forest", "night"),
        ({"subject": "un zorro", "setting": "la playa", "time": "atardecer"}, "beach", "sunset"),
        ({"subject": "a castle", "setting": "castle"}, "meadow", "day"),
        ({"subject": "a whale"}, "sea", "day"),
        ({"subject": "a fox reading under a lamp"}, "room", "day"),
        ({"subject": "a cat in space"}, "space", "day"),
    ],
)
def test_place_and_hour(slots: dict[str, str], backdrop: str, time: str) -> None:
    scene = staged(context(slots))  # type: ignore[arg-type]

    assert (scene.backdrop, scene.time) == (backdrop, time)


def test_composition_words() -> None:
    assert framing_of("close-up").zoom > 1 > framing_of("wide shot").zoom
    assert framing_of("subject on the left").dx < 0 < framing_of("to the right").dx
    assert framing_of("bird's eye view").view == "above"


def test_both_are_in_the_boat() -> None:
    dog, cat, boat = read("a dog and a cat in a boat").things

    assert dog.anchor == cat.anchor == boat.key


@pytest.mark.parametrize(
    ("description", "shown"),
    [
        ("a tall woman with short purple hair", ["woman"]),
        ("ginger cat pirate", ["cat"]),
        ("a black cat with green eyes", ["black cat"]),
        ("a dog with a blue collar", ["dog"]),
        ("a pirate and a cat", ["pirate", "cat"]),
    ],
)
def test_a_description_is_one_figure_with_its_looks(description: str, shown: list[str]) -> None:
    assert [thing.word for thing in read(description).things] == shown


@pytest.mark.parametrize(
    ("text", "worn"),
    [
        ("a cat with a hat in blue, and a dog", ("hat", BLUE)),
        ("eine Katze mit Hut in Blau", ("hat", BLUE)),
        ("an old wizard with a long green beard", ("beard", GREEN)),
    ],
)
def test_what_is_worn_has_the_colour_that_is_said_before_or_behind(
    text: str, worn: tuple[str, tuple[int, int, int]]
) -> None:
    assert worn in read(text).things[0].worn


@pytest.mark.parametrize(
    ("text", "found"), [("a basket", ["🧺"]), ("un panier", ["🧺"]), ("a shop sign", ["🪧"])]
)
def test_an_english_word_is_not_taken_for_another_languages(text: str, found: list[str]) -> None:
    assert chars(text) == found


def test_a_colour_behind_a_thing_is_the_things() -> None:
    assert read("ein Auto in Grün").things[0].colour == GREEN
