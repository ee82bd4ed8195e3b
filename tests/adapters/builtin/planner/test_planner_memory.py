"""What the offline planner takes from memory."""

from dataclasses import replace

import pytest

from tests.fakes.builders import memory, message, picture, plan_request, recollection
from tests.fakes.models.planning import plan_of

LUNA = memory("silver-haired elf with a green cloak", "character", name="Luna", images=["luna-image"])
MISO = memory("ginger cat", "character", name="Miso")
REX = memory("brown dog", "character", name="Rex")
PIP = memory("white dog", "character", name="Pip")
WATERCOLOUR = memory("prefers watercolour", slot="style")

# --- what is recalled ------------------------------------------------------------------------------------------


def test_a_preference_fills_what_nobody_said() -> None:
    plan = plan_of(plan_request("draw a lighthouse", memories=[WATERCOLOUR]))

    style = plan.context.slots["style"]
    assert (style.value, style.method, style.memory) == ("watercolour", "recall", WATERCOLOUR.id)
    assert style.source == "memory: prefers watercolour"


def test_the_message_wins_over_memory() -> None:
    plan = plan_of(plan_request("draw a robot in noir", memories=[WATERCOLOUR]))

    assert (plan.context.value("style"), plan.context.slots["style"].method) == ("noir", "said")


def test_the_narrower_scope_wins() -> None:
    community, channel = memory("oil painting", scope="community"), memory("flat pastel", scope="channel")

    assert (
        plan_of(plan_request(memories=[community, channel, WATERCOLOUR])).context.value("style")
        == "watercolour"
    )
    assert plan_of(plan_request(memories=[community, channel])).context.value("style") == "flat pastel"
    assert plan_of(plan_request(memories=[community])).context.value("style") == "oil painting"


def test_a_rule_wins_over_everything_and_says_so() -> None:
    rule = memory("always flat pastel", "rule", scope="channel")

    plan = plan_of(plan_request("draw a robot in noir", memories=[rule, WATERCOLOUR]))

    assert plan.context.value("style") == "flat pastel"
    assert plan.context.slots["style"].source == "channel rule: always flat pastel"
    assert any("noir" in note and "rule" in note for note in plan.notes)


def test_a_rule_holds_in_an_edit_too() -> None:
    rule = memory("never gore", "rule", scope="channel")

    plan = plan_of(plan_request("make it night", base=picture(), memories=[rule]))

    assert plan.context.value("exclude") == "gore"


def test_what_a_rule_forbids_is_not_drawn() -> None:
    rule = memory("no spiders", "rule", scope="channel")

    plan = plan_of(plan_request("draw a spider on a wall", memories=[rule]))

    assert plan.intent == "refuse"
    assert "no spiders" in plan.answer


def test_a_dislike_excludes_unless_the_message_asks_for_it() -> None:
    dislike = memory("dislikes spiders")

    assert plan_of(plan_request("draw a garden", memories=[dislike])).context.value("exclude") == "spiders"
    assert plan_of(plan_request("draw a spider", memories=[dislike])).context.value("exclude") == ""


@pytest.mark.parametrize(
    ("sentence", "text", "expected"),
    [
        ("a banner with a fox", "banners are 4:1", "banner 4:1"),
        ("a 2:1 banner with a fox", "banners are 4:1", "2:1"),
        ("a poster with a fox", "banners are 3:1", "poster 2:3"),
        ("draw a fox", "banners are 3:1", ""),
        ("draw a fox", "always wants square pictures", "square 1:1"),
        ("draw a fox", "3:1 for banners", ""),
    ],
)
def test_a_custom_with_a_condition_holds_where_it_is_met(sentence: str, text: str, expected: str) -> None:
    plan = plan_of(plan_request(sentence, memories=[memory(text, scope="channel")]))

    assert plan.context.value("format") == expected


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("I like watercolour", "style", "watercolour"),
        ("prefers black and white pictures", "style", "black and white"),
        ("always wants warm colours", "palette", "warm colours"),
        ("prefers teal", "palette", "teal"),
        ("prefers acuarela", "style", "acuarela"),
        ("prefers 水彩", "style", "水彩"),
        ("flat pastel", "style", "flat pastel"),
        ("no text in my pictures", "exclude", "text"),
        ("prefers cats", "style", ""),
    ],
)
def test_a_memory_in_words_becomes_a_slot(text: str, slot: str, value: str) -> None:
    plan = plan_of(plan_request("draw a lighthouse", memories=[memory(text)]))

    assert plan.context.value(slot) == value
    assert plan.context.value("subject") == "a lighthouse"


# --- characters ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence", ["draw Luna at the beach", "draw luna at the beach", "Luna at the beach please"]
)
def test_a_name_brings_description_and_picture(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, memories=[LUNA]))

    character = plan.context.slots["character"]
    assert character.value == "Luna: silver-haired elf with a green cloak"
    assert (character.method, character.memory) == ("recall", LUNA.id)
    assert [(ref.image, ref.role, ref.label) for ref in plan.context.references] == [
        ("luna-image", "character", "Luna")
    ]
    assert plan.context.value("setting") == "beach"
    assert any(check.hard and "silver-haired" in check.text for check in plan.checklist)


def test_a_further_name_means_its_bearer_who_is_drawn_by_their_own() -> None:
    moony = replace(LUNA, aliases=("Moony",))

    plan = plan_of(plan_request("draw moony on a boat", recalled=recollection(moony)))

    assert plan.context.value("subject") == "Luna on a boat"
    assert plan.context.value("character") == LUNA.sentence()
    assert [reference.image for reference in plan.context.references] == ["luna-image"]


