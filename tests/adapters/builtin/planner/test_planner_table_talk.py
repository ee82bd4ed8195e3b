"""Sentences that real people wrote, each with what became of the picture at hand or what a new one shows."""

from dataclasses import replace

import pytest

from tests.fakes.builders import memory, message, picture, plan_request, recollection
from tests.fakes.models.planning import plan_of

CAT = {"subject": "a cute cat wearing a red hat and sunglasses", "setting": "beach", "time": "sunset"}
SKY = {"subject": "5 red balloons and 2 blue kites", "count": "5 red balloons, 2 blue kites"}
FOX = {"subject": "a fox with a hat under a lamp"}
LUNA = memory("silver-haired elf", "character", name="Luna")
ROSE = memory("red-haired witch", "character", name="Rose")

CHANGES: list[tuple[dict[str, str], str, dict[str, str]]] = [
    # What is taken out goes alone, and takes what is its own along.
    (CAT, "remove the hat", {"subject": "a cute cat wearing sunglasses", "exclude": "hat"}),
    (CAT, "take off the sunglasses", {"subject": "a cute cat wearing a red hat", "exclude": "sunglasses"}),
    (CAT, "remove the hat and the sunglasses", {"subject": "a cute cat", "exclude": "hat, sunglasses"}),
    ({"subject": "a dog and a cat wearing a hat"}, "remove the cat", {"subject": "a dog"}),
    ({"subject": "a fox reading under a lamp and a cat"}, "remove the fox", {"subject": "a cat"}),
    ({"subject": "a cat with a hat, a scarf and boots"}, "no hat", {"subject": "a cat with a scarf and boots"}),
    ({"subject": "a cat on a sofa"}, "remove the sofa", {"subject": "a cat", "exclude": "sofa"}),
    ({"subject": "un gato con sombrero y gafas"}, "quita el sombrero", {"subject": "un gato con gafas"}),
    (SKY, "remove the kites", {"subject": "5 red balloons", "count": "5 red balloons", "exclude": "kites"}),
    ({"subject": "a fox", "exclude": "hat, tree"}, "add a hat", {"subject": "a fox, with a hat", "exclude": "tree"}),
    ({"subject": "a cat, with a parrot on its shoulder"}, "actually nvm the parrot, remove it", {"subject": "a cat"}),
    (FOX, "make her a pirate", {"subject": "a fox as a pirate with a hat under a lamp"}),
    (FOX, "hmm can the fox be a wolf", {"subject": "a wolf with a hat under a lamp"}),
    (FOX, "too dark, brighter pls", {"subject": FOX["subject"], "palette": "bright"}),
    ({"subject": "ein Drache"}, "mach ihn dunkler", {"subject": "ein Drache", "palette": "dunkler"}),
    # What has to go may stand before or behind the word for it, and is told in many ways.
    (FOX, "there should be no hat", {"subject": "a fox under a lamp", "exclude": "hat"}),
    (FOX, "the hat shouldn't be there", {"subject": "a fox under a lamp", "exclude": "hat"}),
    (FOX, "el sombrero no debería estar ahí", {"subject": "a fox under a lamp", "exclude": "sombrero"}),
    (FOX, "der Hut muss weg", {"subject": FOX["subject"], "exclude": "hut"}),
    (FOX, "a different background, maybe mountains", {"subject": FOX["subject"], "setting": "mountains"}),
    (FOX, "make this a poster", {"subject": FOX["subject"], "format": "poster 2:3"}),
    (FOX, "one more fox", {"subject": "2 foxes with a hat under a lamp"}),
    (FOX, "another hat", {"subject": "a fox with 2 hats under a lamp"}),
    # Other numbers of the same.
    (SKY, "with 3 kites", {"subject": "5 red balloons and 3 blue kites", "count": "5 red balloons, 3 blue kites"}),
    (SKY, "like last time but with 3 kites", {"subject": "5 red balloons and 3 blue kites"}),
    (SKY, "3 green kites instead", {"subject": "5 red balloons and 3 green kites"}),
    (SKY, "only one kite", {"subject": "5 red balloons and one blue kite", "count": "5 red balloons"}),
    (SKY, "two more balloons", {"subject": "7 red balloons and 2 blue kites"}),
    (SKY, "add another kite", {"subject": "5 red balloons and 3 blue kites"}),
    ({"subject": "a fox on a hill"}, "make it 3 foxes", {"subject": "3 foxes on a hill", "count": "3 foxes"}),
    ({"subject": "three cats on a sofa", "count": "3 cats"}, "just one cat", {"subject": "one cat on a sofa", "count": ""}),
    # "no, ..." turns the last change down; a format alone is said of the picture at hand.
    ({"subject": "an astronaut riding a horse, with a flag"}, "without the horse", {"subject": "an astronaut, with a flag"}),
    ({"subject": "an astronaut, with a flag"}, "can you make the astronaut a cat instead", {"subject": "a cat, with a flag"}),
    (FOX, "what about a vertical version for my phone", {"subject": FOX["subject"], "format": "portrait format 3:4"}),
    (FOX, "lol nice, now give it sunglasses", {"subject": f"{FOX['subject']}, with sunglasses"}),
    (FOX, "what if he was underwater instead", {"subject": FOX["subject"], "setting": "underwater"}),
    (FOX, "transparent background", {"subject": FOX["subject"], "setting": "transparent background"}),
    (FOX, "no, square", {"subject": FOX["subject"], "format": "square 1:1"}),
    (FOX, "nope, at night", {"subject": FOX["subject"], "time": "night"}),
    (FOX, "square", {"subject": FOX["subject"], "format": "square 1:1", "setting": ""}),
    # Several changes in one message.
    (FOX, "remove the hat and add a crown", {"subject": "a fox under a lamp, with a crown", "exclude": "hat"}),
    (FOX, "make it night, add a moon and remove the lamp", {"subject": "a fox with a hat, with a moon", "time": "night"}),
    (FOX, "replace the lamp with a candle and make it darker", {"subject": "a fox with a hat under a candle", "palette": "dark"}),
]  # fmt: skip


