"""Of whom something is told, and for which pictures a memory counts: for whom it names, for its kind, and not where it is set aside."""

import pytest

from agent.domain.memory import Memory
from tests.fakes.builders import memory, plan_request
from tests.fakes.models.planning import plan_of

LUNA = memory("grey cat, with a white paw", "character", name="Luna")
REX = memory("dog, a black labrador", "character", name="Rex")
WATERCOLOUR = memory("prefers watercolour", slot="style")


def told(text: str, *known: Memory) -> list[tuple[str, str]]:
    """Name and text of all that is kept of a message, which draws nothing."""
    plan = plan_of(plan_request(text, memories=known))
    assert plan.intent != "create"
    return [(one.name, one.text) for one in plan.statements]


# --- whose it is -----------------------------------------------------------------------------------------------------


def test_what_is_told_of_anothers_dog_is_kept_under_that_dog() -> None:
    assert told("my brother's dog is called Max, he's white", REX) == [("Max", "white brother's dog")]


def test_anothers_dog_is_not_the_authors() -> None:
    plan = plan_of(plan_request("draw my brother's dog at the beach", memories=[REX]))

    assert plan.context.value("character") == ""
    assert [gap.slot for gap in plan.gaps] == ["character"]


def test_anothers_dog_that_was_told_of_is_drawn() -> None:
    max_ = memory("sister's dog, white", "character", name="Max")
    plan = plan_of(plan_request("draw my sister's dog in snow", memories=[REX, max_]))

    assert [one.name for one in plan.context.characters()] == ["Max"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my niece is called Luna too, she's 3 with blonde curls", "Niece Luna"),
        ("my sisters cat is called luna too", "Sister's cat Luna"),
        ("meine Nichte heißt auch Luna, sie ist 4", "Nichte Luna"),
    ],
)
def test_a_second_one_of_a_name_takes_nothing_from_the_first(text: str, name: str) -> None:
    assert [one for one, _ in told(text, LUNA)] == [name]


def test_of_two_of_one_name_it_asks_which() -> None:
    niece = memory("niece, 3 years old", "character", name="Niece Luna")

    plan = plan_of(plan_request("draw luna on a swing", memories=[LUNA, niece]))

    assert (plan.context.value("character"), len(plan.gaps[0].candidates)) == ("", 2)


# --- names -----------------------------------------------------------------------------------------------------------


def test_a_part_of_a_longer_name_names_its_bearer_alone() -> None:
    warlock = memory("pale warlock", "character", name="Seraphine Duskwhisper")
    captain = memory("dwarf", "character", name="Captain Moss")

    def people(text: str) -> list[str]:
        plan = plan_of(plan_request(text, memories=[warlock, captain]))
        return [one.name for one in plan.context.characters()]

    assert people("draw Seraphine in a library") == ["Seraphine Duskwhisper"]
    assert people("draw Captain Hook on a ship") == []
    assert people("draw Seraphine Rose in a library") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Canela", "dibuja una taza de chocolate con un palito de canela"),
        ("Pipoca", "um balde de pipoca no cinema"),
        ("Рыжик", "нарисуй корзину с рыжиками в лесу"),
        ("Pamuk", "pamuk tarlasında çalışan kadınlar çiz"),
    ],
)
def test_a_small_word_within_a_phrase_is_nobodys_name(name: str, text: str) -> None:
    plan = plan_of(plan_request(text, memories=[memory("the author's cat", "character", name=name)]))

    assert (plan.intent, plan.context.value("character")) == ("create", "")


def test_who_is_ruled_out_leaves_no_words_behind() -> None:
    plan = plan_of(plan_request("draw a wild dog on a hill, not Rex", memories=[REX]))

    assert (plan.context.value("subject"), plan.context.value("character")) == ("a wild dog", "")


def test_a_nickname_is_kept_with_whom_it_names() -> None:
    warlock = memory("pale warlock", "character", name="Seraphine Duskwhisper")

    assert told("Seraphine's nickname is Sera", warlock) == [("Seraphine Duskwhisper", "also called Sera")]
    assert told("we also call her Lulu", LUNA) == [("Luna", "also called Lulu")]
    assert told("we call our boat Gertrude, it's old and white") == [("Gertrude", "boat, old and white")]


@pytest.mark.parametrize(
    "text", ["they call me Big Mike", "my favourite song is called Hurt", "we call it a day"]
)
def test_not_all_that_is_called_something_is_a_character(text: str) -> None:
    assert [name for name, _ in told(text) if name] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my OC Vex: tall half-orc, tattooed arms", "Vex"),
        ("Pamuk benim kedim, bembeyaz", "Pamuk"),
        ("초코는 우리 강아지, 갈색 푸들이야", "초코"),
        ("мою собаку звати Бублик, вона руда", "Бублик"),
        ("kucingku namanya Oyen, oranye gendut", "Oyen"),
        ("मेरी बिल्ली का नाम मिन्नी है, वह सफ़ेद है", "मिन्नी"),
    ],
)
def test_who_is_introduced_in_many_languages(text: str, name: str) -> None:
    assert [one for one, _ in told(text)] == [name]


# --- what is otherwise, of whom was told last ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("actually he's brown, not black", "brown, not black"),
        ("rex got a red collar for christmas", "got a red collar for christmas"),
        ("sorry, typo: Rex is a brown labrador", "brown labrador"),
    ],
)
def test_a_correction_is_kept_under_whom_it_is_of(text: str, kept: str) -> None:
    assert told(text, REX) == [("Rex", kept)]


