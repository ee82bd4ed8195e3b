"""What the offline planner makes of an English request: each sentence with the slots that a person would expect."""

import pytest

from adapters.builtin.language.lexicon import styles
from agent.domain.formats import format_size
from tests.fakes.builders import plan_request
from tests.fakes.models.planning import plan_of

SENTENCES: dict[str, dict[str, str]] = {
    # Subjects, whole and without the words around them.
    "draw a fox reading under a lamp": {"subject": "a fox reading under a lamp"},
    "Draw A Fox Reading Under A Lamp": {"subject": "A Fox Reading Under A Lamp"},
    "CAN YOU DRAW A WHALE IN SPACE": {"subject": "a whale", "setting": "space"},
    "hey can u pls draw me a cute lil fox readin a book under a lamp?? 🙏🙏": {
        "subject": "a cute lil fox readin a book under a lamp"
    },
    "yo gimme a dragon eating pizza lol": {"subject": "a dragon eating pizza"},
    "could you please create an image of a panda eating ramen?": {"subject": "a panda eating ramen"},
    "I'd love to see a hedgehog in a teacup :)": {"subject": "a hedgehog in a teacup"},
    "how about a giraffe on a bus": {"subject": "a giraffe on a bus"},
    "<@123456> draw a cat please": {"subject": "a cat"},
    "cat": {"subject": "cat"},
    "a robot holding a sign that says OPEN": {"subject": "a robot holding a sign", "text": "OPEN"},
    "a bowl of fruit, cubism": {"subject": "a bowl of fruit", "style": "cubism"},
    "the quick brown fox jumps over the lazy dog": {"subject": "the quick brown fox jumps over the lazy dog"},
    "no people, just a forest with mushrooms": {"subject": "a forest with mushrooms", "exclude": "people"},
    "a house by the sea with a red roof": {"subject": "a house with a red roof", "setting": "by the sea"},
    # A place before a noun only says what kind of thing that is.
    "a robin on a garden spade": {"subject": "a robin on a garden spade"},
    "two kids in a snow fort": {"subject": "two kids in a snow fort"},
    # What makes no sentence, and is said for no other end, belongs to the picture before it.
    "raccoon. monocle. at a wedding": {"subject": "raccoon. monocle. at a wedding"},
    "Two towers facing across a bay: one tall and lit, one squat. A boat between. Dusk.": {
        "subject": "Two towers facing: one tall and lit, one squat. A boat between", "time": "Dusk",
    },
    "Lisbon, tram 28, rain just stopped, gouache": {"subject": "Lisbon, tram 28, rain just stopped", "style": "gouache"},
    "a wolf howling for my discord pfp, square, thick lines": {"subject": "a wolf howling, thick lines", "format": "avatar 1:1"},
    "4 different stickers of a grumpy avocado": {"subject": "4 different stickers of a grumpy avocado", "format": "sticker 1:1"},
    "a three-storey wizard tower in spring and the same in autumn": {"count": "", "palette": ""},
    "neon green and black, a snake round a controller": {"subject": "neon green and black, a snake round a controller", "style": ""},
    "ugh just draw a damn cat": {"subject": "a damn cat"},
    "Logo for Petal & Rye": {"text": "Petal & Rye", "subject": "Logo for Petal & Rye"},
    "would it be possible to see an old fisherman mending a net?": {"subject": "an old fisherman mending a net"},
    "a fox. oil. evening. fjord": {"subject": "a fox. fjord", "style": "oil", "time": "evening"},
    "a fox in a hat! brilliant. take your time. thanks": {"subject": "a fox in a hat"},
    "un gato. bufanda. tejado. jaja": {"subject": "un gato. bufanda. tejado"},
    "draw a sunset": {"subject": "a sunset", "time": "sunset"},
    "draw a beach": {"subject": "a beach", "setting": "beach"},
    "something with two penguins": {"subject": "two penguins", "count": "2 penguins"},
    # Emoji.
    "🦊🌙": {"subject": "fox, crescent moon"},
    "🐱 in a 🚀": {"subject": "cat in a rocket"},
    "draw a fox 🦊 in the snow ❄️": {"subject": "a fox", "setting": "snow"},
    # Said in pieces.
    "draw a cat but make it gothic": {"subject": "a cat", "style": "gothic"},
    "fox, forest, night, watercolour": {
        "subject": "fox", "setting": "forest", "time": "night", "style": "watercolour", "palette": "",
    },
    "a 16:9 banner that says Welcome to the Art Server with flowers": {
        "subject": "flowers", "text": "Welcome to the Art Server", "format": "16:9",
    },
    "a bouquet of roses for my mum, pastel": {"subject": "a bouquet of roses for my mum", "style": "pastel"},
    # Counts.
    "three cats": {"subject": "three cats", "count": "3 cats"},
    "2 dogs and three cats in the park": {
        "subject": "2 dogs and three cats", "count": "2 dogs, 3 cats", "setting": "park",
    },
    "a couple of owls": {"count": "2 owls"},
    # Where and when.
    "a lighthouse in a stormy sea at night": {"time": "night"},
    "an astronaut riding a horse on the moon": {"subject": "an astronaut riding a horse", "setting": "on the moon"},
    "a wolf howling at the moon": {"subject": "a wolf howling at the moon"},
    "a dragon breathing fire on a castle at dusk": {
        "subject": "a dragon breathing fire on a castle", "time": "dusk",
    },
    "a vampire in a castle": {"subject": "a vampire", "setting": "castle"},
    "elf archer in an enchanted forest": {"subject": "elf archer", "setting": "enchanted forest"},
    "a girl with red hair and a green dress dancing in the rain": {
        "subject": "a girl with red hair and a green dress dancing", "time": "rain",
    },
    "paint me a stormy sea with a lighthouse": {"subject": "a sea with a lighthouse", "time": "stormy"},
    # How it looks.
    "draw a robot in noir": {"subject": "a robot", "style": "noir"},
    "a watercolour painting of a fox in a dark forest": {
        "subject": "a fox", "style": "watercolour painting", "setting": "dark forest",
    },
    "a cyberpunk city street in the rain, phone wallpaper": {
        "subject": "a city street", "style": "cyberpunk", "time": "rain", "format": "phone wallpaper 9:16",
    },
    "an impressionist garden": {"subject": "a garden", "style": "impressionist"},
    "make a comic about a cat who is afraid of mice": {
        "subject": "a cat who is afraid of mice", "style": "comic",
    },
    "a boat in the style of Egon Schiele": {"subject": "a boat", "style": "Egon Schiele"},
    "a sheep in a wool hat": {"subject": "a sheep in a wool hat"},
    "an owl wearing glasses in a library, warm colours": {
        "subject": "an owl wearing glasses", "setting": "library", "palette": "warm colours",
    },
    "draw a witch brewing a potion, in purple and green": {
        "subject": "a witch brewing a potion", "palette": "purple and green",
    },
    "a bear with a red scarf": {"subject": "a bear with a red scarf"},
    "a castle from above": {"subject": "a castle", "composition": "from above"},
    # Formats.
    "a poster of a bear": {"subject": "a bear", "format": "poster 2:3"},
    "a bear, 16:9": {"subject": "a bear", "format": "16:9"},
    "1920x1080 desktop background with a spaceship near saturn": {
        "subject": "a spaceship near saturn", "format": "1920x1080",
    },
    "a pirate holding a banner": {"subject": "a pirate holding a banner"},
    # Text to print, what must not be there.
    'make a poster for our game night that says "Game Night Friday 8pm" in pixel art': {
        "subject": "our game night", "text": "Game Night Friday 8pm", "style": "pixel art", "format": "poster 2:3",
    },
    "make a birthday card for Tom saying Happy Birthday Tom!": {
        "subject": "a birthday cake and balloons", "text": "Happy Birthday Tom", "format": "card 5:7",
    },
    "a fox with the text «Bonjour»": {"subject": "a fox", "text": "Bonjour"},
    "a knight fighting a dragon, woodcut, no text": {
        "subject": "a knight fighting a dragon", "style": "woodcut", "exclude": "text",
    },
    "two dogs playing chess in the park without any people or cars": {
        "subject": "two dogs playing chess", "exclude": "people, cars",
    },
    "no rush, draw a fox": {"subject": "a fox"},
}  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_fills_its_slots(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert plan.intent == "create", plan
    assert {name: plan.context.value(name) for name in SENTENCES[sentence]} == SENTENCES[sentence]


@pytest.mark.parametrize("sentence", [s for s, slots in SENTENCES.items() if "exclude" not in slots])
def test_nothing_is_excluded_that_nobody_excluded(sentence: str) -> None:
    assert plan_of(plan_request(sentence)).context.value("exclude") == ""


@pytest.mark.parametrize("style", [style.name for style in styles()])
def test_every_style_of_the_lexicon_is_read_and_leaves_the_subject_clean(style: str) -> None:
    plan = plan_of(plan_request(f"draw a lighthouse in the style of {style}"))

    assert plan.context.value("style") == style
    assert plan.context.value("subject") == "a lighthouse"


def test_the_lexicon_knows_at_least_sixty_styles() -> None:
    assert len(styles()) >= 60


@pytest.mark.parametrize(
    "name", ["poster", "banner", "phone wallpaper", "album cover", "sticker", "16:9", "800x600"]
)
def test_a_named_format_has_its_shape(name: str) -> None:
    plan = plan_of(
        plan_request(f"a fox as a {name}" if name.isalpha() or " " in name else f"a fox in {name}")
    )

    width, height = format_size(plan.context.value("format"))

    assert plan.context.value("subject") == "a fox"
    assert plan.context.value("format")
    assert (width > height) == (name in ("banner", "16:9", "800x600"))


def test_the_prompt_says_it_all() -> None:
    plan = plan_of(plan_request("three cats in a forest at night, watercolour, no people, 16:9"))

    for part in ("three cats", "forest", "night", "watercolour", "people", "16:9"):
        assert part.lower() in plan.context.prompt.lower()


def test_the_checklist_is_hard_where_people_notice() -> None:
    plan = plan_of(plan_request('three cats, no dogs, with the text "Hi"'))

    hard = [check.text for check in plan.checklist if check.hard]
    assert hard == [
        "the words “Hi” are printed in it, spelt so",
        "there are exactly 3 cats",
        "there is no dogs in it",
    ]


# --- series ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("thing", ["a fox", "a haunted vending machine", "a zorgle"])
def test_whoever_wants_several_of_something_is_not_to_be_seen_in_it(thing: str) -> None:
    plan = plan_of(plan_request(f"give me 3 versions of {thing}"))

    assert plan.intent == "series"
    assert plan.context.value("subject") == thing
    assert not plan.gaps


def test_variants_differ_by_seed_alone() -> None:
    plan = plan_of(plan_request("three variants of a castle"))

    assert plan.intent == "series"
    assert plan.context.value("subject") == "a castle"
    assert [dict(panel.slots) for panel in plan.panels] == [{}, {}, {}]


def test_the_panels_of_a_comic_tell_what_was_listed() -> None:
    plan = plan_of(plan_request("a four-panel comic: a cat wakes up; a cat eats; a cat plays; a cat sleeps"))

    assert [panel.slots["subject"] for panel in plan.panels] == [
        "a cat wakes up", "a cat eats", "a cat plays", "a cat sleeps",
    ]  # fmt: skip


def test_one_character_goes_to_several_places() -> None:
    plan = plan_of(plan_request("a fox in three different places: the beach, a forest and the moon"))

    assert plan.context.value("subject").startswith("a fox")
    assert [panel.slots["setting"] for panel in plan.panels] == ["beach", "forest", "moon"]


def test_more_pictures_than_one_request_may_yield_are_named() -> None:
    plan = plan_of(plan_request("ten variants of a castle"))

    assert len(plan.panels) == 4
    assert any("at most 4" in note for note in plan.notes)


def test_what_is_to_be_looked_up_is_searched_for() -> None:
    plan = plan_of(plan_request("look up the Brandenburg Gate and draw it at night"))

    assert {search.kind for search in plan.searches} == {"text", "image"}
    assert all(search.query == "the Brandenburg Gate" for search in plan.searches)
    assert plan.context.value("time") == "night"
