"""What someone else's picture gives to those who build on it, and what its caption says."""

from dataclasses import replace

from agent.domain.cast import evidence_of
from agent.domain.characters import Character
from agent.domain.generation import Evidence, GenerationContext, Reference
from agent.domain.taste_signals import FORGOTTEN
from agent.policy.people_in_plans import borrowed, without_forgotten
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


def test_of_several_characters_others_get_the_names_of_those_whom_memory_knows() -> None:
    people = (
        Character(name="Dr: Who; the third", description="tall", memory="m1"),
        Character(name="Rex", description="brown dog"),
        Character(description="lives in Elm Street", memory="m2"),
    )
    made_of = replace(MADE_OF, slots={"character": evidence_of(people, method="ask")})

    seen = borrowed(picture(made_of=made_of), author("bob").id)

    assert seen.characters() == (Character(name="Dr: Who; the third"), people[1])
    assert "tall" not in str(seen)
    assert "Elm" not in str(seen)


def test_of_an_older_record_with_several_characters_others_get_the_names_alone() -> None:
    older = Evidence(value="Luna: elf; Rex: brown dog", method="recall", memory="m1")

    seen = borrowed(picture(made_of=replace(MADE_OF, slots={"character": older})), author("bob").id)

    assert seen.value("character") == "Luna; Rex"


def test_whose_description_was_forgotten_stays_by_name_and_who_was_forgotten_goes() -> None:
    people = (
        Character(name="Luna", description=FORGOTTEN, memory="m1"),
        Character(name=FORGOTTEN, description=FORGOTTEN),
        Character(name="Rex", description="brown dog"),
    )

    left = without_forgotten(replace(MADE_OF, slots={"character": evidence_of(people, method="recall")}))

    assert left.value("character") == "Luna; Rex: brown dog"