@pytest.mark.parametrize(
    "text",
    ["she has a vet appointment on monday", "he got into the bin again", "it's raining", "his vet is great"],
)
def test_what_merely_happens_is_not_kept(text: str) -> None:
    assert told(text, REX) == []


def test_each_part_keeps_its_own_look() -> None:
    moss = memory("a green-bearded dwarf", "character", name="Moss")

    kept = told("Correction, I misspoke: Moss's beard is grey, it's the coat that is green", moss)

    assert kept == [("Moss", "has grey beard and green coat")]


def test_the_next_sentence_goes_on_about_whom_the_first_introduced() -> None:
    (kept,) = told("My dog is called Otto. He's tiny and wears a yellow hat")

    assert (kept[0], "yellow hat" in kept[1]) == ("Otto", True)


# --- for one picture alone -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("draw a pier, ignore my usual style just for now", "a pier"),
        ("draw a boat but not in watercolour", "a boat"),
        ("draw a lighthouse and not my usual thing", "a lighthouse"),
        ("Zeichne einen Leuchtturm, ausnahmsweise nicht in meinem Stil", "einen Leuchtturm"),
    ],
)
def test_a_taste_that_is_set_aside_is_not_used(text: str, subject: str) -> None:
    plan = plan_of(plan_request(text, memories=[WATERCOLOUR]))

    assert (plan.context.value("subject"), plan.context.value("style"), plan.forget) == (subject, "", "")


def test_what_is_merely_ruled_out_sets_no_taste_aside() -> None:
    plan = plan_of(plan_request("draw a boat without sails, no black please", memories=[WATERCOLOUR]))

    assert plan.context.value("style") == "watercolour"


def test_words_that_are_asked_for_are_printed_whatever_is_never_wanted() -> None:
    never = memory("never wants text")

    plan = plan_of(plan_request("poster that says OPEN DAY", memories=[never]))

    assert (plan.context.value("text"), plan.context.value("exclude")) == ("OPEN DAY", "")


def test_today_may_differ_from_what_is_wanted_always() -> None:
    plan = plan_of(plan_request("normally I want everything square, but today draw a tall cat"))

    assert (plan.intent, plan.context.value("subject")) == ("create", "a tall cat")
    assert [one.text for one in plan.statements] == ["always wants everything square"]


# --- for some pictures -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "for portraits I always want black and white. landscapes can be whatever",
            "black and white for portraits",
        ),
        ("if i ask for food make it top down always", "top down for food"),
        ("für Tiere will ich Holzschnitt", "Holzschnitt für Tiere"),
    ],
)
def test_a_taste_for_some_pictures_is_kept_as_such(text: str, kept: str) -> None:
    assert [one for _, one in told(text)] in ([kept], [kept.replace(" für ", " for ")])


@pytest.mark.parametrize(
    ("taste", "text", "style"),
    [
        ("woodcut for food", "ramen with a soft egg", "woodcut"),
        ("woodcut for food", "a knight on a hill", ""),
        ("woodcut for portraits", "old fisherman, head and shoulders", "woodcut"),
        ("woodcut for portraits", "a wide valley with poppies", ""),
        ("woodcut for animals", "a fox", "woodcut"),
        ("woodcut for animals", "a teapot", ""),
    ],
)
def test_it_counts_for_what_is_of_that_kind(taste: str, text: str, style: str) -> None:
    assert plan_of(plan_request(text, memories=[memory(taste)])).context.value("style") == style


# --- what is never wanted, no longer liked, and forgotten ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("i hate it when theres text in the picture. never do that", "dislikes text"),
        ("btw i dont like it when people are in the pictures, leave them out pls", "dislikes people"),
        ("übrigens: auf meinen Bildern bitte nie Spinnen", "never wants Spinnen"),
    ],
)
def test_what_is_not_to_be_seen(text: str, kept: str) -> None:
    assert told(text) == [("", kept)]


def test_who_is_not_to_be_drawn_any_more_is_named() -> None:
    kept = told("rex passed away on sunday. please dont put him in pictures anymore unless i say so", REX)

    assert kept == [("", "never wants Rex")]


@pytest.mark.parametrize(
    "text",
    [
        "i'm over the moon!!",
        "I'm tired of this weather",
        "if you ask me, football is boring",
        "for lunch i want pizza",
    ],
)
def test_what_is_said_of_the_day_is_no_taste(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "u can forget the dark backgrounds thing, keep the rest",
        "you can drop the dark backgrounds thing",
        "oublie pour les dark backgrounds stp",
    ],
)
def test_what_memory_has_of_an_order_to_forget_goes(text: str) -> None:
    dark = memory("prefers dark backgrounds")

    assert plan_of(plan_request(text, memories=[dark, WATERCOLOUR])).forget == "dark backgrounds"


# --- nothing to draw ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "landscapes can be whatever",
        "not sure if i want a fox or a badger",
        "my mum says i should get a haircut",
        "can't draw a cat to save my life lol",
        "arre neela nahi hara bola tha maine, hara pasand hai mujhe",
    ],
)
def test_nothing_is_drawn_where_nothing_is_wished(text: str) -> None:
    assert plan_of(plan_request(text)).intent == "chat"