@pytest.mark.parametrize(("base", "sentence", "expected"), CHANGES, ids=[said for _, said, _ in CHANGES])
def test_a_change_to_the_picture_at_hand(base, sentence: str, expected) -> None:
    plan = plan_of(plan_request(sentence, base=picture(slots=base)))

    assert plan.intent in ("edit", "restyle"), plan
    assert {name: plan.context.value(name) for name in expected} == expected


NEW: dict[str, dict[str, str]] = {
    "no people please, a busy street in Tokyo at night, neon": {
        "subject": "a busy street", "setting": "Tokyo", "time": "night", "style": "neon", "exclude": "people",
    },
    "a busy street, no people, cars or dogs, neon": {
        "subject": "a busy street", "style": "neon", "exclude": "people, cars, dogs",
    },
    "a castle": {"subject": "a castle", "setting": ""},
    "can u draw a cat w/ a hat pls": {"subject": "a cat with a hat"},
    'a sign saying "u r here"': {"subject": "a sign", "text": "u r here"},
    "draw a wolf, dont draw trees": {"subject": "a wolf", "exclude": "trees"},
    "Im Wald ein Fuchs": {"subject": "ein Fuchs", "setting": "Wald"},
    "pick one urself": {"format": ""},
    "draw a fox; it should be blue and wear a hat": {"subject": "a fox; it should be blue and wear a hat"},
    "draw a fox. it should be blue and wear a hat": {"subject": "a fox. it should be blue and wear a hat"},
    "a cat at night; it should be black": {"subject": "a cat; it should be black", "time": "night"},
    "draw a cat. he is fat and he holds a sword": {"subject": "a cat. he is fat and he holds a sword"},
    "a dragon, it has big wings and is on a mountain": {"subject": "a dragon, it has big wings", "setting": "on a mountain"},
    'a logo for a coffee shop called "Bean There"': {"subject": "a logo for a coffee shop", "text": "Bean There"},
    'a frog drinking tea saying "none of my business"': {"subject": "a frog drinking tea"},
    "logo for a bakery named Blue Door, minimal": {"subject": "logo for a bakery", "text": "Blue Door", "style": "minimal"},
    "a birthday card for my mum, she loves gardening": {"subject": "a birthday cake and balloons"},
    "draw my dog Rex, he's a golden retriever": {"subject": "Rex", "character": "Rex: dog, golden retriever"},
    "draw my friend Anna; she is tall with red hair": {"subject": "Anna", "character": "Anna: friend, tall with red hair"},
    'a cat called "Miso" on a roof': {"subject": "a cat called Miso on a roof", "text": ""},
}  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    ["lol that's hideous", "wtf is this garbage, draw it properly", "ok thanks bro", "make it a gif", "delete this",
     "draw nothing", "nothing more for now", "that's all, thanks", "I prefer variant 2"],
)  # fmt: skip
def test_talk_beside_a_picture_draws_nothing(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, base=picture(slots=FOX)))

    assert plan.intent == "chat", plan


