"""Changes to the picture at hand: what of its slots changes, and that the rest stays."""

import pytest

from agent.domain.generation import Evidence, GenerationContext, Reference
from tests.fakes.builders import memory, message, picture, plan_request
from tests.fakes.models.planning import plan_of

BASE = {"subject": "a fox reading under a lamp", "setting": "forest", "style": "watercolour"}

VEX = {"subject": "Vex", "character": "Vex: tiefling with curved horns"}

EDITS: dict[str, dict[str, str]] = {
    "make it night": {"time": "night"},
    "can you make it night please?": {"time": "night"},
    "at night": {"time": "night"},
    "same but at night": {"time": "night"},
    "no, her horns are straight": {"subject": "a fox reading under a lamp, with straight horns"},
    "the chair is too small": {"subject": "a fox reading under a lamp, with a bigger chair"},
    "the horns are too small": {"subject": "a fox reading under a lamp, with bigger horns"},
    "his hair is too long": {"subject": "a fox reading under a lamp, with shorter hair"},
    "the picture from before but at night": {"time": "night"},
    "the last one, but in pixel art": {"style": "pixel art"},
    "this but in winter": {"setting": "winter"},
    "what if it was raining": {"time": "raining"},
    "make it a bit darker": {"palette": "dark"},
    "brighter please": {"palette": "bright"},
    "try again but darker": {"palette": "dark"},
    "now in pixel art": {"style": "pixel art"},
    "change the style to pixel art": {"style": "pixel art"},
    "as a banner": {"format": "banner 3:1"},
    "make it square": {"format": "square 1:1"},
    'make it a poster that says "Reading Night"': {"format": "poster 2:3", "text": "Reading Night"},
    "write Hello World on it": {"text": "Hello World"},
    'add the text "Hello"': {"text": "Hello"},
    "add a red hat": {"subject": "a fox reading under a lamp, with a red hat"},
    "put a hat on it": {"subject": "a fox reading under a lamp, with a hat"},
    "give the fox a sword": {"subject": "a fox reading under a lamp, with a sword"},
    "add a red hat to the fox": {"subject": "a fox reading under a lamp, with a red hat"},
    "love it! can you add a moon?": {"subject": "a fox reading under a lamp, with a moon"},
    "add rain": {"time": "rain"},
    "remove the lamp": {"subject": "a fox reading", "exclude": "lamp"},
    "without the lamp": {"subject": "a fox reading", "exclude": "lamp"},
    "no lamp please": {"subject": "a fox reading", "exclude": "lamp"},
    "get rid of the forest": {"setting": "", "exclude": "forest"},
    "can you remove the background": {"setting": "plain background"},
    "bigger lamp": {"subject": "a fox reading under a bigger lamp"},
    "bigger moon": {"subject": "a fox reading under a lamp, with a bigger moon"},
    "more trees": {"subject": "a fox reading under a lamp, with more trees"},
    "make the fox blue": {"subject": "a blue fox reading under a lamp"},
    "change the colour of the fox to blue": {"subject": "a blue fox reading under a lamp"},
    "make the fox a wolf": {"subject": "a wolf reading under a lamp"},
    "turn the fox into a wolf": {"subject": "a wolf reading under a lamp"},
    "a cat instead of a fox": {"subject": "a cat reading under a lamp"},
    "replace the lamp with a candle": {"subject": "a fox reading under a candle"},
    "make her older": {"subject": "an older fox reading under a lamp"},
    "the fox should be smiling": {"subject": "a fox reading under a lamp, smiling"},
    "hmm not quite, the lamp should be on the left": {"composition": "the lamp on the left"},
    "change the background to a beach": {"setting": "beach"},
    "put the fox in space": {"setting": "space"},
    "zoom out": {"composition": "wide shot"},
    "draw it from above": {"composition": "from above"},
    "hazlo de noche": {"time": "noche"},
    "mach es dunkler": {"palette": "dunkler"},
    "ajoute un chapeau rouge": {"subject": "a fox reading under a lamp, avec un chapeau rouge"},
    "改成夜晚": {"time": "夜晚"},
}  # fmt: skip


@pytest.mark.parametrize("sentence", EDITS)
def test_an_edit_changes_what_was_asked_and_keeps_the_rest(sentence: str) -> None:
    base = picture(slots=BASE)

    plan = plan_of(plan_request(sentence, base=base))

    expected = {name: value for name, value in {**BASE, **EDITS[sentence]}.items() if value}
    assert plan.intent in ("edit", "restyle"), plan
    assert {name: evidence.value for name, evidence in plan.context.slots.items()} == expected


