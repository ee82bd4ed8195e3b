"""What someone else's picture gives to those who build on it, and what its caption says."""

from dataclasses import replace

from agent.domain.generation import Evidence, GenerationContext, Reference
from agent.policy.sharing import borrowed
from agent.wording.replies import caption, headline
from tests.fakes.builders import author, context, picture

LUNA = Evidence(
    value="Luna: silver-haired elf", method="recall", source="memory: Luna: silver-haired elf", memory="m1"
)
WATERCOLOUR = Evidence(
    value="watercolour", method="recall", source="memory: prefers watercolour", memory="m2"
)
MADE_OF = GenerationContext(
    slots={
        "character": LUNA,
        "style": WATERCOLOUR,
        "subject": Evidence(value="Luna and a dragon", method="said"),
    },
    references=(Reference(image="i1", role="character", label="Luna"), Reference(image="i2", role="base")),
    prompt="Luna (silver-haired elf)",
)


def test_its_owner_builds_on_all_of_it() -> None:
    assert borrowed(picture(made_of=MADE_OF), author("ana").id) == MADE_OF


def test_others_get_what_everybody_can_see_and_nothing_of_the_owners_memory() -> None:
    seen = borrowed(picture(made_of=MADE_OF), author("bob").id)

    assert seen.value("style") == "watercolour"
    assert seen.value("character") == "Luna"
    assert not any(evidence.memory or evidence.method == "recall" for evidence in seen.slots.values())
    assert [reference.role for reference in seen.references] == ["base"]
    assert "silver" not in str(seen)
    assert seen.prompt


def test_a_caption_names_characters_once_and_keeps_their_description_to_itself() -> None:
    alone = replace(MADE_OF, slots={"character": LUNA, "setting": Evidence(value="beach", method="said")})

    assert caption(MADE_OF) == "Luna and a dragon, watercolour"
    assert caption(alone) == "Luna, beach"


def test_several_pictures_are_named_once_when_alike_and_one_by_one_when_not() -> None:
    fish, wet = context({"subject": "a cat sees a fish"}), context({"subject": "a cat is wet"})

    assert headline([fish]) == "**a cat sees a fish**"
    assert headline([fish] * 3) == "**3 pictures** of a cat sees a fish"
    assert headline([fish, wet]) == "**2 pictures**\n1. a cat sees a fish\n2. a cat is wet"
