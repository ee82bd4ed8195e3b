"""What the offline planner takes from memory, and what it wants remembered."""

from dataclasses import replace

import pytest

from adapters.offline.planning.deciding import plan_of
from agent.generation import Statement
from tests.fakes.builders import memory, message, picture, plan_request, recollection

LUNA = memory("silver-haired elf with a green cloak", "character", name="Luna", images=["luna-image"])
MISO = memory("ginger cat", "character", name="Miso")
REX = memory("brown dog", "character", name="Rex")
PIP = memory("white dog", "character", name="Pip")
WATERCOLOUR = memory("prefers watercolour", slot="style")

# --- what is remembered ----------------------------------------------------------------------------------------

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