def test_an_edit_keeps_the_layout() -> None:
    base = picture(slots=BASE)

    plan = plan_of(plan_request("make it night", base=base))

    assert plan.context.base == base.id
    assert plan.context.seed == base.context.seed
    assert plan.context.references[0] == Reference(image=base.id, role="base", label="the picture to change")
    assert plan.context.prompt.startswith("Change the given picture")


def test_only_style_and_palette_make_a_restyle() -> None:
    base = picture(slots=BASE)

    assert plan_of(plan_request("now in woodcut", base=base)).intent == "restyle"
    assert plan_of(plan_request("now in woodcut at night", base=base)).intent == "edit"


@pytest.mark.parametrize(
    "sentence", ["again", "another one", "do it again", "draw her again", "otra vez", "再来一张"]
)
def test_again_is_the_same_with_a_new_seed(sentence: str) -> None:
    base = picture(slots=BASE)

    plan = plan_of(plan_request(sentence, base=base))

    assert plan.intent == "vary"
    assert plan.context.seed == 0
    assert plan.context.base is None
    assert plan.context.value("subject") == BASE["subject"]


@pytest.mark.parametrize(
    ("sentence", "count"), [("two more", 2), ("three variants", 3), ("make 4 more please", 4)]
)
def test_more_of_it_is_a_series(sentence: str, count: int) -> None:
    plan = plan_of(plan_request(sentence, base=picture(slots=BASE)))

    assert plan.intent == "series"
    assert len(plan.panels) == count
    assert plan.context.value("subject") == BASE["subject"]


NEW = {
    "draw a castle": "a castle",
    "a dragon": "a dragon",
    "can you draw me a castle at night": "a castle",
    "make a poster of a bear": "a bear",
    # Whom the picture shows, in a new scene.
    "draw the same fox in a boat": "a fox in a boat",
    "draw him with a sword": "a fox with a sword",
    "show the fox at the beach": "a fox",
}


@pytest.mark.parametrize("sentence", NEW)
def test_a_picture_of_its_own_is_no_edit(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, base=picture(slots=BASE)))

    assert plan.intent == "create"
    assert plan.context.base is None
    assert plan.context.value("subject") == NEW[sentence]


def test_a_pronoun_brings_the_character_along() -> None:
    made = GenerationContext(
        slots={
            "subject": Evidence(value="Luna reading a book", method="said"),
            "character": Evidence(value="Luna: silver-haired elf", method="recall", memory="m1"),
        },
        references=(Reference(image="luna-image", role="character", label="Luna"),),
    )

    plan = plan_of(plan_request("draw her at the beach", base=picture(made_of=made)))

    assert plan.context.value("subject") == "Luna"
    assert plan.context.value("setting") == "beach"
    assert plan.context.slots["character"].memory == "m1"
    assert [reference.image for reference in plan.context.references] == ["luna-image"]


def test_a_preference_does_not_slip_into_an_edit() -> None:
    plan = plan_of(
        plan_request(
            "make it night", base=picture(slots={"subject": "a fox"}), memories=[memory("prefers noir")]
        )
    )

    assert plan.context.value("style") == ""


def test_a_character_that_is_replaced_goes() -> None:
    made = GenerationContext(
        slots={
            "subject": Evidence(value="Luna reading", method="said"),
            "character": Evidence(value="Luna: silver-haired elf", method="recall"),
        },
        references=(Reference(image="luna-image", role="character", label="Luna"),),
    )

    plan = plan_of(plan_request("replace Luna with a wolf", base=picture(made_of=made)))

    assert plan.context.value("subject") == "a wolf reading"
    assert plan.context.value("character") == ""
    assert [reference.role for reference in plan.context.references] == ["base"]


def test_what_cannot_be_done_is_said() -> None:
    for sentence in ("flip it", "undo", "upscale it"):
        plan = plan_of(plan_request(sentence, base=picture(slots=BASE)))

        assert plan.intent == "chat"
        assert "cannot" in plan.answer


def test_attributes_alone_in_reply_to_a_picture_change_it() -> None:
    base = picture(slots=BASE)

    plan = plan_of(plan_request("winter", base=base, replied=message(pictures=[base])))

    assert plan.intent == "edit"
    assert plan.context.value("setting") == "winter"


@pytest.mark.parametrize("text", ["no, her horns are straight", "her horns should be straight"])
def test_a_look_corrected_is_not_gainsaid_by_the_character(text: str) -> None:
    known = memory("tiefling with curved horns", "character", name="Vex")

    plan = plan_of(plan_request(text, base=picture(slots=VEX), memories=[known]))

    assert plan.intent == "edit"
    assert plan.context.value("character") == "Vex: tiefling with straight horns"
