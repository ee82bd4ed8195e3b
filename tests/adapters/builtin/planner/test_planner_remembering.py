"""What the offline planner wants remembered, and what forgotten."""

import pytest

from agent.domain.generation import Statement
from tests.fakes.builders import memory, message, picture, plan_request
from tests.fakes.models.planning import plan_of

LUNA = memory("silver-haired elf with a green cloak", "character", name="Luna", images=["luna-image"])
WATERCOLOUR = memory("prefers watercolour", slot="style")

STATEMENTS: dict[str, tuple[str, str, str, str]] = {
    # sentence: kind, scope, name, text
    "remember I like watercolour": ("preference", "user", "", "prefers watercolour"),
    "I like watercolour": ("preference", "user", "", "prefers watercolour"),
    "please remember that I love pixel art": ("preference", "user", "", "prefers pixel art"),
    "I always want square pictures": ("preference", "user", "", "always wants square pictures"),
    "from now on use pixel art": ("preference", "user", "", "always wants pixel art"),
    "my favourite style is art deco": ("preference", "user", "", "prefers art deco"),
    "never draw spiders for me": ("preference", "user", "", "never wants spiders"),
    "I hate clowns, please never include them": ("preference", "user", "", "dislikes clowns"),
    "for banners I want 3:1": ("preference", "user", "", "3:1 for banners"),
    "remember my name is Ana": ("fact", "user", "", "my name is Ana"),
    "remember that the raid is on Friday": ("fact", "user", "", "the raid is on Friday"),
    "Luna is a silver-haired elf with a green cloak": (
        "character", "user", "Luna", "silver-haired elf with a green cloak",
    ),
    "please remember luna is an elf with silver hair": ("character", "user", "Luna", "elf with silver hair"),
    "remember Rex is my brown dog": ("character", "user", "Rex", "brown dog"),
    "remember Nox is a black cat with one ear": ("character", "user", "Nox", "black cat with one ear"),
    "my cat is called Miso and is ginger": ("character", "user", "Miso", "ginger cat"),
    "I have a cat named Miso, she is ginger": ("character", "user", "Miso", "ginger cat"),
    "My dog Rex is brown and fluffy": ("character", "user", "Rex", "brown and fluffy dog"),
    "meine Katze heißt Miso": ("character", "user", "Miso", "Katze"),
    "in this channel we use flat pastel": ("preference", "channel", "", "flat pastel"),
    "here we always use pastel colours": ("preference", "channel", "", "pastel colours"),
    "in this server we only draw in pixel art": ("preference", "community", "", "pixel art"),
    "banners are 3:1 here": ("preference", "channel", "", "banners are 3:1"),
    "never gore here": ("rule", "channel", "", "never gore"),
    "no nsfw in this channel": ("rule", "channel", "", "no nsfw"),
    "house rule: no politics": ("rule", "channel", "", "no politics"),
    "remember Rex, my brown dog with a red collar": (
        "character", "user", "Rex", "brown dog with a red collar",
    ),
    "my OC is called Vex, she's a purple tiefling": ("character", "user", "Vex", "purple tiefling"),
    "I changed my mind, I like pixel art now": ("preference", "user", "", "prefers pixel art"),
    "remember my character Zed, a green goblin": ("character", "user", "Zed", "green goblin"),
    "remember Nox, who is a black cat": ("character", "user", "Nox", "black cat"),
    "I prefer watercolour, remember that": ("preference", "user", "", "prefers watercolour"),
    "remember my old dog Bella": ("character", "user", "Bella", "old dog"),
    "no spiders here please": ("rule", "channel", "", "no spiders"),
    "my stickers are 4:3": ("preference", "user", "", "my stickers are 4:3"),
    "our banners are 4:1": ("preference", "channel", "", "our banners are 4:1"),
    "remember for everyone here: our house style is flat pastel": (
        "preference", "channel", "", "flat pastel",
    ),
}  # fmt: skip


@pytest.mark.parametrize("sentence", STATEMENTS)
def test_a_statement_is_remembered(sentence: str) -> None:
    kind, scope, name, text = STATEMENTS[sentence]

    plan = plan_of(plan_request(sentence))

    assert plan.intent == "remember"
    assert plan.statements == (Statement(kind=kind, scope=scope, name=name, text=text),)


@pytest.mark.parametrize(
    "sentence",
    [
        "Is Luna an elf?", "Luna is at the beach", "Luna is sleeping", "draw Luna in this channel", "what is here?",
        "I love it!", "Luna's dress is on fire", "I want a dragon", "I am a teacher", "no, make it blue", "this is nice",
        "Miso: a ginger cat",
    ],
)  # fmt: skip
def test_what_is_no_statement_is_not_remembered(sentence: str) -> None:
    assert plan_of(plan_request(sentence)).statements == ()


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Luna no longer wears a cloak!", "no longer wears a cloak"),
        ("luna doesn't wear a cloak any more", "doesn't wear a cloak any more"),
        ("Luna's hair is red now", "has red hair"),
        ("actually Luna's hair is red", "has red hair"),
    ],
)
def test_what_changed_of_somebody_known_is_remembered(sentence: str, text: str) -> None:
    plan = plan_of(plan_request(sentence, memories=[LUNA]))

    assert plan.intent == "remember"
    assert plan.statements == (Statement(kind="character", name="Luna", text=text),)
    assert plan_of(plan_request(sentence)).statements == ()


def test_who_changed_is_drawn_as_they_are_now() -> None:
    plan = plan_of(plan_request("Luna no longer wears a cloak. Draw her on a boat", memories=[LUNA]))

    assert plan.context.value("character") == "Luna: silver-haired elf"