def test_namesakes_are_asked_about_by_the_name_as_it_is_written() -> None:
    other = memory("black cat", "character", name="Luna", scope="channel")

    plan = plan_of(plan_request("draw luna on a boat", recalled=recollection(LUNA, other)))

    assert [gap.question for gap in plan.gaps if gap.slot == "character"] == ["Which Luna do you mean?"]


def test_two_names_bring_both() -> None:
    plan = plan_of(plan_request("Luna and Rex at the fair", memories=[LUNA, REX]))

    assert plan.context.value("character") == "Luna: silver-haired elf with a green cloak; Rex: brown dog"
    assert plan.context.value("subject") == "Luna and Rex"


@pytest.mark.parametrize("sentence", ["draw my cat as a pirate", "draw our cat as a pirate"])
def test_my_cat_is_the_one_that_memory_knows(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, memories=[LUNA, MISO]))

    assert plan.context.value("subject") == "Miso as a pirate"
    assert plan.context.slots["character"].memory == MISO.id


def test_the_name_tells_which_dog() -> None:
    plan = plan_of(plan_request("draw my dog Rex on a skateboard", memories=[REX, PIP]))

    assert plan.context.value("subject") == "Rex on a skateboard"
    assert plan.context.value("character") == "Rex: brown dog"
    assert plan.gaps == ()


def test_my_cat_is_nobody_elses() -> None:
    shared = memory("tabby cat", "character", name="Tom", scope="channel")

    assert plan_of(plan_request("draw my cat", memories=[shared])).context.value("character") == ""


def test_the_one_character_that_is_known_is_meant_by_a_pronoun() -> None:
    plan = plan_of(plan_request("draw her in the snow", memories=[LUNA]))

    assert plan.context.value("subject") == "Luna"
    assert plan.gaps == ()


# --- earlier pictures ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "draw a castle like last time",
        "draw a castle like the one from last week",
        "a castle like the one with the boat",
    ],
)
def test_an_earlier_picture_is_a_style_reference(sentence: str) -> None:
    recalled = recollection(pictures=[("boat-image", "a boat on a lake")])

    plan = plan_of(plan_request(sentence, recalled=recalled))

    assert plan.context.value("subject") == "a castle"
    assert plan.context.slots["references"].method == "recall"
    assert [(ref.image, ref.role) for ref in plan.context.references] == [("boat-image", "style")]


def test_an_earlier_picture_may_be_the_whole_request() -> None:
    recalled = recollection(pictures=[("boat-image", "a boat on a lake")])

    plan = plan_of(plan_request("make the one from last week again", recalled=recalled))

    assert plan.context.value("subject") == "a boat on a lake"
    assert [(ref.image, ref.role) for ref in plan.context.references] == [("boat-image", "subject")]


def test_of_earlier_pictures_the_one_that_shows_it_is_meant() -> None:
    recalled = recollection(pictures=[("tree-image", "a tree in winter"), ("boat-image", "a boat on a lake")])

    plan = plan_of(plan_request("draw the one with the boat again, in winter", recalled=recalled))

    assert plan.context.value("subject") == "a boat on a lake"
    assert plan.context.value("setting") == "winter"
    assert [(ref.image, ref.role) for ref in plan.context.references] == [("boat-image", "subject")]


def test_the_usual_style_is_the_remembered_one() -> None:
    plan = plan_of(plan_request("draw a castle in my usual style", memories=[WATERCOLOUR]))

    assert (plan.context.value("subject"), plan.context.value("style")) == ("a castle", "watercolour")


def test_a_usual_style_that_nobody_told_is_admitted() -> None:
    plan = plan_of(plan_request("draw a castle in my usual style"))

    assert plan.context.value("subject") == "a castle"
    assert any("no usual style" in note for note in plan.notes)


# --- attached pictures -----------------------------------------------------------------------------------------


def test_an_attached_cat_becomes_a_pirate() -> None:
    plan = plan_of(plan_request("make this cat a pirate in woodcut", images=["photo"]))

    assert plan.intent == "create"
    assert (plan.context.value("subject"), plan.context.value("style")) == ("the cat as a pirate", "woodcut")
    assert [(ref.image, ref.role, ref.label) for ref in plan.context.references] == [
        ("photo", "subject", "cat")
    ]


@pytest.mark.parametrize(
    "sentence", ["draw this in pixel art", "turn this into pixel art", "pixel art please"]
)
def test_an_attached_picture_is_redrawn(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, images=["photo"]))

    assert plan.context.value("style") == "pixel art"
    assert plan.context.value("subject") == ""
    assert [ref.role for ref in plan.context.references] == ["subject"]
    assert plan.gaps == ()


@pytest.mark.parametrize(
    "sentence", ["use this as the style for a castle", "draw a castle in the style of this picture"]
)
def test_an_attached_picture_may_be_a_style(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, images=["photo"]))

    assert plan.context.value("subject") == "a castle"
    assert [ref.role for ref in plan.context.references] == ["style"]


def test_another_persons_replied_to_picture_is_taken_up() -> None:
    replied = message("look at my cat", by="bob", images=["bobs-photo"])

    plan = plan_of(plan_request("make this cat a pirate", replied=replied))

    assert [ref.image for ref in plan.context.references] == ["bobs-photo"]