def test_what_is_left_out_of_a_scene_of_its_own_is_no_change() -> None:
    plan = plan_of(plan_request("no people please, a busy street at night", base=picture(slots=FOX)))

    assert (plan.intent, plan.context.value("subject"), plan.context.value("exclude")) == (
        "create",
        "a busy street",
        "people",
    )


@pytest.mark.parametrize("sentence", NEW)
def test_a_new_picture(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert plan.intent == "create", plan
    assert {name: plan.context.value(name) for name in NEW[sentence]} == NEW[sentence]


SERIES: dict[str, list[str]] = {
    "a fox and then a bear": ["a fox", "a bear"],
    "draw a fox. draw a bear": ["a fox", "a bear"],
    "first a fox, then a bear and then two cats": ["a fox", "a bear", "two cats"],
    "draw Luna and then draw Bob": ["Luna", "Bob"],
    "dibuja un zorro y luego un oso": ["un zorro", "un oso"],
    "a four-panel comic: a cat sees a fish, the cat jumps, the cat falls in water, the cat is wet": [
        "a cat sees a fish", "the cat jumps", "the cat falls", "the cat is wet",
    ],
    "a comic in four panels: a robot finds a flower, waters it, it grows, they dance": [
        "a robot finds a flower", "the robot waters the flower", "the flower grows", "the robot and the flower dance",
    ],
    "a 3 panel comic: a cat sees a fish. She jumps. They become friends": [
        "a cat sees a fish", "the cat jumps", "the cat and the fish become friends",
    ],
}  # fmt: skip


@pytest.mark.parametrize("sentence", SERIES)
def test_several_pictures(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert plan.intent == "series", plan
    assert [panel.slots["subject"] for panel in plan.panels] == SERIES[sentence]


@pytest.mark.parametrize(
    "sentence", ["four pictures of a tree, one in each season", "a tree in all four seasons"]
)
def test_each_season_is_a_picture(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert (plan.intent, plan.context.value("subject")) == ("series", "a tree")
    assert [panel.slots["time"] for panel in plan.panels] == ["spring", "summer", "autumn", "winter"]


TWO = replace(
    message("two pictures"),
    author=None,
    pictures=(picture("one", {"subject": "a cat"}), picture("two", {"subject": "a cat", "style": "ink"})),
)


@pytest.mark.parametrize(
    ("sentence", "intent", "expected"),
    [
        ("the second one, but at sunset", "edit", {"style": "ink", "time": "sunset"}),
        ("make number 2 darker", "restyle", {"style": "ink", "palette": "dark"}),
        ("variant 1 in watercolour", "restyle", {"style": "watercolour"}),
        ("draw the last one again", "vary", {"style": "ink"}),
        ("draw the first snow", "create", {"subject": "the first snow", "style": ""}),
    ],
)
def test_one_of_several_pictures_is_meant_by_its_number(sentence: str, intent: str, expected: dict) -> None:
    plan = plan_of(plan_request(sentence, base=TWO.pictures[0], thread=(TWO,)))

    assert plan.intent == intent
    assert {name: plan.context.value(name) for name in expected} == expected


@pytest.mark.parametrize("sentence", ["forget the pastel thing", "no, actually forget the pastel preference"])
def test_what_is_forgotten_is_named_by_a_word_of_it(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, base=picture(slots=FOX)))

    assert (plan.intent, plan.forget) == ("forget", "pastel")


def test_what_one_panel_says_is_not_said_of_all() -> None:
    plan = plan_of(plan_request("a two-panel comic in noir: a cat falls in the water, a cat in the desert"))

    assert (plan.context.value("style"), plan.context.value("setting")) == ("noir", "")
    assert [panel.slots.get("setting") for panel in plan.panels] == ["water", "desert"]


def test_the_look_said_last_is_meant_for_all() -> None:
    plan = plan_of(plan_request("draw a fox, then draw a bear in watercolour"))

    assert plan.context.value("style") == "watercolour"


@pytest.mark.parametrize(
    "sentence", ["a cat jumps and then falls", "draw a fox, then make it blue", "a house and then some"]
)
def test_a_story_of_one_is_one_picture(sentence: str) -> None:
    assert plan_of(plan_request(sentence)).panels == ()


@pytest.mark.parametrize(
    ("sentence", "known", "is_meant"),
    [
        ("dibuja un gato negro en la luna, estilo acuarela", LUNA, False),
        ("dibuja a Luna en la playa", LUNA, True),
        ("dibuja luna en la playa", LUNA, True),
        ("draw luna at the beach", LUNA, True),
        ("draw a rose in a vase", ROSE, False),
        ("draw Rose in a garden", ROSE, True),
        ("draw the Rose I told you about", ROSE, True),
    ],
)
def test_a_word_of_the_language_is_no_name(sentence: str, known, is_meant: bool) -> None:
    plan = plan_of(plan_request(sentence, memories=[known]))

    assert ("character" in plan.context.slots) == is_meant


def test_the_earlier_picture_is_recalled_once_and_changed() -> None:
    recalled = recollection(pictures=[("sky", "5 red balloons and 2 blue kites")])

    plan = plan_of(plan_request("like last time but with 3 kites", recalled=recalled))

    assert plan.context.value("subject") == "5 red balloons and 3 blue kites"
    assert plan.context.value("references") == ""
    assert [reference.role for reference in plan.context.references] == ["subject"]


def test_another_of_the_same_is_the_same_again() -> None:
    plan = plan_of(plan_request("another fox please", base=picture(slots={"subject": "a fox"})))

    assert (plan.intent, plan.context.value("subject")) == ("vary", "a fox")


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("put a hat on it", "with a hat"),
        ("give her sunglasses", "with sunglasses"),
        ("add a crown to him", "with a crown"),
    ],
)
def test_what_an_attached_picture_is_given(sentence: str, subject: str) -> None:
    plan = plan_of(plan_request(sentence, images=["photo"]))

    assert (plan.intent, plan.context.value("subject")) == ("create", subject)
    assert [reference.image for reference in plan.context.references] == ["photo"]


@pytest.mark.parametrize("sentence", ["this is my cat", "look at my cat!", "Here is our cat"])
def test_a_picture_of_what_is_the_authors_is_kept(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, images=["photo"]))

    assert plan.intent == "remember"
    assert [(told.kind, told.name, told.image) for told in plan.statements] == [
        ("character", "my cat", "photo")
    ]


def test_what_is_the_authors_is_drawn_by_its_picture() -> None:
    known = memory("cat as in the picture", "character", name="my cat", images=("photo",))

    plan = plan_of(plan_request("draw my cat at the beach", memories=[known]))

    assert [(reference.image, reference.role) for reference in plan.context.references] == [
        ("photo", "character")
    ]
    assert plan.gaps == ()