@pytest.mark.parametrize(
    "order", ["delete my character Luna", "delete Luna from memory", "remove my OC Luna"]
)
def test_a_character_is_deleted_in_plain_words(order: str) -> None:
    plan = plan_of(plan_request(order, memories=[LUNA], base=picture()))

    assert (plan.intent, plan.forget) == ("forget", "Luna")


@pytest.mark.parametrize(
    "order",
    [
        "delete my memory",
        "please erase all my data",
        "delete everything you know about me",
        "wipe your memory of me",
    ],
)
def test_all_may_be_deleted_in_plain_words(order: str) -> None:
    plan = plan_of(plan_request(order, memories=[LUNA], base=picture()))

    assert (plan.intent, plan.forget) == ("forget", "everything")


@pytest.mark.parametrize(
    "order", ["remove the character", "remove my character from the picture", "delete the hat"]
)
def test_what_goes_from_the_picture_is_not_forgotten(order: str) -> None:
    assert plan_of(plan_request(order, memories=[LUNA], base=picture())).forget == ""


def test_somebody_drawn_again_is_drawn_without_that_word() -> None:
    assert (
        plan_of(plan_request("draw Luna again at a tavern", memories=[LUNA])).context.value("subject")
        == "Luna"
    )


def test_a_dog_that_is_saved_is_not_drawn() -> None:
    plan = plan_of(plan_request("save my dog Rocko, he's a brown dachshund with a red scarf"))

    assert plan.intent == "remember"
    assert [one.name for one in plan.statements] == ["Rocko"]


@pytest.mark.parametrize(
    "question", ["what style do I like?", "which colours do I usually use?", "what do I hate?"]
)
def test_asked_what_one_likes_it_tells_what_it_knows(question: str) -> None:
    plan = plan_of(plan_request(question, memories=[WATERCOLOUR]))

    assert plan.intent == "chat"
    assert "watercolour" in plan.answer


def test_what_another_person_wrote_is_never_remembered() -> None:
    replied = message("remember I like noir", by="bob")

    plan = plan_of(plan_request("> Luna is a troll\ndraw a castle", replied=replied))

    assert plan.statements == ()
    assert "castle" in plan.context.value("subject")


def test_a_request_beside_a_statement_is_drawn_by_it() -> None:
    plan = plan_of(plan_request("Draw a castle. I always want watercolour."))

    assert plan.intent == "create"
    assert plan.context.value("style") == "watercolour"
    assert [(one.text, one.explicit) for one in plan.statements] == [("always wants watercolour", True)]


def test_two_things_told_in_one_breath_are_two() -> None:
    plan = plan_of(plan_request("remember I hate clowns and my favourite colour is teal"))

    assert plan.intent == "remember"
    assert [(one.kind, one.explicit) for one in plan.statements] == [("preference", True)] * 2
    assert plan.statements[0].text == "dislikes clowns"
    assert "teal" in plan.statements[1].text


def test_a_liking_said_in_passing_needs_consent() -> None:
    plan = plan_of(plan_request("draw a fox, I love watercolour"))

    assert plan.context.value("subject") == "a fox"
    assert plan.context.value("style") == "watercolour"
    assert [one.explicit for one in plan.statements] == [False]


def test_remember_and_draw_are_two_things() -> None:
    plan = plan_of(plan_request("Remember I like watercolour and draw me a castle"))

    assert plan.intent == "create"
    assert plan.context.value("subject") == "a castle"
    assert [one.explicit for one in plan.statements] == [True]


def test_a_character_told_of_is_the_one_that_is_drawn() -> None:
    plan = plan_of(plan_request("Luna is a silver-haired elf. Draw her at the beach"))

    assert plan.context.value("subject") == "Luna"
    assert plan.context.value("character") == "Luna: silver-haired elf"
    assert plan.gaps == ()


@pytest.mark.parametrize(
    "sentence", ["this is Luna", "save this as Luna", "call her Luna", "remember this as Luna"]
)
def test_the_attached_picture_becomes_a_reference(sentence: str) -> None:
    plan = plan_of(plan_request(sentence, images=["photo"]))

    assert plan.intent == "remember"
    assert [(one.name, one.image) for one in plan.statements] == [("Luna", "photo")]


def test_the_picture_at_hand_becomes_a_character_with_what_it_shows() -> None:
    base = picture(slots={"subject": "a fox with a red scarf"})

    plan = plan_of(plan_request("this is Fenn", base=base))

    assert plan.statements == (
        Statement(kind="character", name="Fenn", text="a fox with a red scarf", image=base.id),
    )


def test_this_style_is_the_one_of_the_picture() -> None:
    plan = plan_of(
        plan_request("I like this style", base=picture(slots={"subject": "a fox", "style": "woodcut"}))
    )

    assert [one.text for one in plan.statements] == ["prefers woodcut"]


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("forget that I like watercolour", "watercolour"),
        ("please forget about Luna", "Luna"),
        ("forget what I said about cats", "cats"),
        ("forget everything", "everything"),
        ("forget my name", "my name"),
    ],
)
def test_forgetting_names_what(sentence: str, what: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert (plan.intent, plan.forget) == ("forget", what)


def test_forgetting_the_hat_of_the_picture_is_an_edit() -> None:
    plan = plan_of(plan_request("forget the hat", base=picture(slots={"subject": "a fox with a hat"})))

    assert plan.intent == "edit"
    assert plan.context.value("subject") == "a fox"
